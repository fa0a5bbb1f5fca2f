"""Give every scale of the gradient its say: coarse strokes count as much as fine ones."""

from __future__ import annotations

import dataclasses
from typing import Final, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.geometry import framed
from dreamkit.parts import Tensor, within
from dreamkit.regularizers.base import Instant, Regularizer
from dreamkit.regularizers.normalize import MEASURES, Measure, normalized

BINOMIAL: Final = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)
"""The five taps of Burt and Adelson's pyramid."""


@final
@dataclasses.dataclass(frozen=True)
class LaplacianPyramid(Regularizer):
    """Split the gradient into bands of frequency, bring each to unit size, and put them together again.

    What appears is smoother and larger: the highest frequencies, which a network likes best, no longer drown the rest.

    Args:
        levels: how many bands are split off, each an octave of frequency below the last; what is left is one more.
        by: what is meant by a band's size, as in `Normalize`; the source takes the root mean square.

    Source: Mordvintsev 2016, DeepDreaming with TensorFlow (`lap_normalize`); Burt and Adelson 1983 (the pyramid).
    """

    levels: int = within(1, 12, default=4)
    by: Measure = "rms"

    def check(self) -> None:
        """Refuse a size that is not one of `MEASURES`."""
        if self.by not in MEASURES:
            raise InvalidValue(f"LaplacianPyramid.by is one of {', '.join(MEASURES)}, and {self.by!r} came", by=self)

    def precondition(self, gradient: Tensor, instant: Instant) -> Tensor:
        """The gradient with all its bands at unit size, of the same shape."""
        del instant
        return merged([normalized(band, self.by) for band in split(gradient, self.levels)])


def split(image: Tensor, levels: int) -> list[Tensor]:
    """The bands of a picture (batch, height, width, channels), fine to coarse, each half as large as the last.

    There are `levels` bands of detail and a rest; `merged` makes the picture of them again.
    """
    bands = []
    for _ in range(levels):
        smaller = halved(image)
        bands.append(image - enlarged(smaller, image))
        image = smaller
    return [*bands, image]


def merged(bands: list[Tensor]) -> Tensor:
    """The picture whose bands these are."""
    image = bands[-1]
    for band in reversed(bands[:-1]):
        image = band + enlarged(image, band)
    return image


def halved(image: Tensor) -> Tensor:
    """A picture smoothed by the five taps, of which every second line and column is kept, starting from the first."""
    taps = ops.convert_to_tensor(BINOMIAL, dtype="float32")
    kernel = (taps[:, None] * taps)[:, :, None, None] * ops.eye(image.shape[3])
    return ops.conv(framed(image, 2), kernel, strides=2, padding="valid", data_format="channels_last")


def enlarged(image: Tensor, like: Tensor) -> Tensor:
    """A picture brought to the size of the one that it was halved from; the transpose of halving, times four."""
    height, width = ops.shape(like)[1:3]
    return _doubled(_doubled(image, 1)[:, :height], 2)[:, :, :width]


def _doubled(image: Tensor, axis: int) -> Tensor:
    """Twice the lines along one axis: zeros put between them and smoothed away by the five taps.

    A line that falls on an old one sees it and both its neighbours, a line between two sees those two.
    """
    batch, height, width, channels = ops.shape(image)
    wide = framed(image, 1, (axis,))
    if axis == 1:
        before, after, size = wide[:, :height], wide[:, 2:], (batch, 2 * height, width, channels)
    else:
        before, after, size = wide[:, :, :width], wide[:, :, 2:], (batch, height, 2 * width, channels)
    on, between = (before + 6 * image + after) / 8, (image + after) / 2
    return ops.reshape(ops.stack([on, between], axis + 1), size)
