"""Traces of the frame before, left in this one."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.parts import Knob, Tensor, within


@final
@dataclasses.dataclass(frozen=True)
class Blend(Effect):
    """The dream of the frame before shines through in this one, and fades: by half every `half_life` seconds.

    It keeps what was dreamed over a clip from starting anew in every frame. At 0 nothing is left; the fading takes as
    many seconds at any frame rate.

    A clip in a painter's style flickers less where each frame starts from the last one's paint: besides
    `source=clip` and `Likeness(layer, clip)`, a shot needs `motion=Blend(0.15)`. The longer the half-life, the calmer
    the strokes, and the more they smear what moves: of a camera that goes a pixel further in each of 8 frames a second,
    neighbouring frames differ 1.2 times as much as its own without `Blend`, 0.8 times at 0.12, and 0.5 times at 0.5.
    """

    half_life: Knob = within(0, default=0.15)

    @property
    def takes_alpha(self) -> bool:
        """It is left as it is."""
        return False

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It needs new pictures to mix the old ones into, and the old ones as they were painted."""
        if finish:
            return "Blend leaves its traces in what is painted next, so it goes into motion="
        return "" if moving else "Blend needs a source that moves; from a still, each frame grows out of the one before"

    @property
    def compares(self) -> bool:
        """Place by place."""
        return True

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture, with what is left of the frame before."""
        half_lives = moment.interval / ops.maximum(self.half_life, 1e-6)
        return image + ops.power(0.5, half_lives) * (moment.previous - image)
