"""Where notes and beats begin: the rises of a spectrum."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dreamkit_sound.sound import Sound
from dreamkit_sound.spectrum import HOP, WINDOW, frequencies, spectra

_ALONE: Final = 5  # hops to either side within which one beat is heard, and not two
_NEAR: Final = 10  # hops to either side that the median is taken of
_OVER_MEDIAN: Final = 1.5


def flux(sound: Sound, from_hertz: float, to_hertz: float) -> NDArray[np.float64]:
    """By how much the spectrum rises up to each multiple of `HOP`, falls not counted: (times,).

    Before the sound there is silence. The last half window is left out, since a sound that is cut off is no beat.

    Source: Dixon 2006, section 2.1 (spectral flux).
    """
    pitches = frequencies(sound.rate)
    wanted = (pitches >= from_hertz) & (pitches <= to_hertz)
    rises, before = [], np.zeros((1, int(wanted.sum())), np.float32)
    for rows in spectra(sound):
        heard = np.concatenate([before, rows[:, wanted]])
        rises.append(np.sum(np.maximum(np.diff(heard, axis=0), 0), axis=1, dtype=np.float64))
        before = heard[-1:]
    whole = max(1, int((sound.seconds - WINDOW / 2) / HOP))
    return np.concatenate(rises)[:whole]


def onsets(rises: NDArray[np.float64], threshold: float) -> NDArray[np.float64]:
    """The seconds at which something begins, from the `flux` of a sound: (onsets,).

    A rise counts where none within 50 ms is larger, and where it is larger than `threshold` times the largest of all
    plus one and a half times the median of those within 100 ms, so that noise that only rustles has no beats.

    Sources: Dixon 2006, section 2.6 (which peaks count); Bello et al. 2005, section IV.B (the adaptive threshold).

    >>> onsets(np.array([0, 0, 0, 5.0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3.0, 0, 0]), 0.1).tolist()
    [0.03, 0.14]
    """
    largest = _around(rises, _ALONE).max(axis=1)
    least = threshold * rises.max() + _OVER_MEDIAN * np.median(_around(rises, _NEAR), axis=1)
    peaks = np.flatnonzero((rises >= largest) & (rises > least))
    return np.round(peaks * HOP, 6)


def _around(rises: NDArray[np.float64], hops: int) -> NDArray[np.float64]:
    """Each rise with those around it: (times, 2 * hops + 1)."""
    return np.lib.stride_tricks.sliding_window_view(np.pad(rises, hops), 2 * hops + 1)
