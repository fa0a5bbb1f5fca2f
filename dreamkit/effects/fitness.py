"""How sure the network is, under each picture, as a finish."""

from __future__ import annotations

import dataclasses
import functools
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.effects.base import Asked, Effect, Moment
from dreamkit.effects.caption import SMALLEST
from dreamkit.errors import InvalidValue
from dreamkit.parts import Size, Tensor, within

_DIGITS: Final = "0123456789 "
_NOTHING: Final = 10
_PLACES: Final = 5
"""How many digits there are, three before the point and two behind it."""


@final
@dataclasses.dataclass(frozen=True)
class Fitness(Effect):
    """How sure the network is of each picture, on a white strip below it, such as "99.87%"; never rounded up.

    `Fitness() | Caption(labels) | Grid()` is a sheet as in the paper. It is the fitness of each picture of an
    evolution, which knows it: `MapElites`. `Confidence` asks a network, whatever made the picture.

    Args:
        pixels: how high the strip is; the letters take three quarters of it.
    """

    pixels: int = within(-(-4 * SMALLEST // 3), 1000, default=14)

    @classmethod
    def example(cls) -> Fitness:
        """A low strip, which fits below a small picture."""
        return cls(10)

    @property
    def asks(self) -> tuple[Asked, ...]:
        """How sure the network is."""
        return ("fitness",)

    @property
    def takes_alpha(self) -> bool:
        """The strip is opaque."""
        return True

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It changes the size of the picture, which only a viewer can bear."""
        del moving
        return "" if finish else "Fitness writes for the viewer, so it goes into finish="

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As many, higher by the strip."""
        need = _PLACES * _signs(_DIGITS, self.pixels).shape[2] + sum(_signs(one, self.pixels).shape[2] for one in ".%")
        if size[1] < need:
            what = f"a number in a strip of {self.pixels} pixels is {need} wide, and the picture {size[1]}"
            raise InvalidValue(what, by=self, hint="take a lower strip, or a larger picture")
        return pictures, (size[0] + self.pixels, size[1])

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The pictures (batch, height + pixels, width, channels) in [0, 1]."""
        batch, _, width, channels = image.shape
        number = self._numbers(ops.broadcast_to(ops.cast(moment.fitness, "float32"), (batch,)))
        left = (width - number.shape[2]) // 2
        room = ((0, 0), (0, 0), (left, width - number.shape[2] - left))
        strip = ops.pad(number, room, mode="constant", constant_values=1.0)[..., None]
        return ops.concatenate([image, ops.repeat(strip, channels, axis=3)], axis=1)

    def _numbers(self, confidence: Tensor) -> Tensor:
        """Confidences (batch,) as strips, (batch, pixels, width)."""
        hundredths = ops.cast(ops.floor(confidence * 10_000 + 1e-3), "int32")
        hundreds, tens, ones, *rest = [hundredths // power % 10 for power in (10_000, 1000, 100, 10, 1)]
        hundreds = ops.where(hundredths < 10_000, _NOTHING, hundreds)
        tens = ops.where(hundredths < 1000, _NOTHING, tens)
        signs = ops.convert_to_tensor(_signs(_DIGITS, self.pixels))
        digits = [ops.take(signs, each, axis=0) for each in (hundreds, tens, ones, *rest)]
        point, percent = (ops.repeat(_signs(one, self.pixels), confidence.shape[0], axis=0) for one in ".%")
        return ops.concatenate([*digits[:3], point, *digits[3:], percent], axis=2)


@functools.lru_cache(maxsize=64)
def _signs(signs: str, pixels: int) -> NDArray[np.float32]:
    """Signs in cells of one width, as high as the strip, (signs, pixels, width)."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(pixels * 3 // 4)
    width = round(max(map(font.getlength, signs)))
    drawn = []
    for sign in signs:
        cell = Image.new("L", (width, pixels), 255)
        ImageDraw.Draw(cell).text((width / 2, pixels / 2), sign, fill=0, font=font, anchor="mm")
        drawn.append(np.asarray(cell, np.float32) / np.float32(255))
    return np.stack(drawn)
