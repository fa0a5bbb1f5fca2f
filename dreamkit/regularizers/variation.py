"""Penalties: how ragged, or how loud, a picture may be."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.parts import Knob, Tensor, within
from dreamkit.regularizers.base import Regularizer


@final
@dataclasses.dataclass(frozen=True)
class TotalVariation(Regularizer):
    """Smooth the picture: take from the score how much neighbouring pixels differ.

    For each pixel, (right - here)² + (below - here)² to the power of beta / 2; the mean over all pixels and
    channels, so that a weight means the same at any size.

    Source: Mahendran and Vedaldi 2014, section 3.2 (beta 1 is the true variation, 2 the smooth one).
    """

    weight: Knob = within(0, default=1e-4)
    beta: float = within(0.5, 4, default=2.0)

    def penalty(self, image: Tensor) -> Tensor:
        """The weighted variation of each picture, shape (batch,); zero for a flat colour."""
        right = image[:, :-1, 1:] - image[:, :-1, :-1]
        down = image[:, 1:, :-1] - image[:, :-1, :-1]
        squares = ops.square(right) + ops.square(down)
        if self.beta != 2.0:
            squares = ops.power(squares + 1e-10, self.beta / 2)  # a root has no slope at zero
        return self.weight * ops.mean(squares, axis=(1, 2, 3))


@final
@dataclasses.dataclass(frozen=True)
class LpNorm(Regularizer):
    """Keep the picture near grey: take from the score the mean of |pixel - grey| to the power `p`.

    Source: Mahendran and Vedaldi 2014, section 3.2 (p 6, on the picture without its mean); Simonyan 2013 (p 2).
    """

    weight: Knob = within(0, default=1e-2)
    p: float = within(1, 32, default=6.0)
    grey: float = within(0, 1, default=0.5)

    def penalty(self, image: Tensor) -> Tensor:
        """The weighted norm of each picture, shape (batch,); zero for plain grey."""
        distance = ops.abs(image - self.grey)
        return self.weight * ops.mean(ops.power(distance + 1e-12, self.p), axis=(1, 2, 3))
