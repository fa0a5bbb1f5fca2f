"""A picture in the colours of a palette: drawn towards them, or put onto them."""

from __future__ import annotations

import dataclasses
from typing import Final, Self, final

from dreamkit import ops
from dreamkit.parts import Knob, Tensor, within
from dreamkit.regularizers import Instant, Regularizer
from dreamkit_palette.colours import Colours, check_colours, numbers

LEVELS: Final = 255.0
"""Penalties count in levels of 255, as if the picture were of 8 bits, so that a weight around one is felt."""


@dataclasses.dataclass(frozen=True)
class OfColours(Regularizer):
    """What they share: some colours, or a picture that has them."""

    colours: Colours
    count: int | None = None

    def check(self) -> None:
        """Refuse what is no palette."""
        check_colours(self, self.colours, self.count)

    def check_files(self) -> None:
        """Find the colours of a picture."""
        numbers(self.colours, self.count)

    @classmethod
    def example(cls) -> Self:
        """Between night and lamplight."""
        return cls(("#0a1430", "#f0d25a"))


@final
@dataclasses.dataclass(frozen=True)
class Palette(OfColours):
    """Paint with few colours: take from the score how far each pixel is from the colours of a palette.

    For each pixel, the squared distances to all colours (in levels of 255, the mean over its channels) are brought to
    one by a soft minimum; the mean over all pixels is taken. So each pixel is drawn towards the mean of the colours,
    each weighed by a Gaussian of its distance: the nearest one, or what lies between two that are equally near.

    Args:
        colours: colours such as ("#1b2a4e", "#e8b23a"), or the path of a picture whose colours are found by k-means.
        count: how many colours are looked for in a picture; 8 without it.
        weight: how much of the penalty is taken from the score. With the layers of efficientnet_lite0, which score 30
            to 120, 0.1 tints a dream, 0.3 keeps it to the palette, and 1 leaves little else.
        temperature: the width of the Gaussian, in levels. Low, a pixel keeps to the colour that is nearest now; high,
            it may yet change over to another one.

    Raises:
        BadPicture: when it is used and the picture is missing or broken.
        InvalidValue: for fewer than two colours, and for what is no colour.

    Source: Bishop 2006, Pattern Recognition and Machine Learning, section 9.3.2 (clusters of equal width).
    """

    weight: Knob = within(0, default=0.3)
    temperature: Knob = within(0.1, 1000, default=16.0)

    def penalty(self, image: Tensor) -> Tensor:
        """The weighted distance of each picture, shape (batch,); nothing for pixels of the palette's colours."""
        width = 2 * self.temperature**2
        distances = squared_distances(image, tensor_of(self.colours, self.count))
        closeness = ops.logsumexp(-distances / width, axis=-1)
        return self.weight * ops.mean(-width * closeness, axis=(1, 2))


@final
@dataclasses.dataclass(frozen=True)
class PaletteClamp(OfColours):
    """Put every pixel onto the nearest colour of a palette after every step, or `amount` of the way to it.

    With the whole amount, nothing but the palette's colours is left, in flat patches; with a little, colours are drawn
    to it a little more with each step.

    Args:
        colours: colours such as ("#1b2a4e", "#e8b23a"), or the path of a picture whose colours are found by k-means.
        count: how many colours are looked for in a picture; 8 without it.
        amount: how much of the way each pixel goes; 1 is all of it.

    Raises:
        BadPicture: when it is used and the picture is missing or broken.
        InvalidValue: for fewer than two colours, and for what is no colour.
    """

    amount: Knob = within(0, 1, default=1.0)

    def project(self, image: Tensor, instant: Instant) -> Tensor:
        """The picture, in the palette's colours."""
        del instant
        colours = tensor_of(self.colours, self.count)
        nearest = ops.take(colours, ops.argmin(squared_distances(image, colours), axis=-1), axis=0)
        return (1 - self.amount) * image + self.amount * nearest


def tensor_of(colours: Colours, count: int | None) -> Tensor:
    """A palette as (colours, 3) in [0, 1]."""
    return ops.convert_to_tensor(numbers(colours, count), dtype="float32")


def squared_distances(image: Tensor, colours: Tensor) -> Tensor:
    """How far each pixel is from each colour: squared levels of 255, the mean over the channels.

    Shapes: (batch, height, width, 3) and (colours, 3) to (batch, height, width, colours).
    """
    across = ops.matmul(image, ops.transpose(colours))
    own, other = ops.sum(ops.square(image), axis=-1, keepdims=True), ops.sum(ops.square(colours), axis=-1)
    return (own - 2 * across + other) * (LEVELS**2 / 3)
