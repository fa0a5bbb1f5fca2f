"""A change that stays too small to be seen."""

from __future__ import annotations

import dataclasses
import math
from typing import Final, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.parts import Tensor, within
from dreamkit.regularizers.base import Instant, Regularizer

LEVELS: Final = 255
"""The largest number in a file of 8 bits a channel; the least change that it can hold is 1 / 255."""


@final
@dataclasses.dataclass(frozen=True)
class Within(Regularizer):
    """Keep the picture so near to the shot's source that nobody sees a difference, and every pixel in [0, 1].

    What counts is what lies in the file. So the source is taken as a file of `levels` holds it, and a largest change
    that is no whole number of its levels is made smaller to be one: whatever is written is within the bound.

    Args:
        linf: how far any number of any pixel may move, in [0, 1]; 4 / 255 is hard to see, 16 / 255 is grain.
        l2: how far the picture may move as a whole: the root of the sum of all squared changes. A picture that has to
            come back is moved straight towards the source, and then lies between the levels of a file; writing it may
            lead out again by half a level for each number.
        levels: of the file: 255, or 65535 for a .tif.

    Raises:
        InvalidValue: for no bound or two, and for one that leaves no room for a change.

    Source: Madry et al. 2018, Towards Deep Learning Models Resistant to Adversarial Attacks, section 2.1; the bounds as
    in Szegedy et al. 2013 (L2) and Goodfellow et al. 2014 (L∞).
    """

    linf: float = within(0, 1, default=0.0)
    l2: float = within(0, default=0.0)
    levels: int = within(1, 65535, default=LEVELS)

    @classmethod
    def example(cls) -> Within:
        """Four levels of a file of eight bits."""
        return cls(linf=4 / LEVELS)

    def check(self) -> None:
        """Refuse a bound that is missing, doubled, or below what a file can hold."""
        if (self.linf > 0) == (self.l2 > 0):
            what = "two bounds came" if self.linf else "none came that is above 0"
            raise InvalidValue(f"Within takes one bound, and {what}", by=self, hint="Within(linf=4 / 255) works")
        bound, least = self.linf or self.l2, 1 / self.levels
        if math.floor(bound * self.levels + 1e-6) < 1:
            what = f"a file of {self.levels} levels holds no change below {least:.2g}, and {bound:g} came"
            raise InvalidValue(what, by=self, hint=f"{'linf' if self.linf else 'l2'}=1 / {self.levels} is the least")

    def project(self, image: Tensor, instant: Instant) -> Tensor:
        """The nearest picture that is within the bound, (batch, height, width, channels) in [0, 1]."""
        source = ops.round(instant.source * self.levels) / self.levels
        if self.linf:
            farthest = math.floor(self.linf * self.levels + 1e-6) / self.levels
            image = ops.clip(image, source - farthest, source + farthest)
        else:
            image = source + shortened(image - source, self.l2)
        return ops.clip(image, 0, 1)


def shortened(change: Tensor, longest: float) -> Tensor:
    """Changes (batch, height, width, channels) with an L2 norm of at most `longest`."""
    length = ops.sqrt(ops.sum(ops.square(change), axis=(1, 2, 3), keepdims=True))
    return change * ops.minimum(1.0, longest / ops.maximum(length, 1e-12))
