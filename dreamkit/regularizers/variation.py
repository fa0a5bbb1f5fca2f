"""Penalties: how ragged, or how loud, a picture may be.

Both count in levels of 255, as if the picture were of 8 bits, and take the mean over its pixels, so that a weight means
the same at any size. What weight is right depends on the scores that it is taken from: the layers of
efficientnet_lite0 score 30 to 120, and there a weight of 0.1 softens a dream, and 1 paints it with a broad brush; a
network whose scores are ten times smaller wants a tenth of that.
"""

from __future__ import annotations

import dataclasses
import math
from typing import Final, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.parts import Knob, Tensor, within
from dreamkit.regularizers.base import Regularizer
from dreamkit.schedules.curves import is_number

LEVELS: Final = 255.0

_FLAT: Final = 1e-9  # the square of a hundredth of a level: a root has no slope at zero


@final
@dataclasses.dataclass(frozen=True)
class TotalVariation(Regularizer):
    """Smooth the picture: take from the score how much neighbouring pixels differ.

    For each pixel and channel, (right - here)² + (below - here)² in levels of 255, to the power of beta / 2; the mean
    over all. Beyond the edges nothing differs. A `beta` of 2 smooths everything; 1 keeps contours and flattens what
    lies between them, and wants a weight some ten times as large.

    Source: Mahendran and Vedaldi 2014, section 2.2; tf-keras-vis for the scale.
    """

    weight: Knob = within(0, default=0.2)
    beta: float = within(0.5, 4, default=2.0)

    def penalty(self, image: Tensor) -> Tensor:
        """The weighted variation of each picture, shape (batch,); zero for a flat colour."""
        variation = ops.square(_to_next(image, 1)) + ops.square(_to_next(image, 2))
        return self.weight * LEVELS**self.beta * ops.mean(_power(variation, self.beta / 2), axis=(1, 2, 3))


@final
@dataclasses.dataclass(frozen=True)
class LpNorm(Regularizer):
    """Keep the picture near grey: take from the score how far its pixels are from it, most of all the farthest.

    For each pixel and channel, half of 255 times (|pixel - grey| / 0.5) to the power `p`; the mean over all. So black
    and white count their distance from a middle grey in levels, whatever `p`, which says how little the others count.
    `grey` is one number, or three for red, green and blue, such as the mean colour of the photos a network has seen.

    Source: Mahendran and Vedaldi 2014, section 2.2 (p 6, on the picture without its mean); Simonyan 2013 (p 2).
    """

    weight: Knob = within(0, default=3.0)
    p: float = within(1, 32, default=6.0)
    grey: float | tuple[float, float, float] = 0.5

    def check(self) -> None:
        """Refuse what is neither a grey nor a colour."""
        colour = self.grey if isinstance(self.grey, tuple) else (self.grey,)
        if len(colour) not in (1, 3) or not all(is_number(share) and 0 <= share <= 1 for share in colour):
            what = "LpNorm.grey is a number between 0 and 1, or three of them for red, green and blue"
            raise InvalidValue(f"{what}, and {self.grey!r} came", by=self)

    def penalty(self, image: Tensor) -> Tensor:
        """The weighted norm of each picture, shape (batch,); zero for plain grey."""
        grey = ops.convert_to_tensor(self.grey, dtype="float32") if isinstance(self.grey, tuple) else self.grey
        loudness = _power(ops.square((image - grey) / 0.5), self.p / 2)
        return self.weight * 0.5 * LEVELS * ops.mean(loudness, axis=(1, 2, 3))


def _power(squares: Tensor, exponent: float) -> Tensor:
    """Squares to a power, with a slope everywhere; zero stays zero. A product is much faster than a power."""
    if exponent == int(exponent):
        return math.prod([squares] * int(exponent))
    return ops.power(squares + _FLAT, exponent) - _FLAT**exponent


def _to_next(image: Tensor, axis: int) -> Tensor:
    """How much each pixel's next one along an axis differs from it; beyond the edge nothing does.

    TensorFlow's gradient of a roll is five times faster than that of two slices.
    """
    count = ops.shape(image)[axis]
    inside = ops.cast(ops.arange(count, dtype="int32") < count - 1, "float32")
    return (ops.roll(image, -1, axis=axis) - image) * ops.reshape(inside, (1, -1, 1, 1) if axis == 1 else (1, 1, -1, 1))
