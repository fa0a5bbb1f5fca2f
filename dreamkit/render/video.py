"""Films: frames in, one file out, encoded beside the painting."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadOutput
from dreamkit.parts import Size
from dreamkit.pictures import to_bytes
from dreamkit.plan.plan import Plan
from dreamkit.render.behind import Behind
from dreamkit.render.output import Output, Write, check_moves, check_opaque, one_size
from dreamkit.render.store import written_whole

COMMENT: Final = "comment"
"""The one metadata key that every container keeps."""


@final
@dataclasses.dataclass(frozen=True)
class Codec:
    """How a kind of film is written.

    Args:
        name: FFmpeg's name of the encoder.
        pixel_format: FFmpeg's name of the pixels in the file.
        options: of the encoder.
        container: options of the file.
    """

    name: str
    pixel_format: str
    options: dict[str, str] = dataclasses.field(default_factory=dict)
    container: dict[str, str] = dataclasses.field(default_factory=dict)


CODECS: Final = {
    # Every player of the last fifteen years reads H.264 in 4:2:0; with the index first it plays while it loads.
    ".mp4": Codec("libx264", "yuv420p", {"crf": "16", "preset": "medium"}, {"movflags": "faststart"}),
    ".webm": Codec("libvpx-vp9", "yuv420p", {"crf": "24", "b": "0", "row-mt": "1", "cpu-used": "4"}),
    # For the cutting room: every frame stands alone, ten bits a channel. Its own kind of tag cuts a note at 64 KiB.
    ".mov": Codec("prores_ks", "yuv422p10le", {"profile": "3"}, {"movflags": "use_metadata_tags"}),
}

SMALLEST: Final = 16
"""The side in pixels below which some encoder or player gives up; all their sides are even."""

_BT709 = 1  # FFmpeg's number for it, as matrix, primaries and curve; untagged, players guess by the picture's size
_LIMITED = 1  # black is 16 and white 235, as in all of television


@final
@dataclasses.dataclass(frozen=True)
class Video(Output):
    """A film file."""

    @property
    def codec(self) -> Codec:
        """The one that its ending names."""
        return CODECS[self.path.suffix.lower()]

    def check(self, plan: Plan, note: str) -> None:
        """Refuse a still, transparency, frames of different sizes and a size that the codecs cannot encode."""
        del note
        check_moves(self, plan)
        check_opaque(plan, f"a {self.path.suffix.lower()} film", "a folder of frames keeps it")
        height, width = size = one_size(plan)
        if min(size) < SMALLEST or height % 2 or width % 2:
            what = f"a {self.path.suffix.lower()} film needs even sides of at least {SMALLEST} pixels"
            raise BadOutput(f"{what}, and {width}x{height} came", hint=_better(plan, size))

    @contextmanager
    def opened(self, plan: Plan, note: str) -> Iterator[Write]:
        """Encode in a thread of its own, a few frames behind the painter."""
        with written_whole(self.path) as path, film_writer(path, self.codec, plan.fps, note) as write:
            yield lambda frame: write(to_bytes(frame))

    def note(self) -> str:
        """Out of the file's comment."""
        import av

        with av.open(str(self.path)) as container:
            tags = {key.lower(): value for key, value in container.metadata.items()}
        return str(tags.get(COMMENT, ""))


def _better(plan: Plan, size: Size) -> str:
    if size != plan.size:
        return "the pictures lie on sheets; another --size would make these even"
    height, width = (max(SMALLEST, round(side / 2) * 2) for side in size)
    return f"--size {width}x{height} would work"


@contextmanager
def film_writer(path: Path, codec: Codec, fps: float, note: str) -> Iterator[Any]:
    """Gives a function that takes frames (height, width, 3) of uint8; the file is complete when the block ends well.

    Raises `BadOutput` where the encoder fails, and OSError where the disk does.
    """
    import av

    with av.open(str(path), "w", format=path.suffix[1:].lower(), options=codec.container) as container:
        container.metadata[COMMENT] = note
        stream: Any = container.add_stream(
            codec.name, rate=Fraction(fps).limit_denominator(65535), options=codec.options
        )
        stream.pix_fmt = codec.pixel_format
        encoder = _Encoder(container, stream)
        behind = Behind("encoder")
        with _plain_encoder_errors():
            try:
                yield lambda frame: behind.do(encoder.encode, frame)
                behind.finish()
                encoder.flush()
            finally:
                behind.stop()


@contextmanager
def _plain_encoder_errors() -> Iterator[None]:
    import av

    try:
        yield
    except av.error.FFmpegError as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise BadOutput(f"the film cannot be encoded: {error}") from error


@final
class _Encoder:
    """Frames of red, green and blue into a stream of a file."""

    def __init__(self, container: Any, stream: Any) -> None:
        self._container, self._stream = container, stream

    def encode(self, picture: NDArray[np.uint8]) -> None:
        """The next frame, (height, width, 3)."""
        import av

        if not self._stream.codec_context.is_open:
            self._begin(*picture.shape[:2])
        # FFmpeg's own choice of matrix is that of old television, whatever the tags say
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
            format=self._stream.pix_fmt, dst_colorspace=_BT709, dst_color_range=_LIMITED
        )
        self._container.mux(self._stream.encode(frame))

    def flush(self) -> None:
        """What the encoder still holds back."""
        self._container.mux(self._stream.encode())

    def _begin(self, height: int, width: int) -> None:
        self._stream.height, self._stream.width = height, width
        context = self._stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
