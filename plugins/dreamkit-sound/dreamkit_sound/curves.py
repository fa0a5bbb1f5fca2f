"""Curves from 0 to 1 along the seconds of a sound, known at any moment and not only at those of some frame rate."""

from __future__ import annotations

import bisect
import dataclasses
import math
from collections.abc import Callable, Sequence
from typing import TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit_sound.spectrum import HOP

Curve: TypeAlias = Callable[[float], float]
"""Takes a second of the sound, and gives a number in [0, 1]; 0 before the sound, and some time after its end."""


@final
@dataclasses.dataclass(frozen=True, eq=False)
class Envelope:
    """A curve known every `HOP` seconds, straight between; after its end it falls as fast as it is let go.

    Args:
        heights: in [0, 1], from second 0 on.
        release: seconds in which it falls to 37 %; 0 falls at once.
    """

    heights: Sequence[float]
    release: float

    def __call__(self, second: float) -> float:
        """The height at a second of the sound."""
        place, last = second / HOP, len(self.heights) - 1
        if place < 0:
            return 0.0
        if place >= last:
            return self.heights[last] * falling(second - last * HOP, self.release)
        index = int(place)
        share = place - index
        return self.heights[index] * (1 - share) + self.heights[index + 1] * share


@final
@dataclasses.dataclass(frozen=True, eq=False)
class Pulses:
    """A curve that leaps to 1 at each beat and falls from there, to 37 % after `decay` seconds.

    Args:
        beats: seconds of the sound, growing.
        decay: in seconds.
    """

    beats: Sequence[float]
    decay: float

    def __call__(self, second: float) -> float:
        """The height at a second of the sound."""
        heard = bisect.bisect_right(self.beats, second)
        return falling(second - self.beats[heard - 1], self.decay) if heard else 0.0


def falling(seconds: float, constant: float) -> float:
    """What is left of 1 after some seconds, with a time constant; a constant of 0 leaves nothing.

    >>> round(falling(0.2, 0.2), 3), falling(0.0, 0.0), falling(0.1, 0.0)
    (0.368, 1.0, 0.0)
    """
    if seconds <= 0:
        return 1.0
    return math.exp(-seconds / constant) if constant else 0.0


def followed(heights: NDArray[np.float64], attack: float, release: float) -> Envelope:
    """A curve that goes after `heights`, one every `HOP` seconds, and starts at 0.

    Upwards it makes up 63 % of a difference in `attack` seconds, downwards in `release` seconds.

    >>> followed(np.ones(3), attack=0.01, release=0)(0.01)
    0.864...
    """
    kept = falling(HOP, attack), falling(HOP, release)
    height, passed = 0.0, []
    for goal in heights.tolist():
        height = goal + (height - goal) * kept[goal < height]
        passed.append(height)
    return Envelope(passed, release)


def heights(levels: NDArray[np.float64], floor: float) -> NDArray[np.float64]:
    """Levels in decibels as numbers from 0, `floor` or more below the loudest, to 1, the loudest.

    >>> heights(np.array([-np.inf, -30.0, -10.0]), -40).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.maximum(0, 1 - (levels - levels.max()) / floor)
