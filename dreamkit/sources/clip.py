"""A moving picture from a film file or a folder of frames."""

from __future__ import annotations

import dataclasses
import functools
from bisect import bisect_right
from pathlib import Path
from typing import Final, Literal, TypeAlias, final

from dreamkit.digests import Stamp, stamp
from dreamkit.errors import BadPicture, InvalidValue, asked_by, suggestion
from dreamkit.parts import Size, within
from dreamkit.pictures import resample
from dreamkit.sources.base import Frame, Source
from dreamkit.sources.film_reader import FilmReader
from dreamkit.sources.folder_reader import USUAL_FPS, FolderReader
from dreamkit.sources.photo import FITS, Fit

AtEnd: TypeAlias = Literal["stop", "hold", "loop"]

AT_END: Final = ("stop", "hold", "loop")

_ROUNDING: Final = 1e-6  # seconds: a time that is meant to be a frame's may lie this much before it


@final
@dataclasses.dataclass(frozen=True)
class Clip(Source):
    """A film (mp4, mov, webm, gif and all that FFmpeg reads), or a folder of pictures in the order of their numbers.

    It shows what a projector would show at that time, whatever your frame rate and its own.

    Args:
        path: the file or folder.
        start: where to begin, in seconds.
        speed: 2 is twice as fast, 0.5 is slow motion.
        at_end: after its last frame, "stop" is an error, "hold" keeps showing that one, "loop" begins again at `start`.
        fit: see `Photo`.
        fps: pictures a second of a folder, 24 if nothing is said; a film file has its own.

    Raises:
        BadPicture: when it is looked at and the file is missing, broken or no film, or ends before the shot does.
    """

    path: Path
    start: float = within(0, default=0.0)
    speed: float = within(1e-3, 1e3, default=1.0)
    at_end: AtEnd = "stop"
    fit: Fit = "cover"
    fps: float | None = None

    def __init__(
        self,
        path: str | Path,
        start: float = 0.0,
        speed: float = 1.0,
        at_end: AtEnd = "stop",
        fit: Fit = "cover",
        fps: float | None = None,
    ) -> None:
        fields = {"path": Path(path), "start": start, "speed": speed, "at_end": at_end, "fit": fit, "fps": fps}
        for name, value in fields.items():
            object.__setattr__(self, name, value)
        self.__post_init__()

    def check(self) -> None:
        """Refuse a way to end or to fit that there is not, and a frame rate that is none."""
        for name, known in (("at_end", AT_END), ("fit", FITS)):
            if getattr(self, name) not in known:
                hint = suggestion(str(getattr(self, name)), known, f"it is one of {', '.join(known)}")
                raise InvalidValue(f"Clip.{name} cannot be {getattr(self, name)!r}", by=self, hint=hint)
        if self.fps is not None and not 0 < self.fps <= 1000:
            raise InvalidValue(f"Clip.fps lies above 0 and up to 1000, and {self.fps!r} came", by=self)

    @property
    def moves(self) -> bool:
        """Always."""
        return True

    @property
    def seconds(self) -> float:
        """From `start` to its end, once through, at its speed."""
        return (self._reader().seconds - self.start) / self.speed

    def ready(self, last: float) -> None:
        """Refuse a film that cannot be read, that ends before `start`, or that stops before the shot does."""
        whole = self._reader().seconds
        if self.start >= whole:
            raise BadPicture(f"{self.path} lasts {whole:.4g} seconds, and cannot start at {self.start:g}", by=self)
        self._check_end(last)

    def natural_size(self) -> Size:
        """The (height, width) of its first frame."""
        with asked_by(self):
            height, width = self._reader().picture(0).shape[:2]
        return height, width

    def natural_fps(self) -> float:
        """Of the file itself; at another speed, a film at this rate leaves frames out, or shows some for longer."""
        with asked_by(self):
            return self._reader().fps

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The last of its frames that begins at or before this time."""
        del seed
        reader = self._reader()
        time = self.start + self.speed * seconds
        self._check_end(seconds)
        if self.at_end == "loop":
            time = self.start + (time - self.start) % (reader.seconds - self.start)
        number = bisect_right(reader.times, time + _ROUNDING) - 1
        with asked_by(self):
            return _fitted(self.path, stamp(self.path), self.fps, number, size, self.fit)

    def _reader(self) -> FilmReader | FolderReader:
        with asked_by(self):
            return _opened(self.path, stamp(self.path), self.fps)

    def _check_end(self, seconds: float) -> None:
        if self.at_end != "stop" or seconds < self.seconds:
            return
        so = f" from {self.start:g} on" if self.start else ""
        so += f" at {self.speed:g} times its speed" if self.speed != 1 else ""
        what = f"{self.path} lasts {self.seconds:.4g} seconds{so}, and a frame at {seconds:.4g} seconds was asked for"
        raise BadPicture(what, by=self, hint="at_end='hold' or at_end='loop' would work")


@functools.lru_cache(maxsize=4)
def _fitted(path: Path, now: Stamp, fps: float | None, number: int, size: Size, fit: Fit) -> Frame:
    frame = resample(_opened(path, now, fps).picture(number), size, fit)
    frame.flags.writeable = False  # it is shared by all who ask for it
    return frame


@functools.lru_cache(maxsize=4)
def _opened(path: Path, now: Stamp, fps: float | None) -> FilmReader | FolderReader:
    del now  # a film that has changed is opened again
    if path.is_dir():
        return FolderReader(path, fps or USUAL_FPS)
    if fps is not None:
        raise InvalidValue(f"Clip.fps is for a folder of pictures, and {path} has a frame rate of its own")
    return FilmReader(path)
