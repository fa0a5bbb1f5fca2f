"""A film file's frames by number: fast where they are asked for one after the other, right where they are not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadPicture
from dreamkit.pictures import check_file

FAR: Final = 100
"""So many frames ahead are decoded on the way; to what lies farther, or behind, the reader jumps."""


class _Packet(NamedTuple):
    """When a frame is shown, when its decoder wants it, and how long it stays, in the stream's units."""

    shown: int
    decoded: int
    duration: int


@final
class FilmReader:
    """The frames of a film file.

    `fps` is their rate, `times` holds when each one begins, in seconds from the first, and `seconds` when the last one
    ends.

    Raises:
        BadPicture: where the file is missing, empty, cut off, damaged, no film, or a film without pictures.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        check_file(path, "a film")
        self._container, self._stream = _opened(path)
        self._stream.thread_type = "AUTO"
        packets = _packets(path, self._container, self._stream)
        self._stamps = sorted({packet.shown for packet in packets})
        self._earliest = min(packet.decoded for packet in packets)
        unit, first = float(self._stream.time_base), self._stamps[0]
        # a file rounds its times to its unit, so each may be meant half of one earlier
        self.times = [0.0, *((stamp - first - 0.5) * unit for stamp in self._stamps[1:])]
        self.seconds = (_end(packets) - first) * unit
        _check_whole(path, self._container, self._stream, self.seconds)
        self.fps = _rate(self._stream, len(self.times) / self.seconds)
        self._frames: Iterator[Any] = iter(())
        self._last: tuple[int, NDArray[Any]] = -FAR, np.zeros((0, 0, 3))

    def picture(self, number: int) -> NDArray[Any]:
        """A frame, (height, width, 3), upright and with square pixels: bytes, or where it is deeper, in [0, 1]."""
        with self._lock:
            if number != self._last[0]:
                self._last = number, _picture(self._frame(number), self._stream.sample_aspect_ratio)
            return self._last[1]

    def _frame(self, number: int) -> Any:
        """The frame itself: a little further on, or after a jump, or, where that went too far, from the very start."""
        import av

        wanted = self._stamps[number]
        starts = [None if 0 < number - self._last[0] <= FAR else wanted, self._earliest]
        try:
            for start in starts:
                if start is not None:
                    self._container.seek(start, stream=self._stream)
                    self._frames = self._container.decode(self._stream)
                for frame in self._frames:
                    if frame.pts == wanted:
                        return frame
                    if frame.pts > wanted:
                        break
        except av.FFmpegError as error:
            raise self._damaged(number) from error
        raise self._damaged(number)

    def _damaged(self, number: int) -> BadPicture:
        return BadPicture(f"{self._path} is damaged {self.times[number]:.2f} seconds after its start")


def _opened(path: Path) -> tuple[Any, Any]:
    """A film's container and its first stream of pictures."""
    import av

    try:
        container = av.open(str(path))
    except av.FFmpegError as error:
        raise BadPicture(f"{path} is no film, or was cut off: {error.strerror}") from error
    if container.format.name.endswith("_pipe"):  # what FFmpeg calls a picture file
        raise BadPicture(f"{path} is a single picture, and a film was wanted", hint="Photo reads it")
    if not container.streams.video:
        raise BadPicture(f"{path} holds no pictures", hint="it is sound alone, or was cut off before its end")
    return container, container.streams.video[0]


def _packets(path: Path, container: Any, stream: Any) -> list[_Packet]:
    """The times of all frames, found without decoding any."""
    import av

    try:
        packets = [
            _Packet(packet.pts, packet.pts if packet.dts is None else packet.dts, packet.duration or 0)
            for packet in container.demux(stream)
            if packet.size and packet.pts is not None and not packet.is_corrupt and not packet.is_discard
        ]
    except av.FFmpegError as error:
        raise BadPicture(f"{path} is damaged: {error.strerror}") from error
    if not packets:
        raise BadPicture(f"{path} is cut off before its first picture")
    return packets


def _end(packets: list[_Packet]) -> float:
    """When the last frame ends, in the stream's units; the usual time after it began, unless it says another."""
    first, last = min(packets), max(packets)
    usual = (last.shown - first.shown) / max(len(packets) - 1, 1)
    says_another = last.duration and abs(last.duration - usual) >= 1  # below that it is the usual one, rounded
    return last.shown + (last.duration if says_another else usual)


def _rate(stream: Any, counted: float) -> float:
    """The rate that a file says it has, or where that is not true of its frames, what they come to in the mean."""
    said = float(stream.average_rate or 0)
    return said if abs(said - counted) < counted / 100 else counted


def _check_whole(path: Path, container: Any, stream: Any, seconds: float) -> None:
    """Refuse a film that breaks off before it says that it ends."""
    said = float(stream.duration * stream.time_base) if stream.duration else 0.0
    if not said and len(container.streams) == 1 and container.duration:
        said = container.duration / 1e6  # FFmpeg's own unit
    if seconds < 0.9 * said - 0.1:
        raise BadPicture(f"{path} is cut off: it should last {said:.2f} seconds, and breaks off after {seconds:.2f}")


def _picture(frame: Any, aspect: Fraction | None) -> NDArray[Any]:
    """A frame as numbers; `aspect` is the width of its pixels by their height."""
    deep = max(component.bits for component in frame.format.components) > 8
    width = round(frame.width * (aspect or 1))
    picture = frame.to_ndarray(format="rgb48le" if deep else "rgb24", width=width)
    upright = np.ascontiguousarray(np.rot90(picture, round(frame.rotation / 90)))
    return upright.astype(np.float32) / np.float32(65535) if deep else upright
