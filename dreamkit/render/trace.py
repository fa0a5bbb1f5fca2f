"""How sure a network has been of some classes since a film began, as curves below the picture."""

from __future__ import annotations

import dataclasses
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.effects.base import Asked, Effect, Moment
from dreamkit.effects.caption import SMALLEST
from dreamkit.errors import InvalidValue
from dreamkit.nets.net import Net
from dreamkit.objectives.classes import Label
from dreamkit.parts import Size, Tensor, within
from dreamkit.render.certainty import certainty, class_name, class_numbers, class_strip, looker

NAMES: Final = 0.3
"""The share of the width in which the names of the classes stand; the curves have the rest."""

COLOURS: Final = (
    (0.84, 0.37, 0.0),
    (0.0, 0.45, 0.70),
    (0.0, 0.62, 0.45),
    (0.80, 0.47, 0.65),
    (0.90, 0.62, 0.0),
    (0.34, 0.71, 0.91),
)
"""Of the curves in their order; told apart by nearly everybody (Okabe and Ito 2008, Color Universal Design)."""

AXIS: Final = 0.85
"""The grey of the lines at 0 and 1."""


@final
@dataclasses.dataclass(frozen=True)
class Trace(Effect):
    """A strip below a film's picture in which curves grow: how sure a network has been of some classes until now.

    The strip is as wide as the shot is long, its lower line is 0 and its upper one 1. The network looks at the frames
    as they were painted, whatever effects stand before; `Confidence` says the same of the one frame that is shown.

    Args:
        net: who looks at the picture, at the size that it was trained on; of a larger one it sees a smaller copy, as
            with `Shrink`.
        labels: a class's name or number, or a tuple of up to six, one for each curve.
        pixels: how high the strip is.

    Raises:
        UnknownName, InvalidValue: before the first frame, for a class that the network does not know, for a still, and
            for several pictures a frame; with it, where a name does not fit.
    """

    net: Net
    labels: Label | tuple[Label, ...]
    pixels: int = within(2 * SMALLEST, 1000, default=64)

    def check(self) -> None:
        """Refuse what is no network, and too few labels or more than there are colours."""
        if not isinstance(self.net, Net):
            raise InvalidValue(f"Trace.net takes a Net, and {self.net!r} came", by=self)
        if not 1 <= len(self._labels) <= len(COLOURS):
            raise InvalidValue(f"Trace takes 1 to {len(COLOURS)} labels, and {len(self._labels)} came", by=self)

    @property
    def _labels(self) -> tuple[Label, ...]:
        return self.labels if isinstance(self.labels, tuple) else (self.labels,)

    @property
    def asks(self) -> tuple[Asked, ...]:
        """What was noted of the frames until now."""
        return ("past",)

    @property
    def takes_alpha(self) -> bool:
        """The strip is opaque."""
        return True

    def prepare(self) -> None:
        """Get the network ready, and refuse a class that it does not know."""
        class_numbers(looker(self.net), self._labels, by=self)

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It changes the size of the picture, which only a viewer can bear."""
        del moving
        return "" if finish else "Trace writes for the viewer, so it goes into finish="

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """One, higher by the strip."""
        if pictures != 1:
            what = f"Trace draws the curves of one picture, and the frames have {pictures}"
            raise InvalidValue(what, by=self, hint="Confidence draws bars below each, and a shot each gives curves")
        return pictures, (size[0] + self.pixels, size[1])

    def noted(self, image: Tensor) -> Tensor:
        """How sure the network is of each class, (labels,)."""
        cut = looker(self.net)
        return ops.concatenate(certainty(cut, image, class_numbers(cut, self._labels, by=self)))

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture with its strip, (1, height + pixels, width, channels) in [0, 1]."""
        width, channels = image.shape[2:]
        names = round(NAMES * width)
        curves = self._curves(moment.past, moment.seconds / moment.interval, width - names)
        below = ops.concatenate([ops.convert_to_tensor(self._legend(names)), curves], axis=1)[None]
        if channels > 3:
            below = ops.concatenate([below, ops.ones_like(below[..., :1])], axis=3)
        return ops.concatenate([image, below], axis=1)

    def _legend(self, width: int) -> NDArray[np.float32]:
        """The classes' names below each other, each in its curve's colour, (pixels, width, 3)."""
        cut = looker(self.net)
        edges = np.linspace(0, self.pixels, len(self._labels) + 1).round().astype(int)
        legend = np.ones((self.pixels, width, 3), np.float32)
        for place, number in enumerate(class_numbers(cut, self._labels, by=self)):
            top, bottom = edges[place], edges[place + 1]
            letters = class_strip(class_name(cut, number), (int(bottom - top), width), by=self)
            legend[top:bottom] = 1 - (1 - letters) * (1 - np.array(COLOURS[place], np.float32))
        return legend

    def _curves(self, past: Tensor, now: Tensor, width: int) -> Tensor:
        """Numbers (frames, labels) in [0, 1] as curves up to the frame `now`, (pixels, width, 3)."""
        frames, thick = past.shape[0], max(1.5, self.pixels / 30)
        low, high = self.pixels - 1 - thick, thick
        edges = np.linspace(-0.5, width - 0.5, width + 1).clip(0, width - 1) * (frames - 1) / max(1, width - 1)
        heights = low + (high - low) * ops.matmul(ops.convert_to_tensor(_between(edges, frames)), past)
        rows = ops.reshape(ops.arange(self.pixels, dtype="float32"), (-1, 1, 1))
        tops, bottoms = ops.minimum(heights[:-1], heights[1:]), ops.maximum(heights[:-1], heights[1:])
        distance = ops.maximum(ops.maximum(tops - rows, rows - bottoms), 0)
        begun = ops.convert_to_tensor(edges[:-1].astype(np.float32)) <= now + 1e-3
        ink = ops.clip((thick + 1) / 2 - distance, 0, 1) * ops.cast(begun, "float32")[None, :, None]
        strip = ops.broadcast_to(ops.convert_to_tensor(self._axes(low, high)), (self.pixels, width, 3))
        for place in range(len(self._labels)):
            colour = ops.convert_to_tensor(np.array(COLOURS[place], np.float32))
            strip = strip + ink[..., place : place + 1] * (colour - strip)
        return strip

    def _axes(self, low: float, high: float) -> NDArray[np.float32]:
        """White, and a grey line at 0 and at 1, (pixels, 1, 1)."""
        axes = np.ones((self.pixels, 1, 1), np.float32)
        axes[[round(low), round(high)]] = AXIS
        return axes


def _between(places: NDArray[np.float64], frames: int) -> NDArray[np.float32]:
    """What to multiply the numbers of frames with to have those between them, (places, frames).

    >>> _between(np.array([0.0, 0.25, 2.0]), 3)
    array([[1.  , 0.  , 0.  ],
           [0.75, 0.25, 0.  ],
           [0.  , 0.  , 1.  ]], dtype=float32)
    """
    return np.maximum(0, 1 - np.abs(places[:, None] - np.arange(frames))).astype(np.float32)
