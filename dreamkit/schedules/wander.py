"""Smooth chance: a number that wanders, and never leaves its range."""

from __future__ import annotations

import dataclasses
import math
from functools import lru_cache
from typing import final

from dreamkit.errors import InvalidValue
from dreamkit.parts import within
from dreamkit.rng import key
from dreamkit.schedules.base import Clock, Schedule


@final
@dataclasses.dataclass(frozen=True)
class Wander(Schedule):
    """Strolls between `low` and `high` without a plan, and comes by about `per_second` new places every second.

    Along the octaves or steps, `per_second` counts places for each of them. Another `seed` goes another way; the same
    one goes the same way on every machine.

    Source: value noise, here a uniform cubic B-spline over random numbers (Ebert et al. 2003, Texturing and Modeling,
    chapter 2), which stays among its numbers and is smooth in slope and curvature.
    """

    low: float = within()
    high: float = within()
    per_second: float = within(0, default=1.0)
    seed: int = within(0, default=0)

    def check(self) -> None:
        """Refuse a range that is upside down."""
        if self.low > self.high:
            raise InvalidValue(f"Wander goes from low to high, and {self.low:g} to {self.high:g} came", by=self)

    def at(self, clock: Clock) -> float:
        """Where it has strolled to at this time."""
        place = clock.time(self.along) * self.per_second
        index = math.floor(place)
        near = [_chance(self.seed, index + offset) for offset in range(4)]
        share = sum(weight * number for weight, number in zip(b_spline(place - index), near, strict=True))
        return min(max(self.low + (self.high - self.low) * share, self.low), self.high)


def b_spline(share: float) -> tuple[float, float, float, float]:
    """What each of four neighbours counts at `share` in [0, 1] of the way from the second to the third.

    >>> [round(6 * weight, 9) for weight in b_spline(0.0)]
    [1.0, 4.0, 1.0, 0.0]
    """
    rest = 1 - share
    return (
        rest**3 / 6,
        (4 - 6 * share**2 + 3 * share**3) / 6,
        (4 - 6 * rest**2 + 3 * rest**3) / 6,
        share**3 / 6,
    )


@lru_cache(maxsize=4096)
def _chance(seed: int, index: int) -> float:
    """A number in [0, 1) that belongs to a place."""
    return key(seed, index) / 2**31
