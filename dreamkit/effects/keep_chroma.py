"""The source's colours under the lightness of what was painted."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.effects.colour import luma
from dreamkit.parts import Knob, Tensor, within


@final
@dataclasses.dataclass(frozen=True)
class KeepChroma(Effect):
    """Every place keeps the colour that the source has there, and is as light as it was painted.

    As a shot's finish, over a style transfer that starts from its photo: the brush strokes are the painting's, and all
    hues the photo's, place by place. `KeepColours` takes only the palette back. Where such a colour would be darker
    than black or lighter than white it is paler, so that the lightness stays.

    Args:
        strength: how much of the colour is the source's: in the motion of a film that grows out of its own frames,
            after every second; elsewhere, at all. 0 leaves the picture as it is.

    Source: Gatys, Bethge, Hertzmann and Shechtman 2016, Preserving Color in Neural Artistic Style Transfer
    ("luminance-only transfer"); neural-style's `-original_colors`.
    """

    strength: Knob = within(0, 1, default=1.0)

    @property
    def takes_alpha(self) -> bool:
        """It is left as it is."""
        return False

    @property
    def compares(self) -> bool:
        """Place by place."""
        return True

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture in the source's colours."""
        pull = 1 - ops.power(ops.convert_to_tensor(1 - self.strength, dtype="float32"), moment.dose)
        light = luma(image)
        own, theirs = image - light, moment.source - luma(moment.source)
        colour = own + pull * (theirs - own)
        return light + colour * _share_that_fits(ops.clip(light, 0, 1), colour)


def _share_that_fits(light: Tensor, colour: Tensor) -> Tensor:
    """How much of a colour (…, 3), which adds nothing to the lightness (…, 1), keeps within [0, 1]; at most 1."""
    room = ops.where(colour > 0, 1 - light, light)
    return ops.min(ops.minimum(1.0, room / ops.maximum(ops.abs(colour), 1e-6)), axis=-1, keepdims=True)
