"""Where notes and beats begin: the rises of a spectrum."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dreamkit_sound.sound import Sound
from dreamkit_sound.spectrum import HOP, WINDOW, spectra

SHORT: Final = WINDOW / 2
"""Seconds of sound in a spectrum that shall tell when something began."""

_ALONE: Final = 5  # hops to either side within which one beat is heard, and not two
_NEAR: Final = 10  # hops to either side that the median is taken of
_OVER_MEDIAN: Final = 1.5
_OFF: Final = 3  # hops by which a long window may be wrong about the time


def onsets(sound: Sound, from_hertz: float, to_hertz: float, threshold: float) -> NDArray[np.float64]:
    """The seconds at which something begins in a band of a sound: (onsets,).

    Long spectra tell tones that lie close together apart, and so what has begun; short ones tell when. The time is that
    of the last spectrum before the rise: a frame that falls on a beat shall see it, and not miss it by a hair.

    Source: Dixon 2006, section 2 (spectral flux, and which of its peaks count).
    """
    begun = peaks(flux(sound, WINDOW, from_hertz, to_hertz), threshold)
    rises = _around(flux(sound, SHORT, from_hertz, to_hertz), _OFF)
    return np.unique(np.maximum(0, begun - _OFF + rises[begun].argmax(axis=1) - 1)) * HOP


def flux(sound: Sound, window: float, from_hertz: float, to_hertz: float) -> NDArray[np.float64]:
    """By how much the spectrum rises up to each multiple of `HOP`, falls not counted: (times,).

    Before the sound there is silence. The last moments are left out, since a sound that is cut off is no beat.

    Source: Dixon 2006, section 2.1 (spectral flux).
    """
    rises, before = [], None
    for rows in spectra(sound, window, from_hertz, to_hertz):
        heard = np.concatenate([np.zeros_like(rows[:1]) if before is None else before, rows])
        rises.append(np.sum(np.maximum(np.diff(heard, axis=0), 0), axis=1, dtype=np.float64))
        before = rows[-1:]
    whole = max(1, int((sound.seconds - WINDOW / 2) / HOP))
    return np.concatenate(rises)[:whole]


def peaks(rises: NDArray[np.float64], threshold: float) -> NDArray[np.int64]:
    """Which of the rises, one every `HOP` seconds, are beginnings: (beginnings,).

    A rise counts where none within 50 ms is larger, and where it is larger than `threshold` times the largest of all
    plus one and a half times the median of those within 100 ms, so that noise that only rustles has no beats.

    Sources: Dixon 2006, section 2.6 (which peaks count); Bello et al. 2005, section IV.B (the adaptive threshold).

    >>> peaks(np.array([0, 0, 0, 5.0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3.0, 0, 0]), 0.1).tolist()
    [3, 14]
    """
    largest = _around(rises, _ALONE).max(axis=1)
    least = threshold * rises.max() + _OVER_MEDIAN * np.median(_around(rises, _NEAR), axis=1)
    return np.flatnonzero((rises >= largest) & (rises > least))


def _around(rises: NDArray[np.float64], hops: int) -> NDArray[np.float64]:
    """Each rise with those around it: (times, 2 * hops + 1)."""
    return np.lib.stride_tricks.sliding_window_view(np.pad(rises, hops), 2 * hops + 1)
