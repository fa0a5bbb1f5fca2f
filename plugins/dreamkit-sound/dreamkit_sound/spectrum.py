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
"""Seconds of sound that a spectrum is made of; with `HOP` as in Dixon 2006, section 2.1."""

NARROWEST: Final = 25
"""In hertz: what a window of this length can tell apart."""

_CHUNK = 1024  # spectra that are worked out at a time


def spectra(sound: Sound) -> Iterator[NDArray[np.float32]]:
    """The size of each frequency around each multiple of `HOP`, some rows at a time: (rows, frequencies).

    Scaled so that the squares of a row sum to A² for a sine wave of amplitude A.
    """
    window, size = _window(sound.rate)
    scale = np.sqrt(4 / (size * np.sum(window**2)))
    half = len(window) // 2
    padded = np.pad(sound.samples.mean(axis=1), (half, len(window)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, len(window))
    starts = np.round(np.arange(0, sound.seconds, HOP) * sound.rate).astype(int)
    for first in range(0, len(starts), _CHUNK):
        rows = np.fft.rfft(windows[starts[first : first + _CHUNK]] * window, size)
        yield (np.abs(rows) * scale).astype(np.float32)


def frequencies(rate: int) -> NDArray[np.float64]:
    """The frequencies of a spectrum in hertz, for a sound of so many samples a second.

    >>> frequencies(8000)[[0, 1, -1]].tolist()
    [0.0, 15.625, 4000.0]
    """
    return np.fft.rfftfreq(_window(rate)[1], 1 / rate)


def levels(sound: Sound, from_hertz: float, to_hertz: float) -> NDArray[np.float64]:
    """How loud a sound is between two frequencies, every `HOP` seconds, in dBFS: (times,).

    A full sine wave has 0 dBFS, as in AES17; silence has minus infinity.
    """
    pitches = frequencies(sound.rate)
    wanted = (pitches >= from_hertz) & (pitches <= to_hertz)
    powers = [np.sum(np.square(rows[:, wanted], dtype=np.float64), axis=1) for rows in spectra(sound)]
    with np.errstate(divide="ignore"):
        return 10 * np.log10(np.concatenate(powers))


def _window(rate: int) -> tuple[NDArray[np.float32], int]:
    """A Hann window, and the next power of two, which a Fourier transform is fast for."""
    length = max(2, round(WINDOW * rate))
    return np.hanning(length).astype(np.float32), 1 << (length - 1).bit_length()
