"""A search that changes a few pixels of a picture, and nothing else."""

from __future__ import annotations

import dataclasses
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.optimizers.search import Population, Search, Shapes, Vector
from dreamkit.optimizers.square import check_pixels
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Knob, Tensor, within

GENES: Final = 5
"""Row, column, red, green and blue of one pixel, each in [0, 1]."""


@final
@dataclasses.dataclass(frozen=True)
class Tribe:
    """What such a search knows.

    Args:
        picture: as it came, (height, width, 3).
        genes: of all members, (population, count, 5).
        scores: theirs, (population,).
        seed: what chance depends on.
        generation: how many steps there have been.
    """

    picture: NDArray[np.float64]
    genes: NDArray[np.float64]
    scores: Vector
    seed: int
    generation: int = 0


@final
@dataclasses.dataclass(frozen=True)
class FewPixels(Search):
    """Fool a network with one pixel, or a few: differential evolution of where they are and what colour they have.

    Every other pixel stays as it is. Each member of the population is a set of pixels; its child is another member
    moved along the difference of two more, and takes its place where it scores better.

    One pixel is much in a picture of 32 × 32, for which this was made; where a network sees 224 × 224, it needs more of
    them, or a picture of which it is not sure. All candidates of a step are whole pictures in memory: 100 of 224 × 224
    take 120 MB.

    Args:
        steps: how many generations, at most.
        population: how many members.
        count: how many pixels.
        weight: how much of the difference a child is moved by.
        crossover: how likely each gene of a child is its mother's own moved one, and not its father's.

    Raises:
        InvalidValue: for any other parameterization than `Pixels`.

    Source: Su, Vargas and Sakurai 2019, One Pixel Attack for Fooling Deep Neural Networks (400 members, 100
    generations, weight 0.5, no crossover); Storn and Price 1997, Differential Evolution (DE/rand/1/bin).
    """

    population: int = within(4, default=100)
    count: int = within(1, default=1)
    weight: Knob = within(0, 2, default=0.5)
    crossover: Knob = within(0, 1, default=1.0)

    def suits(self, parameterization: Parameterization) -> None:
        """Refuse what is no picture."""
        check_pixels(self, parameterization)

    def begin(self, numbers: Vector, seed: int, shapes: Shapes = ()) -> Tribe:
        """Pixels of any colour anywhere, not yet scored."""
        picture = np.asarray(numbers, np.float64).reshape(shapes[0])
        genes = np.random.default_rng((seed, 0)).random((self.population, self.count, GENES))
        return Tribe(picture, genes, np.full(self.population, -np.inf), seed)

    def ask(self, state: Tribe) -> Population:
        """The picture with the pixels of each child; of each member at first."""
        return np.stack([painted(state.picture, genes).ravel() for genes in self._asked(state)])

    def tell(self, state: Tribe, population: Population, scores: Vector) -> Tribe:
        """Children in the place of those fathers than whom they score better."""
        del population
        better = scores > state.scores
        genes = np.where(better[:, None, None], self._asked(state), state.genes)
        best = np.where(better, scores, state.scores)
        return Tribe(state.picture, genes, best, state.seed, state.generation + 1)

    def settle(self, state: Tribe) -> Vector:
        """The picture with the pixels of the best member."""
        return painted(state.picture, state.genes[int(np.argmax(state.scores))]).ravel()

    def _asked(self, state: Tribe) -> NDArray[np.float64]:
        if state.generation == 0:
            return state.genes
        chance = np.random.default_rng((state.seed, state.generation))
        mothers = np.stack([others(chance, self.population, member) for member in range(self.population)])
        base, one, other = (state.genes[mothers[:, column]] for column in range(3))
        apart: Tensor = one - other
        inside = 1 - np.abs(1 - (base + self.weight * apart) % 2)  # what leaves [0, 1] comes back, as from a mirror
        kept = chance.random(inside.shape) < self.crossover
        return np.where(kept, inside, state.genes)


def others(chance: np.random.Generator, count: int, member: int) -> NDArray[np.int64]:
    """Three different members out of `count`, none of them this one."""
    drawn = chance.choice(count - 1, 3, replace=False)
    return np.asarray(drawn + (drawn >= member))


def painted(picture: NDArray[np.float64], genes: NDArray[np.float64]) -> NDArray[np.float64]:
    """A picture (height, width, 3) with the pixels of these genes, (count, 5).

    >>> painted(np.zeros((2, 4, 3)), np.array([[0.9, 0.3, 1.0, 0.5, 0.0]]))[1].tolist()
    [[0.0, 0.0, 0.0], [1.0, 0.5, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    height, width, _ = picture.shape
    rows = np.minimum((genes[:, 0] * height).astype(int), height - 1)
    columns = np.minimum((genes[:, 1] * width).astype(int), width - 1)
    new = picture.copy()
    new[rows, columns] = genes[:, 2:]
    return new
