"""A still picture from a file."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Final, Literal, TypeAlias, final

from dreamkit.digests import Stamp, stamp
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.parts import Size
from dreamkit.pictures import is_opaque, read_alpha, read_picture, resample
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

    @property
    def has_alpha(self) -> bool:
        """The file's; one without it is opaque."""
        return True

    @property
    def opaque(self) -> bool:
        """Whether the file has no alpha, so that there is none to keep; raises `BadPicture`."""
        with asked_by(self):
            return is_opaque(self.path)

    def ready(self, last: float) -> None:
        """Refuse a file that cannot be read."""
        del last
        self._whole()

    def natural_size(self) -> Size:
        """The file's own (height, width)."""
        height, width = self._whole().shape[:2]
        return height, width

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The picture, the same at any time."""
        del seconds, seed
        with asked_by(self):
            return _fitted(self.path, stamp(self.path), size, self.fit)

    def alpha(self, seconds: float, size: Size) -> Frame:
        """The file's alpha at this size, (height, width, 1) in [0, 1]."""
        del seconds
        with asked_by(self):
            return _fitted_alpha(self.path, stamp(self.path), size, self.fit)

    def _whole(self) -> Frame:
        with asked_by(self):
            return _read(self.path, stamp(self.path))


@functools.lru_cache(maxsize=16)
def _fitted(path: Path, now: Stamp, size: Size, fit: Fit) -> Frame:
    frame = resample(_read(path, now), size, fit)
    frame.flags.writeable = False  # it is shared by all who ask for it
    return frame


@functools.lru_cache(maxsize=4)
def _fitted_alpha(path: Path, now: Stamp, size: Size, fit: Fit) -> Frame:
    del now
    alpha = resample(read_alpha(path), size, fit)
    alpha.flags.writeable = False  # it is shared by all who ask for it
    return alpha


@functools.lru_cache(maxsize=2)  # a picture may be large
def _read(path: Path, now: Stamp) -> Frame:
    del now  # a file that has changed is read again
    return read_picture(path)
