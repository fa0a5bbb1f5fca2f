"""Words under pictures, as a finish."""

from __future__ import annotations

import dataclasses
import functools
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.errors import InvalidValue
from dreamkit.parts import Size, Tensor, within

SMALLEST: Final = 7
"""The letters' height in pixels, below which nobody reads them."""


@final
@dataclasses.dataclass(frozen=True)
class Caption(Effect):
    """A line of words on a white strip below each picture, in letters as large as fit.

    Args:
        words: one line, which all pictures get, or a tuple of lines, one for each.
        pixels: how high the strip is; the letters take three quarters of it at most.

    Raises:
        InvalidValue: where the words do not fit, or there are more or fewer lines than pictures.
    """

    words: str | tuple[str, ...]
    pixels: int = within(-(-4 * SMALLEST // 3), 1000, default=16)

    @classmethod
    def example(cls) -> Caption:
        """A short word."""
        return cls("b1")

    def check(self) -> None:
        """Refuse what is no line of words."""
        for line in self._lines(1):
            if not isinstance(line, str) or len(line.splitlines()) > 1:
                raise InvalidValue(f"Caption takes a line of words, or a tuple of them, and {line!r} came", by=self)

    @property
    def takes_alpha(self) -> bool:
        """The strip is opaque."""
        return True

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It changes the size of the picture, which only a viewer can bear."""
        del moving
        return "" if finish else "Caption writes for the viewer, so it goes into finish="

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As many, higher by the strip."""
        if len(self._lines(pictures)) != pictures:
            what = f"Caption has {len(self.words)} lines, and there are {pictures} pictures"
            raise InvalidValue(what, by=self, hint="a line for each, or one line for all")
        for line in self._lines(pictures):
            self._letters(line, size[1])
        return pictures, (size[0] + self.pixels, size[1])

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The pictures (batch, height + pixels, width, channels) in [0, 1]."""
        del moment
        batch, _, width, channels = image.shape
        strips = np.stack([self._letters(line, width) for line in self._lines(batch)])
        below = ops.broadcast_to(ops.convert_to_tensor(strips), (batch, self.pixels, width, 3))
        if channels > 3:
            below = ops.concatenate([below, ops.ones((batch, self.pixels, width, 1))], axis=3)
        return ops.concatenate([image, below], axis=1)

    def _lines(self, pictures: int) -> tuple[str, ...]:
        return self.words if isinstance(self.words, tuple) else (self.words,) * pictures

    def _letters(self, line: str, width: int) -> NDArray[np.float32]:
        """The strip under a picture, (pixels, width, 1), black on white."""
        for height in range(self.pixels * 3 // 4, SMALLEST - 1, -1):
            strip = drawn(line, height, (self.pixels, width))
            if strip is not None:
                return strip
        raise InvalidValue(
            f"{line!r} does not fit below a picture of {width} pixels in letters that can be read",
            by=self,
            hint="fewer words, or a larger picture",
        )


@functools.lru_cache(maxsize=4096)
def drawn(line: str, height: int, size: Size) -> NDArray[np.float32] | None:
    """A line in the middle of a strip (height, width, 1), or nothing where it is too long."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(height)
    strip = Image.new("L", size[::-1], 255)
    draw = ImageDraw.Draw(strip)
    if draw.textlength(line, font) > size[1] - 2:
        return None
    draw.text((size[1] / 2, size[0] / 2), line, fill=0, font=font, anchor="mm")
    return np.asarray(strip, np.float32)[..., None] / np.float32(255)
