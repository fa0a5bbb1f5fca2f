"""A sound into a film file, whose pictures stay as they are, bit by bit."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadOutput
from dreamkit.render.store import written_whole
from dreamkit.render.video import CODECS

AUDIO_CODECS: Final = {".mp4": "aac", ".mov": "aac", ".webm": "libopus"}
"""FFmpeg's name of the encoder, for each kind of film that can carry sound."""

RATE: Final = 48_000
"""Samples a second in the film; Opus takes few others."""

BITS_A_SECOND: Final = 192_000

_FRAME = 1 << 14  # samples that are handed to the encoder at a time

_CONTAINERS_OWN = {"major_brand", "minor_version", "compatible_brands", "encoder"}  # written anew by each writer


def add_sound(film: Path, track: NDArray[np.float32], rate: int) -> None:
    """Put a track (channels, samples) of so many samples a second into a film, which is replaced as a whole.

    Raises `BadOutput` where the disk or the encoder refuses; the film then stays as it was.
    """
    import av

    ending = film.suffix.lower()
    with written_whole(film) as path:
        try:
            with (
                av.open(str(film)) as source,
                av.open(str(path), "w", format=ending[1:], options=CODECS[ending].container) as target,
            ):
                _copy(source, target, ending, track, rate)
        except av.error.FFmpegError as error:
            if isinstance(error, OSError) and error.errno:
                raise
            raise BadOutput(f"{film} cannot be given its sound: {error}") from error


def _copy(source: Any, target: Any, ending: str, track: NDArray[np.float32], rate: int) -> None:
    target.metadata.update({key: text for key, text in source.metadata.items() if key not in _CONTAINERS_OWN})
    pictures = target.add_stream_from_template(source.streams.video[0])
    layout = "mono" if len(track) == 1 else "stereo"
    sound = target.add_stream(AUDIO_CODECS[ending], rate=RATE, layout=layout, bit_rate=BITS_A_SECOND)
    packets = (_pictures(source, pictures), _encoded(sound, track, rate, layout))
    for packet in heapq.merge(*packets, key=lambda packet: packet.dts * packet.time_base):
        target.mux(packet)


def _pictures(source: Any, stream: Any) -> Iterator[Any]:
    for packet in source.demux(video=0):
        if packet.dts is not None:  # the last one is empty and only ends the stream
            packet.stream = stream
            yield packet


def _encoded(stream: Any, track: NDArray[np.float32], rate: int, layout: str) -> Iterator[Any]:
    import av

    for first in range(0, track.shape[1], _FRAME):
        block = np.ascontiguousarray(track[:, first : first + _FRAME])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), first
        yield from stream.encode(frame)
    yield from stream.encode(None)
