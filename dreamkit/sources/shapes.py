"""White shapes on black, to say where in a picture something counts."""

from __future__ import annotations

import dataclasses
from typing import final

import numpy as np

from dreamkit.errors import InvalidValue
from dreamkit.parts import Size, within
from dreamkit.sources.base import Frame, Source


@final
@dataclasses.dataclass(frozen=True)
class Disc(Source):
    """A white disc on black, for a mask: round in a picture of any shape.

    Args:
        down: where its middle lies, from 0 (top) to 1 (bottom).
        across: likewise from 0 (left) to 1 (right).
        radius: in shares of the picture's shorter side.
        softness: how wide its edge is, from white to black, in the same shares.
    """

    down: float = within(0, 1, default=0.5)
    across: float = within(0, 1, default=0.5)
    radius: float = within(0.001, 10, default=0.3)
    softness: float = within(0, 10, default=0.1)

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The disc, the same at any time."""
        del seconds, seed
        rows, columns = np.indices(size) + 0.5
        distance = np.hypot(rows - self.down * size[0], columns - self.across * size[1])
        inside = (self.radius * min(size) - distance) / max(self.softness * min(size), 1) + 0.5
        return np.repeat(np.clip(inside, 0, 1)[..., None], 3, axis=-1).astype(np.float32)


@final
@dataclasses.dataclass(frozen=True)
class Rectangle(Source):
    """A white rectangle on black, for a mask; its sides are shares of the picture's height and width.

    >>> Rectangle(right=0.5).frame(0.0, (1, 4), 0)[0, :, 0].tolist()
    [1.0, 1.0, 0.0, 0.0]
    """

    top: float = within(0, 1, default=0.0)
    left: float = within(0, 1, default=0.0)
    bottom: float = within(0, 1, default=1.0)
    right: float = within(0, 1, default=1.0)

    def check(self) -> None:
        """Refuse sides that have nothing between them."""
        for low, high in (("top", "bottom"), ("left", "right")):
            one, other = getattr(self, low), getattr(self, high)
            if not one < other:
                what = f"Rectangle.{low} must lie before Rectangle.{high}, and {one:g} and {other:g} came"
                raise InvalidValue(what, by=self)

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The rectangle, the same at any time; pixels that its sides cut are grey."""
        del seconds, seed
        rows, columns = _covered(self.top, self.bottom, size[0]), _covered(self.left, self.right, size[1])
        return np.repeat(np.outer(rows, columns)[..., None], 3, axis=-1).astype(np.float32)


def _covered(start: float, stop: float, count: int) -> Frame:
    """How much of each of `count` pixels in a row lies between two shares of the row."""
    edges = np.arange(count + 1)
    within = np.minimum(edges[1:], stop * count) - np.maximum(edges[:-1], start * count)
    return np.clip(within, 0, 1).astype(np.float32)
