"""Folders of photos: which there are, and all of them at one size."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dreamkit.digests import Stamp, stamp
from dreamkit.errors import BadPicture
from dreamkit.parts import Size
from dreamkit.pictures import PICTURE_ENDINGS, read_picture, resample


def photos_in(folder: Path) -> tuple[Path, ...]:
    """The picture files of a folder, by name; raises `BadPicture` where there are none."""
    if not folder.is_dir():
        raise BadPicture(f"there is no folder {folder}")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURE_ENDINGS and path.name[0] != ".")
    if not found:
        raise BadPicture(f"there is no picture in {folder}", hint=f"it looks for {', '.join(PICTURE_ENDINGS)}")
    return tuple(found)


def photos_at(folder: Path, size: Size, most: int) -> NDArray[np.float32]:
    """Photos of a folder, at most so many, evenly spread over their names, (photos, height, width, 3) in [0, 1].

    What sticks out of the size is cut. Raises `BadPicture` where one cannot be read, or there are none.
    """
    found = photos_in(folder)
    some = tuple(found[place] for place in np.linspace(0, len(found) - 1, min(most, len(found))).astype(int))
    return _photos_at(some, tuple(map(stamp, some)), size)


@functools.lru_cache(maxsize=4)
def _photos_at(photos: tuple[Path, ...], now: tuple[Stamp, ...], size: Size) -> NDArray[np.float32]:
    del now  # files that have changed are read again
    read = np.stack([resample(read_picture(path), size, "cover") for path in photos])
    read.flags.writeable = False  # they are shared by all who ask for them
    return read
