"""A search that changes a picture square by square."""

from __future__ import annotations

import dataclasses
import math
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import InvalidValue
from dreamkit.optimizers.search import Population, Search, Shapes, Vector
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parameterizations.pixels import Pixels
from dreamkit.parts import Knob, within
from dreamkit.schedules.curves import Steps

SHARES: Final = tuple(0.8 / 2**halvings for halvings in (2, 4, 5, 5, *[6] * 4, *[7] * 4, *[8] * 4, *[9] * 4))
"""How much of the picture a square covers, for each twentieth of the steps: half as much again and again."""


@final
@dataclasses.dataclass(frozen=True)
class Patchwork:
    """What such a search knows.

    Args:
        start: the picture as it came, (height, width, channels).
        best: the best so far.
        score: the best's; none before anything was scored.
        seed: what chance depends on.
        generation: how many steps there have been.
    """

    start: NDArray[np.float64]
    best: NDArray[np.float64]
    score: float
    seed: int
    generation: int = 0


@final
@dataclasses.dataclass(frozen=True)
class Square(Search):
    """Change a picture by hardly visible coloured squares, and keep each that the network likes better.

    It begins with stripes from top to bottom. Every candidate after that has one square more, in which each of red,
    green and blue is as much brighter, or darker, than in the picture that came as is allowed. It needs no slope, not
    even a felt one, and is the quickest of the searches within a box.

    The best picture is scored once and never again, so that views that change from step to step (`Jitter`) mislead it.

    Args:
        steps: how many times it asks, at most.
        population: how many candidates it asks about each time, of which the best is kept; fewer waste fewer questions,
            and more are asked faster.
        linf: how much each of red, green and blue changes, at all places, in [0, 1].
        share: how much of the picture a square covers, in (0, 1]; half as much again and again.

    Raises:
        InvalidValue: for any other parameterization than `Pixels`.

    Source: Andriushchenko, Croce, Flammarion and Hein 2020, Square Attack, algorithms 1 and 2; the sizes of the squares
    as in its code, for 10,000 questions.
    """

    steps: int = within(1, default=1000)
    population: int = within(2, default=4)
    linf: float = within(1e-6, 1, default=8 / 255)
    share: Knob = within(0, 1, default=Steps(SHARES, along="steps"))

    def suits(self, parameterization: Parameterization) -> None:
        """Refuse what is no picture."""
        check_pixels(self, parameterization)

    def begin(self, numbers: Vector, seed: int, shapes: Shapes = ()) -> Patchwork:
        """The picture as it came, without any score."""
        start = np.asarray(numbers, np.float64).reshape(shapes[0])
        return Patchwork(start, start, -math.inf, seed)

    def ask(self, state: Patchwork) -> Population:
        """Stripes at first, and then the best with a square more."""
        chance = np.random.default_rng((state.seed, state.generation))
        paint = self._squared if state.generation else self._striped
        return np.stack([paint(state, chance).ravel() for _ in range(self.population)])

    def tell(self, state: Patchwork, population: Population, scores: Vector) -> Patchwork:
        """The best of them, where it is better than the best so far."""
        top = int(np.argmax(scores))
        best, score = state.best, state.score
        if scores[top] > score:
            best, score = population[top].reshape(best.shape), float(scores[top])
        return Patchwork(state.start, best, score, state.seed, state.generation + 1)

    def settle(self, state: Patchwork) -> Vector:
        """The best."""
        return state.best.ravel()

    def _striped(self, state: Patchwork, chance: np.random.Generator) -> NDArray[np.float64]:
        """The picture as it came, each column brighter or darker."""
        _, width, channels = state.start.shape
        return self._changed(state.start, chance.integers(0, 2, (1, width, channels)))

    def _squared(self, state: Patchwork, chance: np.random.Generator) -> NDArray[np.float64]:
        """The best with one square more."""
        height, width, channels = state.start.shape
        side = max(1, min(height, width, round(math.sqrt(self.share * height * width))))
        top, left = chance.integers(0, height - side + 1), chance.integers(0, width - side + 1)
        place = np.s_[top : top + side, left : left + side]
        new = state.best.copy()
        new[place] = self._changed(state.start[place], chance.integers(0, 2, (1, 1, channels)))
        return new

    def _changed(self, picture: NDArray[np.float64], up: NDArray[np.int64]) -> NDArray[np.float64]:
        """A picture with all that is to go up, or down, at the edge of its box, and inside [0, 1]."""
        return np.clip(picture + self.linf * (2 * up - 1), 0, 1)


def check_pixels(search: Search, parameterization: Parameterization) -> None:
    """Raise `InvalidValue` where the numbers are not pixels."""
    if not isinstance(parameterization, Pixels):
        what = f"{type(search).__name__} changes pixels, and {type(parameterization).__name__} writes a picture in "
        raise InvalidValue(
            f"{what}other numbers", by=search, hint="leave parameterization= out; Pixels() is its default"
        )
