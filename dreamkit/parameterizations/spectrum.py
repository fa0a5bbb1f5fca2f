"""How loud each wave is in natural photos, measured on any folder of them."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dreamkit.colours import APART
from dreamkit.digests import Stamp
from dreamkit.errors import BadPicture
from dreamkit.parts import Size
from dreamkit.pictures import read_picture, resample

NATURAL: Final = Path(__file__).parent / "natural_spectrum.npy"
"""Measured by `dreamkit spectrum` on eight free photos of animals, plants and landscapes."""

SIDE: Final = 128
"""Of the squares that are cut out of photos, in pixels."""


def measured(photos: Iterable[Path]) -> NDArray[np.float32]:
    """The mean loudness of each wave over all photos, (3, SIDE, SIDE / 2 + 1), with colours apart.

    Each photo is looked at in four sizes, in squares side by side and mirrored, so that few photos say much.
    """
    total, count = np.zeros((3, SIDE, SIDE // 2 + 1)), 0
    for path in photos:
        for square in _squares(read_picture(path)):
            total += np.abs(np.fft.rfft2(_apart(square).transpose(2, 0, 1)))
            count += 1
    mean = total / max(count, 1)
    mirrored = np.roll(mean[:, ::-1], 1, axis=1)  # a photo and its mirror image are as natural as each other
    return ((mean + mirrored) / 2).astype(np.float32)


def read(path: Path, when: Stamp) -> NDArray[np.float32]:
    """A measured spectrum from its file; raises `BadPicture` where that holds something else."""
    del when
    if not path.exists():
        raise BadPicture(f"there is no file {path}", hint=_HOW)
    try:
        found = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise BadPicture(f"{path} holds no spectrum: {error}", hint=_HOW) from None
    side = found.shape[1] if found.ndim == 3 else 0
    if (
        found.dtype.kind not in "fiu"
        or found.ndim != 3
        or found.shape != (3, side, side // 2 + 1)
        or not np.all(found > 0)
    ):
        raise BadPicture(f"{path} holds {_held(found)}, and a spectrum is (3, n, n / 2 + 1) numbers above 0", hint=_HOW)
    return np.asarray(found, np.float32)


def _held(found: NDArray[Any]) -> str:
    """What an array holds, such as "(5, 7, 3) numbers"."""
    return f"{found.shape} numbers" if found.dtype.kind in "fiu" else "no numbers"


@functools.lru_cache(maxsize=16)
def loudness(path: Path, when: Stamp, size: Size) -> NDArray[np.float32]:
    """The spectrum in `path` for pictures of another size, (3, height, columns); see `dreamkit…waves`.

    Between the waves that were measured it is interpolated, finer ones are as loud as the finest.
    """
    spectrum = np.log(np.fft.fftshift(read(path, when), axes=1))
    side, (height, width) = spectrum.shape[1], size
    measured_down = np.fft.fftshift(np.fft.fftfreq(side))
    down, across = np.fft.fftfreq(height), np.arange((width + 1) // 2 + 1) / width
    by_row = np.apply_along_axis(lambda row: np.interp(across, np.arange(side // 2 + 1) / side, row), 2, spectrum)
    both = np.apply_along_axis(lambda column: np.interp(down, measured_down, column), 1, by_row)
    return np.exp(both).astype(np.float32)


_HOW: Final = "`dreamkit spectrum FOLDER` measures one on a folder of photos"


def _squares(photo: NDArray[np.float32]) -> Iterable[NDArray[np.float32]]:
    height, width = photo.shape[:2]
    for side in (1, 2, 3, 4):
        scale = side * SIDE / min(height, width)
        if scale > 1:
            return
        small = resample(photo, (round(height * scale), round(width * scale)), "stretch")
        for top in range(0, small.shape[0] - SIDE + 1, SIDE):
            for left in range(0, small.shape[1] - SIDE + 1, SIDE):
                yield small[top : top + SIDE, left : left + SIDE]


def _apart(image: NDArray[np.float32]) -> NDArray[np.float64]:
    """Red, green and blue in [0, 1] as lightness and two contrasts of colour."""
    return np.asarray(image.astype(np.float64) @ np.linalg.inv(np.array(APART)))
