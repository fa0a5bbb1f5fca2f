"""A sound as a row of short spectra, and how loud it is between two pitches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dreamkit_sound.sound import Sound

HOP: Final = 0.01
"""Seconds from one spectrum to the next, whatever the film's frame rate."""

WINDOW: Final = 0.046
"""Seconds of sound that tell how loud it is; long enough for a wave of 22 Hz."""

NARROWEST: Final = 25
"""In hertz: a band of this width holds at least one frequency of any spectrum."""

_CHUNK = 1024  # spectra that are worked out at a time


def spectra(sound: Sound, window: float, from_hertz: float, to_hertz: float) -> Iterator[NDArray[np.float32]]:
    """How large each frequency of a band is around each multiple of `HOP`, some rows at a time: (rows, frequencies).

    Each looks at `window` seconds of the sound. The squares of a row sum to A² for a sine wave of amplitude A.
    """
    shape, size = _hann(sound.rate, window)
    pitches = frequencies(sound.rate, window)
    wanted = (pitches >= from_hertz) & (pitches <= to_hertz)
    scale = np.sqrt(4 / (size * np.sum(shape**2)))
    padded = np.pad(sound.samples.mean(axis=1), (len(shape) // 2, len(shape)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, len(shape))
    starts = np.round(np.arange(0, sound.seconds, HOP) * sound.rate).astype(int)
    for first in range(0, len(starts), _CHUNK):
        rows = np.fft.rfft(windows[starts[first : first + _CHUNK]] * shape, size)[:, wanted]
        yield (np.abs(rows) * scale).astype(np.float32)


def frequencies(rate: int, window: float) -> NDArray[np.floating]:
    """The frequencies of a spectrum in hertz, for a sound of so many samples a second.

    >>> frequencies(8000, WINDOW)[[0, 1, -1]].tolist()
    [0.0, 15.625, 4000.0]
    """
    return np.fft.rfftfreq(_hann(rate, window)[1], 1 / rate)


def levels(sound: Sound, from_hertz: float, to_hertz: float) -> NDArray[np.float64]:
    """How loud a sound is between two frequencies, every `HOP` seconds, in dBFS: (times,).

    A full sine wave has 0 dBFS, as in AES17; silence has minus infinity.
    """
    rows = spectra(sound, WINDOW, from_hertz, to_hertz)
    powers = [np.sum(np.square(some, dtype=np.float64), axis=1) for some in rows]
    with np.errstate(divide="ignore"):
        return 10 * np.log10(np.concatenate(powers))


def _hann(rate: int, window: float) -> tuple[NDArray[np.float32], int]:
    """A Hann window, and the size of its transform: a power of two, which is fast."""
    length = max(2, round(window * rate))
    least = max(length, rate // NARROWEST + 1)
    return np.hanning(length).astype(np.float32), 1 << (least - 1).bit_length()
