"""A frame in one of this package's styles."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import final

from dreamkit import FastStyle, Source
from dreamkit.effects import Styled
from dreamkit.errors import asked_by
from dreamkit.parts import Knob, Size, Tensor, changed, within
from dreamkit_styles.networks import network


@final
@dataclasses.dataclass(frozen=True)
class Painted(Styled):
    """The frame as one of this package's networks paints it, in one pass; `FastStyle` takes a network of your own.

    Args:
        style: its name, such as "night"; `dreamkit_styles.names()` has them all.
        strength: how much of the painted frame is mixed in; 0 leaves the frame as it came.
        mask: a picture of the film's shape: white places are painted, black ones stay as they are.

    Raises:
        UnknownName: for a style that there is not.
    """

    style: str = "night"
    strength: Knob = within(0, 1, default=1.0)
    mask: Source | None = None

    def check(self) -> None:
        """Refuse a name that no network has, and a mask that is none."""
        super().check()
        with asked_by(self):
            network(self.style)

    def prepare(self) -> None:
        """Load the network."""
        self._painter.prepare()

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As they come, unless they are too small."""
        with asked_by(self):
            return self._painter.shape(pictures, size)

    def together(self, image: Tensor, styles: Sequence[Painted]) -> Tensor:
        """The pictures of all, mixed."""
        painters = [changed(style._painter, strength=style.strength) for style in styles]
        return painters[0].together(image, painters)

    @property
    def _painter(self) -> FastStyle:
        return FastStyle(network(self.style), mask=self.mask)
