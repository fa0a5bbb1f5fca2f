"""A still picture from a file."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Final, Literal, TypeAlias, final

import numpy as np

from dreamkit.errors import InvalidValue
from dreamkit.parts import Size
from dreamkit.pictures import read_picture, resample
from dreamkit.sources.base import Frame, Source

Fit: TypeAlias = Literal["cover", "stretch"]

FITS: Final = ("cover", "stretch")


@final
@dataclasses.dataclass(frozen=True)
class Photo(Source):
    """A photograph, painting or any other picture file.

    Where its shape is not the film's, "cover" fills the frame and cuts what sticks out, evenly on both sides;
    "stretch" bends it.

    Raises:
        BadPicture: when it is looked at and the file is missing, broken, empty or no picture.
    """

    path: Path
    fit: Fit = "cover"

    def __init__(self, path: str | Path, fit: Fit = "cover") -> None:
        object.__setattr__(self, "path", Path(path))
        object.__setattr__(self, "fit", fit)
        self.__post_init__()

    def check(self) -> None:
        """Refuse a way to fit that is not one of `FITS`."""
        if self.fit not in FITS:
            raise InvalidValue(f"Photo.fit is one of {', '.join(FITS)}, and {self.fit!r} came", by=self)

    def natural_size(self) -> Size:
        """The file's own (height, width)."""
        height, width = _read(self.path).shape[:2]
        return height, width

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The picture, the same at any time."""
        del seconds, seed
        return _fitted(self.path, size, self.fit)


@functools.lru_cache(maxsize=8)
def _fitted(path: Path, size: Size, fit: str) -> Frame:
    frame = resample(_read(path), size, fit)
    frame.flags.writeable = False  # it is shared by all who ask for it
    return frame


@functools.lru_cache(maxsize=8)
def _read(path: Path) -> Frame:
    return np.asarray(read_picture(path))
