"""Numbers set at given times, and a way to get from one to the next."""

from __future__ import annotations

import dataclasses
import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, Final, Literal, TypeAlias, final

from dreamkit.errors import InvalidValue, suggestion
from dreamkit.schedules.base import Along, Clock, Schedule
from dreamkit.schedules.curves import eased, is_number

Between: TypeAlias = Literal["linear", "hold", "ease", "smooth"]

BETWEEN: Final = ("linear", "hold", "ease", "smooth")


@final
@dataclasses.dataclass(frozen=True)
class Keyframes(Schedule):
    """Numbers at given times (seconds, octaves or steps): `Keyframes({0: 1.0, 2.5: 3.0})`.

    Before the first time its number holds, after the last one that one's. Between two times the number goes straight
    ("linear"), waits and jumps ("hold"), starts and lands softly at each ("ease"), or runs through all of them in one
    smooth curve that never swings beyond them ("smooth").

    Source: Fritsch and Carlson 1980, section 4, with the limit of its region S2 (for "smooth").

    >>> [Keyframes({0: 0, 1: 1, 3: 1}, way).at(Clock(seconds=0.5)) for way in BETWEEN]
    [0.5, 0.0, 0.5, 0.625]
    """

    keys: tuple[tuple[float, float], ...]
    between: Between = "linear"

    def __init__(
        self,
        keys: Mapping[float, float] | Iterable[tuple[float, float]],
        between: Between = "linear",
        *,
        along: Along = "shot",
    ) -> None:
        pairs = keys.items() if isinstance(keys, Mapping) else keys
        object.__setattr__(self, "keys", tuple(pairs) if isinstance(pairs, Iterable) else pairs)
        object.__setattr__(self, "between", between)
        object.__setattr__(self, "along", along)
        self.__post_init__()

    def check(self) -> None:
        """Refuse no keys, keys that are no pairs of numbers, times that do not grow, and a way unknown to `BETWEEN`."""
        if self.between not in BETWEEN:
            hint = suggestion(str(self.between), BETWEEN, f"it is one of {', '.join(BETWEEN)}")
            raise InvalidValue(f"Keyframes.between cannot be {self.between!r}", by=self, hint=hint)
        if not isinstance(self.keys, tuple) or not all(map(_is_pair, self.keys)):
            raise InvalidValue(
                "Keyframes takes numbers by their times", by=self, hint="write it like Keyframes({0: 1.0, 2.5: 3.0})"
            )
        if not self.keys:
            raise InvalidValue("Keyframes needs at least one key", by=self)
        for (time, _), (later, _) in pairwise(self.keys):
            if time >= later:
                raise InvalidValue(f"the times of Keyframes must grow, and {later:g} comes after {time:g}", by=self)

    def at(self, clock: Clock) -> float:
        """The number at this time."""
        time = clock.time(self.along)
        index = bisect_right(self.keys, time, key=lambda key: key[0]) - 1
        if index < 0 or index == len(self.keys) - 1:
            return float(self.keys[max(index, 0)][1])
        (start, first), (stop, last) = self.keys[index : index + 2]
        share = (time - start) / (stop - start)
        if self.between == "hold":
            return float(first)
        if self.between == "smooth":
            before, after = slopes(self.keys)[index : index + 2]
            return hermite(first, last, before * (stop - start), after * (stop - start), share)
        return first + (last - first) * eased(share, "in-out" if self.between == "ease" else "linear")


def hermite(first: float, last: float, before: float, after: float, share: float) -> float:
    """The cubic from `first` to `last` with the slopes `before` and `after` at its ends; `share` in [0, 1].

    >>> hermite(0, 1, 1, 1, 0.25)
    0.25
    """
    rise = last - first
    return first + share * (before + share * (3 * rise - 2 * before - after + share * (before + after - 2 * rise)))


def slopes(keys: tuple[tuple[float, float], ...]) -> list[float]:
    """A slope at each of at least two keys, so that the cubics between them go up or down only where the keys do.

    >>> slopes(((0, 0), (1, 1), (2, 2), (3, 0)))
    [1.0, 1.0, 0.0, -2.0]
    """
    rises = [(last - first) / (stop - start) for (start, first), (stop, last) in pairwise(keys)]
    inner = [(one + other) / 2 if one * other > 0 else 0.0 for one, other in pairwise(rises)]
    tangents = [rises[0], *inner, rises[-1]]
    for index, rise in enumerate(rises):
        steepness = math.hypot(tangents[index], tangents[index + 1])
        if steepness > 3 * abs(rise):  # outside the circle of radius 3 the cubic could overshoot
            tangents[index] *= 3 * abs(rise) / steepness
            tangents[index + 1] *= 3 * abs(rise) / steepness
    return tangents


def _is_pair(key: Any) -> bool:
    return isinstance(key, tuple) and len(key) == 2 and all(is_number(item) for item in key)
