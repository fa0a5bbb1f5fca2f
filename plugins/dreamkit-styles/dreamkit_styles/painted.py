"""A frame in one of this package's styles."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import FastStyle
from dreamkit.effects import Effect, Moment
from dreamkit.errors import asked_by
from dreamkit.parts import Knob, Size, Tensor, changed, within
from dreamkit_styles.networks import network


@final
@dataclasses.dataclass(frozen=True)
class Painted(Effect):
    """The frame as one of this package's networks paints it, in one pass; `FastStyle` takes a network of your own.

    Args:
        style: its name, such as "night"; `dreamkit_styles.names()` has them all.
        strength: how much of the painted frame is mixed in; 0 leaves the frame as it came.

    Raises:
        UnknownName: for a style that there is not.
    """

    style: str = "night"
    strength: Knob = within(0, 1, default=1.0)

    def check(self) -> None:
        """Refuse a name that no network has."""
        with asked_by(self):
            network(self.style)

    @property
    def takes_alpha(self) -> bool:
        """It is left as it is."""
        return False

    def prepare(self) -> None:
        """Load the network."""
        self._painter.prepare()

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As they come, unless they are too small."""
        with asked_by(self):
            return self._painter.shape(pictures, size)

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The painted picture, as far as `strength` says."""
        return changed(self._painter, strength=self.strength).apply(image, moment)

    @property
    def _painter(self) -> FastStyle:
        return FastStyle(network(self.style))
