"""Where photos excite the channels of a layer most."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import warnings
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.backend.choice import wake
from dreamkit.digests import Stamp, stamp
from dreamkit.errors import BadPicture
from dreamkit.nets.find import spec_of
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.net import Net
from dreamkit.nets.receptive import Reach, Reaches, reaches
from dreamkit.parts import Size
from dreamkit.pictures import read_picture, resample
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

Box: TypeAlias = tuple[float, float, float, float]
"""Top, bottom, left and right of a part of a picture, as shares of its height and width."""

WHOLE: Box = (0.0, 1.0, 0.0, 1.0)


_LOAD: Final[ContextVar[Callable[[Net], LoadedNet]]] = ContextVar("load")


class UnreadPhoto(UserWarning):
    """A photo of a folder cannot be read, and was left out."""


@final
@dataclasses.dataclass(frozen=True)
class Maxima:
    """What the channels of a layer answer to some photos, each at the place where it answers most.

    Args:
        photos: those that could be read.
        answers: (photos, channels).
        boxes: what part of its photo each of these places sees, (photos, channels, 4).
    """

    photos: tuple[Path, ...]
    answers: NDArray[np.float32]
    boxes: NDArray[np.float64]


@contextlib.contextmanager
def looking_through(load: Callable[[Net], LoadedNet]) -> Iterator[None]:
    """Inside, the networks that look at photos are those that `load` gives: a film's own, which are there already."""
    token = _LOAD.set(load)
    try:
        yield
    finally:
        _LOAD.reset(token)


def loaded_now(net: Net) -> LoadedNet:
    """A network, by the way of whoever renders."""
    return _LOAD.get(_load_alone)(net)


def _load_alone(net: Net) -> LoadedNet:
    """A network for a source that is looked at by itself, outside of any film."""
    return LoadedNet.of(spec_of(net, Registry(Plugins())))


def maxima(photos: tuple[Path, ...], net: Net, layer: str, pixels: int) -> Maxima:
    """The maxima of all channels of a layer, over photos that are shown with a longer side of `pixels` or less.

    All are looked at once, as long as no file changes. Warns of photos that cannot be read; raises `BadPicture` where
    that is all of them, and `UnknownLayer`.
    """
    return _maxima(photos, tuple(map(stamp, photos)), net, layer, pixels)


@functools.lru_cache(maxsize=8)
def _maxima(photos: tuple[Path, ...], now: tuple[Stamp, ...], net: Net, layer: str, pixels: int) -> Maxima:
    del now
    looker = _Looker(net, layer)
    read, answers, boxes = [], [], []
    for path in photos:
        try:
            seen = looker(read_picture(path), pixels)
        except BadPicture as error:
            warnings.warn(f"{error.what}; it is left out", UnreadPhoto, stacklevel=2)
            continue
        read.append(path)
        answers.append(seen[0])
        boxes.append(seen[1])
    if not read:
        raise BadPicture(f"no picture in {photos[0].parent} can be read")
    return Maxima(tuple(read), np.stack(answers), np.stack(boxes))


@final
class _Looker:
    """Shows photos to a network, and tells where each channel of a layer answers most."""

    def __init__(self, net: Net, layer: str) -> None:
        wake()
        from dreamkit.nets.look import Cut
        from dreamkit.nets.shapes import smallest_side

        loaded = loaded_now(net)
        model = loaded.cut((layer,))
        self._layer, self._smallest = layer, smallest_side(model)
        self._reach = reaches(model).get(model.outputs[0]._keras_history.operation.name)
        self._cut = Cut(loaded, (layer,))

    def __call__(self, photo: NDArray[np.float32], pixels: int) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """The answers (channels,) to a photo (height, width, 3), and what part of it they are to, (channels, 4)."""
        from dreamkit import ops

        size = self._cut.size or _shown(photo.shape, pixels, self._smallest)
        image = ops.convert_to_tensor(resample(photo, size, "stretch")[None])
        seen = np.asarray(ops.convert_to_numpy(self._cut(image)[self._layer]), np.float32)[0]
        flat = seen.reshape(-1, seen.shape[-1])
        places = flat.argmax(axis=0)
        if seen.ndim != 3 or self._reach is None:
            return flat.max(axis=0), np.tile(WHOLE, (seen.shape[-1], 1))
        boxes = [_box(self._reach, divmod(int(place), seen.shape[1]), size) for place in places]
        return flat.max(axis=0), np.array(boxes)


def _shown(shape: tuple[int, ...], pixels: int, smallest: int) -> Size:
    """At what (height, width) a photo is shown: no larger than `pixels`, and no smaller than a network can see."""
    height, width = shape[:2]
    scale = max(min(1.0, pixels / max(height, width)), smallest / min(height, width))
    return max(smallest, round(height * scale)), max(smallest, round(width * scale))


def _box(reach: Reaches, place: tuple[int, int], size: Size) -> Box:
    sides: list[Any] = [_window(each, index, side) for each, index, side in zip(reach, place, size, strict=True)]
    return (*sides[0], *sides[1])


def _window(reach: Reach, index: int, side: int) -> tuple[float, float]:
    """From where to where a row (or column) of a map sees a side of so many pixels, moved inside it, as shares.

    >>> _window(Reach(4, -3, 4), 1, 16), _window(Reach(4, -3, 4), 0, 16), _window(Reach(4, -30, 30), 2, 16)
    ((0.0625, 0.5625), (0.0, 0.5), (0.0, 1.0))
    """
    length = min(reach.pixels, side)
    start = min(max(0, reach.stride * index + reach.first), side - length)
    return start / side, (start + length) / side
