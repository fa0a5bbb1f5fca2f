"""Gradient steps that gather way."""

from __future__ import annotations

import dataclasses
import math
from typing import Final, final

from dreamkit import ops
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.parts import Knob, Tensor, Tree, within
from dreamkit.schedules.curves import Steps

RATES: Final = Steps((0.004, 0.0004, 0.0004, 0.00004), along="steps")
"""0.004 for a quarter of the steps, a tenth of it for one half, a hundredth for the rest: of 400, the paper's rates."""

DEVIATION: Final = 69 / 255
"""How far a photo's pixels lie from its mean colour: 2.71e4 levels, over the root of the 227 · 227 · 3 numbers."""


@final
@dataclasses.dataclass(frozen=True)
class Momentum(GradientOptimizer):
    """Steps along the gradient that gather way where it keeps its direction, as a ball does on a slope.

    v becomes momentum · v + rate · σ² · gradient, and x becomes x + v. σ² is the squared length of a typical photo,
    `DEVIATION`² times how many numbers a picture has, so that a rate means the same at any size. Where the rate
    changes from one step to the next, v starts from 0 again: what was gathered at a longer stride would overshoot.

    Args:
        steps: how many.
        rate: for an `Inversion` written in `Pixels`; as it stands, the authors' own, `RATES`.
        momentum: the share of v that stays; 0 for plain steps.

    Source: Mahendran and Vedaldi 2014, "Understanding Deep Image Representations by Inverting Them", section 3, with
    the constants of the authors' code, aravindhm/deep-goggle.
    """

    steps: int = within(1, default=400)
    rate: Knob = within(0, default=RATES)
    momentum: float = within(0, 0.999999, default=0.9)

    @property
    def any_size(self) -> bool:
        """Any."""
        return True

    def begin(self, numbers: Tree) -> Tree:
        """No speed, and no rate so far."""
        from keras import tree

        return tree.map_structure(ops.zeros_like, numbers), ops.zeros(())

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step uphill."""
        from keras import tree

        speed, before = state
        rate = ops.convert_to_tensor(self.rate, dtype="float32")
        kept = ops.where(rate == before, self.momentum, 0.0)
        speed = tree.map_structure(lambda v, slope: kept * v + rate * _typical(slope) * slope, speed, gradient)
        return tree.map_structure(ops.add, numbers, speed), (speed, rate)


def _typical(tensor: Tensor) -> Tensor:
    """The squared length of a typical photo of so many numbers as one of a batch has."""
    sides = ops.shape(tensor)[1:]
    if all(isinstance(side, int) for side in sides):
        return math.prod(sides) * DEVIATION**2
    return ops.cast(ops.prod(ops.stack(list(sides))), "float32") * DEVIATION**2
