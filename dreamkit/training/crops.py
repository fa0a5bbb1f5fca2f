"""Squares cut out of the photos of a folder, in an order that is told by a seed and a number alone."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadPicture
from dreamkit.pictures import PICTURE_ENDINGS, read_picture, resample, to_bytes

_KEPT: Final = 256  # photos in memory, each about a megabyte

_LARGEST: Final = 3  # a photo is kept with a shorter side of so many squares

_FLAT: Final = 1 / 255
"""A square whose channels deviate less from their means is flat, as clouds that are white everywhere.

Each instance norm makes the gradient of such a square 1/sqrt(epsilon), 300 times, larger, so that after a few of
them it is no number any more.
"""

_TRIES: Final = 8
"""So many squares are cut out of a photo before it is given up for one that is not flat."""


def photos_below(folder: Path) -> tuple[Path, ...]:
    """The picture files in a folder and in the folders inside it, by name; raises `BadPicture` where there are none."""
    if not folder.is_dir():
        raise BadPicture(f"there is no folder {folder}")
    inside = (path for path in folder.rglob("*") if path.suffix.lower() in PICTURE_ENDINGS and path.name[0] != ".")
    found = tuple(sorted(inside))
    if not found:
        raise BadPicture(f"there is no picture in {folder}", hint=f"it looks for {', '.join(PICTURE_ENDINGS)}")
    return found


@final
class Crops:
    """Gives any number of squares; each photo comes once before one comes again.

    `skipped` says of each photo that could not be used, why.

    Args:
        photos: their files.
        side: of the squares, in pixels.
        seed: what the order and the places depend on.
    """

    def __init__(self, photos: Sequence[Path], side: int, seed: int) -> None:
        self.photos, self.side, self.seed = tuple(photos), side, seed
        self.skipped: dict[Path, str] = {}
        self._kept = functools.lru_cache(maxsize=_KEPT)(self._read)
        self._order = functools.lru_cache(maxsize=2)(self._shuffled)

    def square(self, number: int) -> NDArray[np.float32]:
        """The square of this number, (side, side, 3) in [0, 1]; of a photo that can be used, nearest in the order.

        Raises `BadPicture` where no photo can be used.
        """
        turn, place = divmod(number, len(self.photos))
        for further in range(len(self.photos)):
            photo = self._kept(self._order(turn)[(place + further) % len(self.photos)])
            square = None if photo is None else self._cut(photo, number)
            if square is not None:
                return square
        why = next(iter(self.skipped.values()), "whatever is cut out of them has one colour alone")
        raise BadPicture(f"none of {len(self.photos)} photos can be used; the first: {why}")

    def _cut(self, photo: NDArray[np.uint8], number: int) -> NDArray[np.float32] | None:
        """A square that is not flat, if one is found."""
        rng = np.random.default_rng((self.seed, 1, number))
        squares = (cut(photo, self.side, rng) for _ in range(_TRIES))
        return next((square for square in squares if square.std(axis=(0, 1)).max() > _FLAT), None)

    def _shuffled(self, turn: int) -> tuple[int, ...]:
        return tuple(map(int, np.random.default_rng((self.seed, 0, turn)).permutation(len(self.photos))))

    def _read(self, index: int) -> NDArray[np.uint8] | None:
        """A photo as bytes, no larger than its squares need; None for one that cannot be used."""
        path = self.photos[index]
        try:
            photo = read_picture(path)
        except BadPicture as error:
            self.skipped[path] = error.what
            return None
        height, width = photo.shape[:2]
        if min(height, width) < self.side:
            self.skipped[path] = f"{path} has {width}x{height} pixels, and squares of {self.side} are cut out"
            return None
        if photo.std(axis=(0, 1)).max() <= _FLAT:
            self.skipped[path] = f"{path} has one colour alone, of which nothing can be learnt"
            return None
        scale = min(1.0, _LARGEST * self.side / min(height, width))
        return to_bytes(resample(photo, (round(height * scale), round(width * scale)), "stretch"))


def cut(photo: NDArray[np.uint8], side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """A square (side, side, 3) in [0, 1] from anywhere in a photo, between as large as can be and pixel by pixel.

    Every other one is mirrored.
    """
    height, width = photo.shape[:2]
    whole = min(height, width)
    length = int(rng.integers(side, whole + 1))
    top, left = int(rng.integers(0, height - length + 1)), int(rng.integers(0, width - length + 1))
    square = np.ascontiguousarray(photo[top : top + length, left : left + length])
    small = resample(square, (side, side), "stretch")
    return small[:, ::-1] if rng.random() < 0.5 else small
