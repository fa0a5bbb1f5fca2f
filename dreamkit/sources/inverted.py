"""What a mask leaves out."""

from __future__ import annotations

import dataclasses
from typing import Any, Self, final

import numpy as np

from dreamkit.errors import InvalidValue
from dreamkit.parts import Size
from dreamkit.sources.base import Frame, Source
from dreamkit.sources.shapes import Disc


@final
@dataclasses.dataclass(frozen=True)
class Inverted(Source):
    """A source's negative, white where it is black: of a mask, all that it leaves out.

    `Masked(Style(layers, one), mask) + Masked(Style(layers, other), Inverted(mask))` paints a picture in two styles,
    and has a soft edge wherever the mask has one.

    Raises:
        InvalidValue: for what is no source.

    >>> from dreamkit.sources.shapes import Rectangle
    >>> Inverted(Rectangle(right=0.5)).frame(0.0, (1, 4), 0)[0, :, 0].tolist()
    [0.0, 0.0, 1.0, 1.0]
    """

    of: Source

    def check(self) -> None:
        """Refuse what is no source."""
        of: Any = self.of
        if not isinstance(of, Source):
            what = f"Inverted.of is a source, and {of!r} came"
            raise InvalidValue(what, by=self, hint='a mask is written Photo("mask.png"), or Disc(radius=0.3)')

    @classmethod
    def example(cls) -> Self:
        """All but a disc."""
        return cls(Disc())

    @property
    def moves(self) -> bool:
        """Where the other does."""
        return self.of.moves

    @property
    def apart(self) -> bool:
        """As the other."""
        return self.of.apart

    @property
    def seconds(self) -> float | None:
        """As long as the other."""
        return self.of.seconds

    def natural_size(self) -> Size | None:
        """That of the other."""
        return self.of.natural_size()

    def natural_fps(self) -> float | None:
        """That of the other."""
        return self.of.natural_fps()

    def ready(self, last: float) -> None:
        """Ask the other."""
        self.of.ready(last)

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """1 minus what the other shows then."""
        return np.subtract(1, self.of.frame(seconds, size, seed), dtype=np.float32)
