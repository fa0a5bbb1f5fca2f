"""Reading sound files: the only place that opens one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import DreamkitError, did_you_mean

_BLOCK = 1 << 18  # samples that are read at a time, so that an hour of music is never held in all its channels


FILMS: Final = (".avi", ".m4v", ".mkv", ".mov", ".mp4", ".webm")
"""What the name of a film file ends with, whose sound FFmpeg reads."""


class BadSound(DreamkitError):
    """A sound file cannot be read, or holds nothing that a film could follow."""


@final
@dataclasses.dataclass(frozen=True, eq=False)
class Sound:
    """A sound as numbers.

    Args:
        name: the file's, for sentences about it.
        samples: (samples, channels), float32, where a full wave swings between -1 and 1.
        rate: samples a second.
    """

    name: str
    samples: NDArray[np.float32]
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate


def read_sound(path: Path, *, mixed: bool = True) -> Sound:
    """A sound file (wav, flac, ogg, mp3 and whatever else libsndfile reads), or a film's sound, of any depth and rate.

    All its channels are mixed to one, each as loud as the others, unless `mixed` is False.

    Raises `BadSound` with one sentence where the file is missing, empty, no sound or holds numbers that are none.
    """
    with _blocks(path) as (blocks, rate):
        kept = [_mixed(block) if mixed else block for block in blocks]
    samples = np.concatenate(kept) if kept else np.zeros((0, 1), np.float32)
    if not samples.size:
        raise BadSound(f"{path} holds no sound, not a single sample")
    if not np.isfinite(samples).all():
        raise BadSound(f"{path} is damaged: it holds samples that are no numbers")
    return Sound(path.name, samples, rate)


def seconds_of(path: str | Path) -> float:
    """How long a sound lasts, in seconds; a recipe's shot can last as long. Raises `BadSound` as `read_sound` does."""
    if Path(path).suffix.lower() in FILMS:
        return read_sound(Path(path)).seconds
    with _opened(Path(path)) as file:
        return float(file.frames / file.samplerate)


def has_sound(path: Path) -> bool:
    """Whether a file is a film with sound."""
    if path.suffix.lower() not in FILMS or not path.is_file():
        return False
    with _opened_film(path) as film:
        return bool(film.streams.audio)


@contextmanager
def _blocks(path: Path) -> Iterator[tuple[Iterator[NDArray[np.float32]], int]]:
    """A file's samples, piece by piece, (samples, channels), and their rate."""
    if path.suffix.lower() not in FILMS:
        with _opened(path) as file:
            yield file.blocks(_BLOCK, dtype="float32", always_2d=True), int(file.samplerate)
        return
    with _opened_film(path) as film:
        if not film.streams.audio:
            raise BadSound(f"{path} is a film without sound")
        yield _decoded(film), film.streams.audio[0].rate


def _decoded(film: Any) -> Iterator[NDArray[np.float32]]:
    import av

    to_floats = av.AudioResampler(format="fltp")
    for frame in film.decode(audio=0):
        for floats in to_floats.resample(frame):
            yield floats.to_ndarray().T


def _mixed(block: NDArray[np.float32]) -> NDArray[np.float32]:
    return block.mean(axis=1, keepdims=True)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import soundfile

    _check_file(path)
    try:
        with soundfile.SoundFile(path) as file:
            yield file
    except MemoryError as error:
        raise BadSound(f"{path} does not fit into memory") from error
    except (soundfile.SoundFileError, OSError, TypeError, ValueError) as error:
        kinds = "it can be wav, flac, ogg, mp3 or anything else that libsndfile reads"
        raise BadSound(f"{path} cannot be read as a sound: {_reason(error)}", hint=kinds) from error


@contextmanager
def _opened_film(path: Path) -> Iterator[Any]:
    import av

    _check_file(path)
    try:
        with av.open(str(path)) as film:
            yield film
    except av.error.FFmpegError as error:
        raise BadSound(f"{path} cannot be read as a film: {error}") from error


def _reason(error: Exception) -> str:
    """What libsndfile says, without the name of the file before it and the full stop behind."""
    text = str(getattr(error, "error_string", error)).split("\n")[0]
    return text.rstrip(".")


def _check_file(path: Path) -> None:
    if not path.exists():
        near = [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []
        raise BadSound(f"there is no sound file {path}", hint=did_you_mean(path.name, near))
    if path.is_dir():
        raise BadSound(f"{path} is a folder, and a sound file was wanted")
    if path.stat().st_size == 0:
        raise BadSound(f"{path} is empty")
