"""Give the gradient an even size, however steep the hill."""

from __future__ import annotations

import dataclasses
from typing import Final, Literal, TypeAlias, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.parts import Tensor
from dreamkit.regularizers.base import Instant, Regularizer

Measure: TypeAlias = Literal["mean", "deviation", "rms", "norm", "none"]
"""What is meant by the size of a gradient; see `normalized`."""

MEASURES: Final = ("mean", "deviation", "rms", "norm", "none")


@final
@dataclasses.dataclass(frozen=True)
class Normalize(Regularizer):
    """Divide each picture's gradient by its own size, so that every step moves the picture as far as the last one.

    `Ascent` does this by itself, with its own `per`; in a chain it can also be done in between, before a blur or a
    clip, or for an optimizer that does not.

    Args:
        by: "mean" of |g| (google/deepdream 2015), the standard "deviation" (the TensorFlow tutorial), the root of the
            mean square "rms" (TensorFlow's own deepdream notebook, `normalize_std`), the L2 "norm", or "none".
        centred: whether the gradient's mean is taken away first. Only with it does "deviation" give a gradient of
            mean 0 and deviation 1 (gordicaleksa/pytorch-deepdream); without, the mean stays in the gradient and only
            the division is done.
    """

    by: Measure = "mean"
    centred: bool = False

    def check(self) -> None:
        """Refuse a size that is not one of `MEASURES`."""
        if self.by not in MEASURES:
            raise InvalidValue(f"Normalize.by is one of {', '.join(MEASURES)}, and {self.by!r} came", by=self)

    def precondition(self, gradient: Tensor, instant: Instant) -> Tensor:
        """The gradient at its unit size, (batch, height, width, channels); zero stays zero."""
        del instant
        if self.centred:
            gradient = gradient - ops.mean(gradient, axis=(1, 2, 3), keepdims=True)
        return normalized(gradient, self.by)


def normalized(gradient: Tensor, per: str) -> Tensor:
    """Each picture's gradient (batch, …) divided by its own size, so that steps are even; zero stays zero.

    `per` is "mean" of |g|, the standard "deviation" (the mean itself is not taken away), the root mean square "rms",
    the L2 "norm", or "none" for the gradient as it is.
    """
    if per == "none":
        return gradient
    axes = tuple(range(1, len(gradient.shape)))
    if per == "mean":
        size = ops.mean(ops.abs(gradient), axis=axes, keepdims=True)
    elif per == "deviation":
        size = ops.std(gradient, axis=axes, keepdims=True)
    elif per == "rms":
        size = ops.sqrt(ops.mean(ops.square(gradient), axis=axes, keepdims=True))
    else:
        size = ops.sqrt(ops.sum(ops.square(gradient), axis=axes, keepdims=True))
    return gradient / ops.maximum(size, 1e-12)
