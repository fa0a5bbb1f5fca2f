"""Pictures that a file can hold, all along the way."""

from __future__ import annotations

import dataclasses
from typing import Final, Self, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.optimizers.adam import Adam
from dreamkit.optimizers.around import Around
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.parts import Tensor, Tree, within
from dreamkit.regularizers.within import LEVELS

HALVINGS: Final = 16
"""How exactly the limit is found from which on a slope decides how a number is rounded."""

ON_A_LEVEL: Final = 1e-3
"""How near to a level, in levels, a number is said to be on it; float32 is less exact than that is."""


@final
@dataclasses.dataclass(frozen=True, init=False, kw_only=True)
class Rounded(Around):
    """Another optimizer's steps, each to a picture that a file can hold: `Until(Rounded(SignAscent(60)), score=0.99)`.

    So the network is shown what will be written, and what it says of that is what it will say of the file. Numbers are
    rounded to the nearest level, and where that would cost some of the score, the few of the steepest slope are rounded
    upwards along it instead, as many as make up for the loss. The other optimizer goes on from what it had before it
    was rounded. It belongs around whoever takes the steps, and inside of `Until` and `Nearest`, and needs `Pixels`.

    Args:
        optimizer: who takes the steps.
        levels: of the file: 255, or 65535 for a .tif.
        steps: how many, instead of the optimizer's own number.

    Raises:
        InvalidValue: before the first step, where the numbers behind the picture are not its pixels.
    """

    levels: int = within(1, 65535)

    def __init__(self, optimizer: GradientOptimizer, levels: int = LEVELS, steps: int | None = None) -> None:
        super().__init__(optimizer, steps, levels=levels)

    @classmethod
    def example(cls) -> Self:
        """Around Adam."""
        return cls(Adam())

    def begin(self, numbers: Tree) -> Tree:
        """The optimizer's memory, and the numbers as they are and as they are shown."""
        check_pixels(self, numbers)
        return self.optimizer.begin(numbers), numbers, numbers

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step of the optimizer, rounded."""
        memory, exact, shown = state
        moved, memory = self.optimizer.advance(exact + numbers - shown, gradient, memory)
        rounded = on_levels(moved, gradient, self.levels)
        return rounded, (memory, moved, rounded)

    def advance_scored(self, numbers: Tree, gradient: Tree, state: Tree, scores: Tensor) -> tuple[Tree, Tree]:
        """One step of the optimizer, rounded; what a projection did to the picture is done to the exact numbers too."""
        memory, exact, shown = state
        moved, memory = self.optimizer.advance_scored(exact + numbers - shown, gradient, memory, scores)
        rounded = on_levels(moved, gradient, self.levels)
        return rounded, (memory, moved, rounded)

    def settle(self, numbers: Tree, state: Tree) -> Tree:
        """What the optimizer keeps, rounded to the nearest level."""
        return ops.round(self.optimizer.settle(numbers, state[0]) * self.levels) / self.levels

    def resumed(self, state: Tree, numbers: Tree) -> Tree:
        """The optimizer's memory as it resumes it, and the numbers."""
        return self.optimizer.resumed(state[0], numbers), numbers, numbers


def check_pixels(part: GradientOptimizer, numbers: Tree) -> None:
    """Raise `InvalidValue` where the numbers are not pictures (batch, height, width, 3)."""
    shape = tuple(getattr(numbers, "shape", ()))
    if len(shape) != 4 or shape[-1] != 3:
        what = f"{type(part).__name__} counts in pixels, and the picture is written in other numbers"
        raise InvalidValue(what, by=part, hint="parameterization=Pixels() works")


def on_levels(exact: Tensor, gradient: Tensor, levels: int) -> Tensor:
    """Pictures (batch, height, width, channels) on whole levels, so that the score of a flat hill does not fall.

    Rounding to the nearest level changes such a score by gradient · change. Where that is a loss, the numbers with the
    steepest slope go to the level ahead instead of the nearest one, down to the limit at which the loss is made good.
    """
    scaled = exact * levels
    nearest = ops.round(scaled)
    ahead = ops.where(gradient > 0, ops.ceil(scaled), ops.floor(scaled))
    ahead = ops.where(ops.abs(scaled - nearest) < ON_A_LEVEL, nearest, ahead)
    limit = _limit(ops.abs(gradient), gradient * (ahead - nearest), _summed(gradient * (scaled - nearest)))
    return ops.where(ops.abs(gradient) >= limit, ahead, nearest) / levels


def _limit(slope: Tensor, gain: Tensor, loss: Tensor) -> Tensor:
    """The steepest slope from which on the gains make good for the loss, (batch, 1, 1, 1)."""
    low = ops.zeros_like(loss)
    high = ops.max(slope, axis=(1, 2, 3), keepdims=True)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = _summed(ops.where(slope >= middle, gain, 0.0)) >= loss
        low, high = ops.where(enough, middle, low), ops.where(enough, high, middle)
    return low


def _summed(numbers: Tensor) -> Tensor:
    return ops.sum(numbers, axis=(1, 2, 3), keepdims=True)
