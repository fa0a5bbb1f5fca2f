"""What in a folder of photos excites a channel most, as a source."""

from __future__ import annotations

import dataclasses
import functools
import math
from pathlib import Path
from typing import final

import numpy as np

from dreamkit.digests import stamp
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.nets.net import Net
from dreamkit.parts import Size, within
from dreamkit.pictures import read_picture, resample
from dreamkit.render.maxima import Maxima, maxima
from dreamkit.sheets import GAP
from dreamkit.sources.base import Frame, Source
from dreamkit.sources.folders import photos_in


@final
@dataclasses.dataclass(frozen=True)
class Exciting(Source):
    """What in your own photos excites a channel most: the places where it answers most, one of each photo, on a grid.

    The first is the strongest. Of each photo as much is shown as the channel sees from there: its receptive field,
    told from the strides, kernels and padding of the layers before it, and moved inside the photo. Where it sees as
    much as there is, or has no places, as the classes of "logits", the whole photo is shown. What cannot be read is
    left out, with a warning. Beside the channel's own picture, it tells what the channel looks for.

    Args:
        photos: a folder of them.
        net: who looks.
        layer: the name of its layer.
        channel: the channel's number from 0.
        crops: how many to show; where there are fewer photos, the rest of the grid stays white.
        pixels: the longer side in which the network is shown a photo, at most; a field of so many pixels, at another
            size, is another part of the photo.

    Raises:
        BadPicture: when a film is planned, for a folder without pictures; later, where none of them can be read.
        UnknownLayer, InvalidValue: for a layer or channel that the network does not have.

    Source: Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks", figure 2; the field after
    Araujo, Norris and Sim 2019.
    """

    photos: Path
    net: Net
    layer: str
    channel: int = within(0)
    crops: int = within(1, 100, default=4)
    pixels: int = within(16, 4096, default=448)

    def __post_init__(self) -> None:
        object.__setattr__(self, "photos", Path(self.photos))
        super().__post_init__()

    def check(self) -> None:
        """Refuse what is no network."""
        if not isinstance(self.net, Net):
            raise InvalidValue(f"Exciting.net takes a Net, and {self.net!r} came", by=self)

    def ready(self, last: float) -> None:
        """Refuse a folder without pictures."""
        del last
        with asked_by(self):
            photos_in(self.photos)

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The crops on a grid of white, (height, width, 3) in [0, 1]; the same at any time and for any seed."""
        del seconds, seed
        with asked_by(self):
            found = maxima(photos_in(self.photos), self.net, self.layer, self.pixels)
            channels = found.answers.shape[1]
            if self.channel >= channels:
                what = f"layer {self.layer!r} has channels 0 to {channels - 1}, and {self.channel} was asked for"
                raise InvalidValue(what)
            return self._grid(found, size)

    def _grid(self, found: Maxima, size: Size) -> Frame:
        best = np.argsort(-found.answers[:, self.channel], kind="stable")[: self.crops]
        columns = min(self.crops, max(1, round(math.sqrt(self.crops * size[1] / size[0]))))  # for nearly square cells
        rows = -(-self.crops // columns)
        height, width = ((side + GAP) // count - GAP for side, count in zip(size, (rows, columns), strict=True))
        if min(height, width) < 1:
            raise InvalidValue(f"{self.crops} crops do not fit into a picture of {size[1]} × {size[0]} pixels")
        grid = np.ones((*size, 3), np.float32)
        for number, photo in enumerate(best):
            top, left = (number // columns) * (height + GAP), (number % columns) * (width + GAP)
            crop = _crop(found.photos[photo], tuple(found.boxes[photo, self.channel]))
            _place(grid[top : top + height, left : left + width], crop)
        return grid


def _crop(path: Path, box: tuple[float, ...]) -> Frame:
    """A part of a photo, in all its pixels."""
    photo = _read(path, stamp(path))
    (height, width), (top, bottom, left, right) = photo.shape[:2], box
    rows = slice(int(top * height), max(int(top * height) + 1, round(bottom * height)))
    return photo[rows, int(left * width) : max(int(left * width) + 1, round(right * width))]


@functools.lru_cache(maxsize=4)
def _read(path: Path, now: object) -> Frame:
    del now
    return read_picture(path)


def _place(cell: Frame, picture: Frame) -> None:
    """Lay a picture into the middle of a cell, as large as it fits."""
    scale = min(cell.shape[0] / picture.shape[0], cell.shape[1] / picture.shape[1])
    height, width = (
        max(1, min(round(side * scale), room)) for side, room in zip(picture.shape[:2], cell.shape[:2], strict=True)
    )
    top, left = (cell.shape[0] - height) // 2, (cell.shape[1] - width) // 2
    cell[top : top + height, left : left + width] = resample(picture, (height, width), "stretch")
