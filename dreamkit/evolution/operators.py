"""How numbers between 0 and 1 are changed by chance: the two operators of real-coded evolution."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Genes: TypeAlias = NDArray[np.floating]
"""Numbers in [0, 1], of any shape."""

Chance: TypeAlias = np.random.Generator

MUTATION_ETA: Final = 15.0
"""The larger, the smaller are most changes; Nguyen, Yosinski and Clune 2015 take 15."""

CROSSOVER_ETA: Final = 10.0
"""The larger, the nearer are children to their parents; the paper's code takes 10."""


def polynomial(draws: Genes, eta: float = MUTATION_ETA) -> Genes:
    """How far numbers move, in (-1, 1), told from draws in [0, 1).

    Changes are as likely up as down, and small ones likelier than large: |change| has the distribution
    1 - (1 - |change|) ** (eta + 1).

    >>> polynomial(np.array([0.0, 0.25, 0.5, 0.75]), eta=1.0).round(3).tolist()
    [-1.0, -0.293, 0.0, 0.293]

    Source: Deb and Agrawal 1995; without regard to the bounds, as in the paper's code.
    """
    power = 1 / (eta + 1)
    down = (2 * np.minimum(draws, 0.5)) ** power - 1
    up = 1 - (2 * (1 - np.maximum(draws, 0.5))) ** power
    return np.where(draws < 0.5, down, up)


def mutated(genes: Genes, rate: float, chance: Chance, eta: float = MUTATION_ETA) -> Genes:
    """Genes of which each has moved with the probability `rate`, and has stopped at 0 or 1."""
    moving = np.flatnonzero(chance.random(genes.shape, np.float32) < rate)
    new = genes.copy()
    moved = new.reshape(-1)[moving] + polynomial(chance.random(len(moving)), eta)
    new.reshape(-1)[moving] = np.clip(moved, 0, 1)
    return new


def simulated_binary(one: Genes, other: Genes, chance: Chance, eta: float = CROSSOVER_ETA) -> tuple[Genes, Genes]:
    """Two children, each gene of which lies near that of one parent: between the two, or beyond, and in [0, 1].

    The children's mean is the parents', where no bound is near. Genes that the parents share stay as they are.

    Source: Deb and Agrawal 1995, simulated binary crossover, in Deb's form that keeps to the bounds.
    """
    low, high = np.minimum(one, other), np.maximum(one, other)
    apart = np.where(high - low > _SAME, high - low, 1.0)
    draws = chance.random(one.shape)
    middle, half = (low + high) / 2, (high - low) / 2
    below = np.clip(middle - _spread(draws, 1 + 2 * low / apart, eta) * half, 0, 1)
    above = np.clip(middle + _spread(draws, 1 + 2 * (1 - high) / apart, eta) * half, 0, 1)
    swapped = chance.random(one.shape) < 0.5
    first, second = np.where(swapped, above, below), np.where(swapped, below, above)
    same = high - low <= _SAME
    return np.where(same, one, first).astype(one.dtype), np.where(same, other, second).astype(one.dtype)


_SAME: Final = 1e-14
"""Below this two genes are one."""


def _spread(draws: Genes, room: Genes, eta: float) -> Genes:
    """How far apart children are, against their parents, where `room` is as far as the bound allows."""
    alpha = 2 - room ** -(eta + 1)
    inner = draws <= 1 / alpha
    share = draws * alpha
    return np.where(inner, share, 1 / np.where(inner, 1, 2 - share)) ** (1 / (eta + 1))
