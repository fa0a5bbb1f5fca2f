"""The simplest of all searches: change a little, and keep what is better."""

from __future__ import annotations

import dataclasses
import math
from typing import Final, final

import numpy as np

from dreamkit.optimizers.search import Population, Search, Shapes, Vector
from dreamkit.parts import Knob, Tensor, within

SUCCESS: Final = 1 / 5
"""The share of better children at which the changes are of the right size."""


@final
@dataclasses.dataclass(frozen=True)
class Parent:
    """What a hill climb knows.

    Args:
        numbers: the best so far, (numbers,).
        reach: how much larger than `HillClimb.sigma` the changes are by now.
        seed: what chance depends on.
        generation: how many there have been.
    """

    numbers: Vector
    reach: float
    seed: int
    generation: int = 0


@final
@dataclasses.dataclass(frozen=True)
class HillClimb(Search):
    """Small changes by chance, of which the best is kept: a (1 + λ) evolution strategy with the one-fifth rule.

    The parent is one of the population and is looked at again in every step, so that it stands beside its children
    under the same jitter and the same weights. Where more than a fifth of the children are better than it, the changes
    become larger, else smaller.

    Args:
        steps: how many generations.
        population: the parent and its children.
        sigma: the standard deviation of the changes at first, in the units of the parameterization's numbers; where
            it moves from step to step, the rule goes on from there.

    Source: Rechenberg 1973, Evolutionsstrategie; Hansen, Arnold and Auger 2015, Evolution Strategies, algorithm 4 (the
    rule in this form, here for each child).
    """

    sigma: Knob = within(0, default=0.3)

    def begin(self, numbers: Vector, seed: int, shapes: Shapes = ()) -> Parent:
        """The start, as the first parent."""
        del shapes
        return Parent(np.asarray(numbers, np.float64), 1.0, seed)

    def ask(self, state: Parent) -> Population:
        """The parent, and below it its children."""
        chance = np.random.default_rng((state.seed, state.generation))
        changes: Tensor = chance.standard_normal((self.population - 1, len(state.numbers)))
        return np.vstack([state.numbers, state.numbers + self.sigma * state.reach * changes])

    def tell(self, state: Parent, population: Population, scores: Vector) -> Parent:
        """The best as the next parent; a child must be better than it to take its place.

        >>> search = HillClimb(population=6, sigma=1.0)
        >>> parent = Parent(np.zeros(3), reach=1.0, seed=0)
        >>> children = np.arange(18.0).reshape(6, 3)
        >>> after = search.tell(parent, children, np.array([0.0, -1.0, 5.0, -1.0, 7.0, -1.0]))
        >>> after.numbers.tolist(), round(after.reach, 3)  # two of five are better: e ** ((2 - 5 / 5) / sqrt(3 + 1))
        ([12.0, 13.0, 14.0], 1.649)
        """
        better = int(np.sum(scores[1:] > scores[0]))
        surplus = better - SUCCESS * (len(scores) - 1)
        reach = state.reach * math.exp(surplus / math.sqrt(len(state.numbers) + 1))
        return Parent(population[int(np.argmax(scores))], reach, state.seed, state.generation + 1)

    def settle(self, state: Parent) -> Vector:
        """The last parent."""
        return state.numbers
