"""Show the network a part of the picture at a time."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.geometry import sampled
from dreamkit.parts import Knob, Tensor, within
from dreamkit.regularizers.base import Regularizer
from dreamkit.rng import Rng


@final
@dataclasses.dataclass(frozen=True)
class RandomBox(Regularizer):
    """Show a box out of the picture, elsewhere at every step, at the size of `pixels` × `pixels`, with a little grain.

    Args:
        side: how much of the picture's height and width it shows on average; with `Fade(0.5, 0.05, along="steps")`,
            less and less.
        spread: the standard deviation of the side.
        middle: the standard deviation of the box's middle around the picture's, as a share of the picture.
        grain: the standard deviation of the lightness that is added.
        pixels: the size at which the network sees it.

    Source: Fel et al. 2023, MACO, section 3 (augmentations), in the numbers of the authors' code.
    """

    side: Knob = within(0.01, 1, default=0.25)
    spread: Knob = within(0, 0.5, default=0.05)
    middle: Knob = within(0, 1, default=0.15)
    grain: Knob = within(0, 1, default=0.08)
    pixels: int = within(16, 4096, default=224)

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """The box, (batch, pixels, pixels, channels)."""
        height, width = ops.shape(image)[1:3]
        side = ops.clip(self.side + self.spread * rng.normal(()), 0.02, 1.0)
        chance = 0.5 + self.middle * rng.normal((2,))
        corner = ops.clip(chance - side / 2, 0.0, 1 - side)
        place = (ops.arange(self.pixels, dtype="float32") + 0.5) / self.pixels * side
        rows = (corner[0] + place) * ops.cast(height, "float32") - 0.5
        columns = (corner[1] + place) * ops.cast(width, "float32") - 0.5
        seen = sampled(image, rows[:, None], columns[None, :])
        return seen + self.grain * rng.normal(ops.shape(seen))
