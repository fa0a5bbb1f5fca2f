"""What has been changed, made visible."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.parts import Knob, Tensor, within


@final
@dataclasses.dataclass(frozen=True)
class Amplified(Effect):
    """The change alone, so many times as strong, on grey: what nobody can see in the picture itself.

    Args:
        times: how many times; the change is that from the shot's source.

    Source: Szegedy et al. 2013, "Intriguing properties of neural networks", figure 5.
    """

    times: Knob = within(0, default=10.0)

    @property
    def takes_alpha(self) -> bool:
        """It is left as it is."""
        return False

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It shows no picture that could be painted on."""
        del moving
        return "" if finish else "Amplified shows a change to the viewer, so it goes into finish="

    @property
    def compares(self) -> bool:
        """Place by place."""
        return True

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """Grey where nothing has changed; what leaves [0, 1] goes to its ends."""
        return ops.clip(0.5 + self.times * (image - moment.source), 0, 1)
