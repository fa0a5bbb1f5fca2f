"""Show the network the picture as a JPEG leaves it, with a gradient that comes back through it."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, Literal, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.parts import Tensor
from dreamkit.regularizers.base import Regularizer
from dreamkit.regularizers.octaves import resized
from dreamkit.rng import Rng

Subsampling: TypeAlias = Literal["4:4:4", "4:2:0"]

SUBSAMPLINGS: Final = ("4:4:4", "4:2:0")

LUMA: Final = (
    (16, 11, 10, 16, 24, 40, 51, 61),
    (12, 12, 14, 19, 26, 58, 60, 55),
    (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62),
    (18, 22, 37, 56, 68, 109, 103, 77),
    (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101),
    (72, 92, 95, 98, 112, 100, 103, 99),
)
"""How coarsely each wave of a block's lightness is kept at quality 50: the standard's table K.1."""

CHROMA: Final = (
    (17, 18, 24, 47, 99, 99, 99, 99),
    (18, 21, 26, 66, 99, 99, 99, 99),
    (24, 26, 56, 99, 99, 99, 99, 99),
    (47, 66, 99, 99, 99, 99, 99, 99),
    *(((99,) * 8,) * 4),
)
"""The same for colour: table K.2."""

TO_YCC: Final = ((0.299, 0.587, 0.114), (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))
"""Lightness and two differences of colour from red, green and blue (JFIF)."""

HALVES: Final = 5e-4
"""Sums of whole numbers often end in a half, and the last digit of a float must not decide where that goes."""

TO_RGB: Final = ((1.0, 0.0, 1.402), (1.0, -0.344136, -0.714136), (1.0, 1.772, 0.0))
"""And back."""


@final
@dataclasses.dataclass(frozen=True)
class Jpeg(Regularizer):
    """Show the picture as a JPEG file of a `quality` leaves it, so that what it is taken for survives the file.

    Of several qualities one is drawn at each step, or for each of the `Views`. Rounding, which has no slope, lets the
    gradient through as if nothing were rounded.

    Args:
        quality: from 1 to 100, as Pillow and libjpeg count it, or a tuple of such.
        subsampling: "4:2:0" halves the resolution of colours, as most programs do, "4:4:4" keeps it.

    Source: ITU-T T.81 (the standard) and libjpeg (quality); rounding as in Shin and Song 2017, JPEG-resistant
    Adversarial Images, but straight through (Bengio, Léonard and Courville 2013).
    """

    quality: int | tuple[int, ...] = 85
    subsampling: Subsampling = "4:2:0"

    def check(self) -> None:
        """Refuse a quality that no JPEG has, and another subsampling than `SUBSAMPLINGS`."""
        for quality in self.qualities:
            if isinstance(quality, bool) or not isinstance(quality, int) or not 1 <= quality <= 100:
                what = "Jpeg.quality is a whole number from 1 to 100, or a tuple of such"
                raise InvalidValue(f"{what}, and {self.quality!r} came", by=self)
        if not self.qualities:
            raise InvalidValue("Jpeg takes at least one quality, and () came", by=self)
        if self.subsampling not in SUBSAMPLINGS:
            what = f"Jpeg.subsampling is one of {', '.join(SUBSAMPLINGS)}, and {self.subsampling!r} came"
            raise InvalidValue(what, by=self)

    @property
    def qualities(self) -> tuple[int, ...]:
        """All there are."""
        return self.quality if isinstance(self.quality, tuple) else (self.quality,)

    @property
    def any_size(self) -> bool:
        """No: a picture is cut into blocks."""
        return False

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """What is read back from the file, (batch, height, width, 3) in [0, 1]."""
        tables = ops.convert_to_tensor(np.stack([steps_at(quality) for quality in self.qualities]))
        drawn = rng.integers((1,), 0, len(self.qualities)) if len(self.qualities) > 1 else [0]
        return compressed(image, ops.take(tables, drawn, axis=0)[0], halved=self.subsampling == "4:2:0")


def steps_at(quality: int) -> NDArray[np.float32]:
    """How coarsely each wave of a block is kept, for lightness and for colour, (2, 8, 8), as libjpeg scales the tables.

    >>> steps_at(75)[:, 0, :4].tolist(), float(steps_at(100).max())
    ([[8.0, 6.0, 5.0, 8.0], [9.0, 9.0, 12.0, 24.0]], 1.0)
    """
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return np.clip((np.array([LUMA, CHROMA]) * scale + 50) // 100, 1, 255).astype(np.float32)


def compressed(image: Tensor, steps: Tensor, *, halved: bool) -> Tensor:
    """Pictures (batch, height, width, 3) in [0, 1] as they come back from a JPEG with these steps, (2, 8, 8)."""
    height, width = image.shape[1:3]
    whole = _filled(_rounded(ops.clip(image, 0, 1) * 255), 16 if halved else 8)
    colours = _rounded(_mixed(whole, TO_YCC))
    light, colour = colours[..., :1], colours[..., 1:]
    full = (int(light.shape[1]), int(light.shape[2]))
    if halved:
        colour = _rounded(ops.average_pool(colour, 2, strides=2))  # not smoother: so libjpeg does it
    light, colour = _coarse(light - 128, steps[0]) + 128, _coarse(colour, steps[1])
    colour = resized(_rounded(colour), full) if halved else _rounded(colour)
    back = _mixed(ops.concatenate([_rounded(light), _rounded(colour)], axis=-1), TO_RGB)
    return _rounded(ops.clip(back, 0, 255))[:, :height, :width] / 255


def _coarse(channels: Tensor, steps: Tensor) -> Tensor:
    """Channels (batch, height, width, channels) whose blocks of 8 × 8 keep whole steps of each wave."""
    waves = ops.convert_to_tensor(cosines())
    batch, height, width, count = channels.shape
    blocks = ops.reshape(channels, (batch, height // 8, 8, width // 8, 8, count))
    seen = ops.einsum("ui,nhiwjc,vj->nhuwvc", waves, blocks, waves)
    steps = ops.reshape(steps, (1, 1, 8, 1, 8, 1))
    kept = _rounded(seen / steps) * steps
    return ops.reshape(ops.einsum("ui,nhuwvc,vj->nhiwjc", waves, kept, waves), (batch, height, width, count))


def cosines() -> NDArray[np.float32]:
    """The eight waves of a block's side, one a row, of length 1 and at right angles to each other.

    >>> bool(np.allclose(cosines() @ cosines().T, np.eye(8), atol=1e-6))
    True
    """
    place, wave = np.arange(8), np.arange(8)[:, None]
    table = np.cos((2 * place + 1) * wave * np.pi / 16) / 2
    table[0] /= np.sqrt(2)
    return table.astype(np.float32)


def _rounded(numbers: Tensor) -> Tensor:
    """The nearest whole numbers, halves upwards as in libjpeg, with the gradient of the numbers themselves."""
    return numbers + ops.stop_gradient(ops.round(numbers + HALVES) - numbers)


def _mixed(colours: Tensor, matrix: Any) -> Tensor:
    return ops.matmul(colours, ops.convert_to_tensor(np.array(matrix, np.float32).T))


def _filled(image: Tensor, block: int) -> Tensor:
    """Pictures with their last row and column repeated, so that both sides are whole numbers of blocks."""
    for axis in (1, 2):
        side = int(image.shape[axis])
        if side % block:
            places = np.minimum(np.arange(-(-side // block) * block), side - 1)
            image = ops.take(image, ops.convert_to_tensor(places.astype(np.int32)), axis=axis)
    return image
