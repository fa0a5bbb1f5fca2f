"""Films: frames in, one file out, encoded beside the painting."""

from __future__ import annotations

import dataclasses
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadOutput
from dreamkit.parts import Size

COMMENT: Final = "comment"
"""The one metadata key that every container keeps."""


@final
@dataclasses.dataclass(frozen=True)
class Codec:
    """How a kind of film is written.

    Args:
        name: FFmpeg's name of the encoder.
        pixel_format: FFmpeg's name of the pixels in the file.
        multiple: what each side of a picture must be a multiple of.
        options: of the encoder.
        container: options of the file.
    """

    name: str
    pixel_format: str
    multiple: int = 1
    options: dict[str, str] = dataclasses.field(default_factory=dict)
    container: dict[str, str] = dataclasses.field(default_factory=dict)


CODECS: Final = {
    # Every player of the last fifteen years reads H.264 in 4:2:0; with the index first it plays while it loads.
    ".mp4": Codec("libx264", "yuv420p", 2, {"crf": "16", "preset": "medium"}, {"movflags": "faststart"}),
    ".webm": Codec("libvpx-vp9", "yuv420p", 2, {"crf": "24", "b": "0", "row-mt": "1", "cpu-used": "4"}),
    # For the cutting room: every frame stands alone, ten bits a channel.
    ".mov": Codec("prores_ks", "yuv422p10le", 2, {"profile": "3"}),
}


def check_size(path: Path, size: Size) -> None:
    """Raise `BadOutput` where a film of this size cannot be written in the format that `path` names."""
    codec = CODECS[path.suffix]
    smallest = 16
    if min(size) < smallest or any(side % codec.multiple for side in size):
        height, width = (max(smallest, round(side / codec.multiple) * codec.multiple) for side in size)
        raise BadOutput(
            f"a {path.suffix} film needs even sides of at least {smallest} pixels, and {size[1]}x{size[0]} came",
            hint=f"--size {width}x{height} would work",
        )


@contextmanager
def film_writer(path: Path, fps: float, made_from: str) -> Iterator[FilmWriter]:
    """Writes frames (height, width, 3) of uint8 to a film; the file is complete when the block ends."""
    import av

    codec = CODECS[path.suffix]
    with av.open(str(path), "w", options=codec.container) as container:
        container.metadata[COMMENT] = made_from
        stream: Any = container.add_stream(
            codec.name, rate=Fraction(fps).limit_denominator(65535), options=codec.options
        )
        stream.pix_fmt = codec.pixel_format
        writer = FilmWriter(container, stream)
        try:
            yield writer
        finally:
            writer.close()


@final
class FilmWriter:
    """Encodes in a thread of its own, a few frames behind the painter."""

    def __init__(self, container: Any, stream: Any) -> None:
        self._container, self._stream = container, stream
        self._waiting: queue.Queue[NDArray[np.uint8] | None] = queue.Queue(maxsize=8)
        self._trouble: Exception | None = None
        self._thread = threading.Thread(target=self._encode, name="film writer", daemon=True)
        self._thread.start()

    def write(self, frame: NDArray[np.uint8]) -> None:
        """Hand over the next frame."""
        self._raise_trouble()
        self._waiting.put(frame)

    def close(self) -> None:
        """Wait until all frames are in the file."""
        self._waiting.put(None)
        self._thread.join()
        self._raise_trouble()

    def _encode(self) -> None:
        import av

        while (picture := self._waiting.get()) is not None:
            if self._trouble is not None:
                continue
            try:
                if not self._stream.codec_context.is_open:
                    self._stream.height, self._stream.width = picture.shape[:2]
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                for packet in self._stream.encode(frame):
                    self._container.mux(packet)
            except Exception as error:
                self._trouble = error
        if self._trouble is None:
            try:
                for packet in self._stream.encode():
                    self._container.mux(packet)
            except Exception as error:
                self._trouble = error

    def _raise_trouble(self) -> None:
        if self._trouble is not None:
            trouble, self._trouble = self._trouble, None
            if isinstance(trouble, OSError) and trouble.errno:
                raise OSError(trouble.errno, str(trouble)) from trouble
            raise BadOutput(f"the film cannot be encoded: {trouble}") from trouble
