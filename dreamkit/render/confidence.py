"""How sure a network is of some classes, shown below the picture."""

from __future__ import annotations

import dataclasses
from typing import Final, Literal, TypeAlias, final

import numpy as np

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.effects.caption import SMALLEST
from dreamkit.errors import InvalidValue
from dreamkit.nets.net import Net
from dreamkit.objectives.classes import Label
from dreamkit.parts import Size, Tensor, within
from dreamkit.render.certainty import certainty, class_name, class_numbers, class_strip, looker

Looks: TypeAlias = Literal["shown", "painted"]

LOOKS: Final = ("shown", "painted")

NAMES: Final = 0.36
"""The share of the width in which the names of the classes stand; the bars have the rest."""

BAR: Final = (0.16, 0.38, 0.62)
"""The colour of a bar."""


@final
@dataclasses.dataclass(frozen=True)
class Confidence(Effect):
    """A bar below each picture for each of some classes, as long as a network is sure of it: all of the width is 1.

    Args:
        net: who looks at the picture, at the size that it was trained on; of a larger one it sees a smaller copy, as
            with `Shrink`.
        labels: a class's name or number, or a tuple of such, one for each bar.
        pixels: how high a bar's row is.
        looks: at the picture as it is "shown", after all effects that stand before this one, or as it was "painted",
            before any.

    Raises:
        UnknownName, InvalidValue: before the first frame, for a class that the network does not know, and where a name
            does not fit.
    """

    net: Net
    labels: Label | tuple[Label, ...]
    pixels: int = within(-(-4 * SMALLEST // 3), 1000, default=16)
    looks: Looks = "shown"

    def check(self) -> None:
        """Refuse what is no network, no label, and a picture that there is not."""
        if not isinstance(self.net, Net):
            raise InvalidValue(f"Confidence.net takes a Net, and {self.net!r} came", by=self)
        if not self._labels:
            raise InvalidValue("Confidence takes at least one label, and () came", by=self)
        if self.looks not in LOOKS:
            raise InvalidValue(f"Confidence.looks is one of {', '.join(LOOKS)}, and {self.looks!r} came", by=self)

    @property
    def _labels(self) -> tuple[Label, ...]:
        return self.labels if isinstance(self.labels, tuple) else (self.labels,)

    @property
    def takes_alpha(self) -> bool:
        """The bars are opaque."""
        return True

    def prepare(self) -> None:
        """Get the network ready, and refuse a class that it does not know."""
        class_numbers(looker(self.net), self._labels, by=self)

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It changes the size of the picture, which only a viewer can bear."""
        del moving
        return "" if finish else "Confidence writes for the viewer, so it goes into finish="

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As many, higher by a row for each label."""
        return pictures, (size[0] + self.pixels * len(self._labels), size[1])

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The pictures with their bars, (batch, height + rows, width, channels) in [0, 1]."""
        cut, (batch, _, width, channels) = looker(self.net), image.shape
        looked = image if self.looks == "shown" else moment.previous
        if looked.shape[0] != batch:
            what = f"Confidence writes below each of {looked.shape[0]} pictures that were painted, and {batch} came"
            raise InvalidValue(what, by=self, hint="let it come before Grid in finish=")
        numbers = class_numbers(cut, self._labels, by=self)
        rows = [
            self._row(class_name(cut, number), share, width)
            for number, share in zip(numbers, certainty(cut, looked, numbers), strict=True)
        ]
        below = ops.concatenate(rows, axis=1)
        if channels > 3:
            below = ops.concatenate([below, ops.ones((batch, below.shape[1], width, 1))], axis=3)
        return ops.concatenate([image, below], axis=1)

    def _row(self, word: str, share: Tensor, width: int) -> Tensor:
        """A class's name and its bar, (batch, pixels, width, 3)."""
        names = round(NAMES * width)
        name = class_strip(word, (self.pixels, names), by=self)
        place = ops.convert_to_tensor(np.arange(width - names, dtype=np.float32)[None, None, :, None])
        filled = ops.clip(ops.reshape(share, (-1, 1, 1, 1)) * (width - names) - place, 0, 1)
        margin = np.arange(self.pixels)
        inside = (margin >= self.pixels // 6) & (margin < self.pixels - self.pixels // 6)
        filled = filled * ops.convert_to_tensor(inside.astype(np.float32)[None, :, None, None])
        bar = 1 - filled * (1 - ops.convert_to_tensor(np.array(BAR, np.float32)))
        written = ops.broadcast_to(ops.convert_to_tensor(name[None]), (bar.shape[0], self.pixels, names, 3))
        return ops.concatenate([written, bar], axis=2)
