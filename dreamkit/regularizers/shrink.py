"""Show the network a smaller picture than is painted."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.parts import Tensor, within
from dreamkit.regularizers.base import Regularizer
from dreamkit.regularizers.octaves import resized
from dreamkit.rng import Rng


@final
@dataclasses.dataclass(frozen=True)
class Shrink(Regularizer):
    """Show the network the whole picture no larger than `pixels` along its shorter side.

    A classifier knows its classes at about the size that it was trained on (`dreamkit nets` tells it), however large
    the picture is to become; and a small picture is looked at sooner. A picture that is smaller already stays as it is.
    """

    pixels: int = within(1, default=224)

    @property
    def any_size(self) -> bool:
        """No: how much it shrinks depends on the size."""
        return False

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """The picture, bilinear and without aliasing, with its shape kept to a pixel."""
        del rng
        return shrunk(image, self.pixels)


def shrunk(image: Tensor, pixels: int) -> Tensor:
    """Pictures (batch, height, width, channels) no larger than `pixels` along their shorter side."""
    height, width = image.shape[1:3]
    scale = min(1.0, pixels / min(height, width))
    return resized(image, (round(height * scale), round(width * scale)))
