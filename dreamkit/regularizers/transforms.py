"""Show the network the picture turned, scaled, framed and cropped by chance, so that no trick of one view works.

Each is drawn anew at every step, once for all pictures of a batch, and the gradient comes back through it.
"""

from __future__ import annotations

import dataclasses
import math
from typing import Final, Literal, TypeAlias, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.geometry import framed, rotation, warped
from dreamkit.parts import Knob, Tensor, within
from dreamkit.regularizers.base import Regularizer
from dreamkit.rng import Rng

Frame: TypeAlias = Literal["grey", "mirror"]

FRAMES: Final = ("grey", "mirror")


@final
@dataclasses.dataclass(frozen=True)
class RandomRotate(Regularizer):
    """Turn the picture by up to `degrees` either way before the network sees it, corners filled by its mirror image.

    All angles are equally likely. Source: lucid's `random_rotate` (whole degrees up to 10, and 0 six times as often).
    """

    degrees: Knob = within(0, 180, default=10.0)

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """The picture, turned; (batch, height, width, channels) as it came."""
        angle = rng.uniform((), -1.0, 1.0) * self.degrees
        return warped(image, rotation(image, angle * (math.pi / 180)))


@final
@dataclasses.dataclass(frozen=True)
class RandomScale(Regularizer):
    """Show the picture between `low` and `high` times as large, about its middle, in a frame of the same size.

    Of a larger one the edges are cut off; a smaller one is surrounded by its mirror image. All scales in between are
    equally likely. Source: lucid's `random_scale` (0.9 to 1.1; there the frame grows and shrinks as well).
    """

    low: Knob = within(0.1, 10, default=0.9)
    high: Knob = within(0.1, 10, default=1.1)

    def check(self) -> None:
        """Refuse an empty range."""
        if isinstance(self.low, (int, float)) and isinstance(self.high, (int, float)) and self.low > self.high:
            raise InvalidValue(
                f"RandomScale.low must not lie above RandomScale.high, and {self.low:g} and {self.high:g} came", by=self
            )

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """The picture, scaled; (batch, height, width, channels) as it came."""
        shrink = 1 / (self.low + (self.high - self.low) * rng.uniform())
        zero = 0.0 * shrink
        return warped(image, [[shrink, zero, zero], [zero, shrink, zero], [zero, zero, zero + 1]])


@final
@dataclasses.dataclass(frozen=True)
class Pad(Regularizer):
    """Put a frame of so many `pixels` around the picture before the network sees it, grey or its own mirror image.

    The network's blindness at the edges then falls on the frame. Source: lucid's `pad` (12 pixels of 0.5).
    """

    pixels: int = within(0, 1024, default=12)
    frame: Frame = "grey"
    grey: float = within(0, 1, default=0.5)

    def check(self) -> None:
        """Refuse a frame that is not one of `FRAMES`."""
        if self.frame not in FRAMES:
            raise InvalidValue(f"Pad.frame is one of {', '.join(FRAMES)}, and {self.frame!r} came", by=self)

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """The picture in its frame, larger by twice `pixels` in height and width."""
        del rng
        if self.frame == "mirror":
            return framed(image, self.pixels)
        margin = (self.pixels, self.pixels)
        return ops.pad(image, ((0, 0), margin, margin, (0, 0)), constant_values=self.grey)


@final
@dataclasses.dataclass(frozen=True)
class RandomCrop(Regularizer):
    """Cut `pixels` off the height and the width, by chance more on one side or on the other.

    So the picture is seen from a slightly other place each time, as with `Jitter`, but without what left on one side
    coming in on the other. Source: lucid's `jitter` (8 pixels, and 4 more at the end).
    """

    pixels: int = within(0, 1024, default=8)

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """What is left of the picture, smaller by `pixels` in height and width."""
        batch, height, width, channels = ops.shape(image)
        if isinstance(height, int) and min(height, width) <= self.pixels:
            what = f"RandomCrop leaves nothing of a picture of {width} × {height} pixels"
            raise InvalidValue(what, by=self, hint="take a larger picture, or fewer pixels")
        corner = rng.integers((2,), 0, self.pixels + 1)
        left = (batch, height - self.pixels, width - self.pixels, channels)
        return ops.slice(image, ops.pad(corner, (1, 1)), left)


def lucid_transforms() -> Regularizer:
    """Lucid's `standard_transforms`, in their order: what makes a picture of a feature hold from many views.

    >>> lucid_transforms()
    Pad() | RandomCrop() | RandomScale() | RandomRotate() | RandomCrop(pixels=4)

    Source: Olah, Mordvintsev and Schubert 2017, Feature Visualization; lucid's `optvis.transform`.
    """
    return Pad(12) | RandomCrop(8) | RandomScale(0.9, 1.1) | RandomRotate(10.0) | RandomCrop(4)
