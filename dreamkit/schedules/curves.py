"""The simple shapes that a number can follow."""

from __future__ import annotations

import dataclasses
import math
from typing import Any, Final, Literal, TypeAlias, final

from dreamkit.errors import InvalidValue
from dreamkit.parts import within
from dreamkit.schedules.base import Clock, Schedule

Shape: TypeAlias = Literal["linear", "in", "out", "in-out"]

EASES: Final = ("linear", "in", "out", "in-out")


def eased(progress: float, shape: str) -> float:
    """Progress in [0, 1], slowed at the start ("in"), at the end ("out") or at both ("in-out", a cubic).

    >>> [eased(0.5, shape) for shape in EASES]
    [0.5, 0.25, 0.75, 0.5]
    >>> eased(0.25, "in-out")
    0.15625
    """
    if shape == "in":
        return progress**2
    if shape == "out":
        return 1 - (1 - progress) ** 2
    if shape == "in-out":
        return progress**2 * (3 - 2 * progress)
    return progress


def is_number(item: Any) -> bool:
    """Whether something is a finite number.

    >>> is_number(1.5), is_number("1.5"), is_number(math.inf)
    (True, False, False)
    """
    return isinstance(item, (int, float)) and not isinstance(item, bool) and math.isfinite(item)


@final
@dataclasses.dataclass(frozen=True)
class Fade(Schedule):
    """A straight line from `first` to `last`.

    >>> Fade(0, 1).at(Clock(progress=0.25))
    0.25
    """

    first: float = within()
    last: float = within()

    def at(self, clock: Clock) -> float:
        """The point of the line at this time."""
        return self.first + (self.last - self.first) * clock.how_far(self.along)


@final
@dataclasses.dataclass(frozen=True)
class Ease(Schedule):
    """A line from `first` to `last` that starts softly ("in"), lands softly ("out") or both ("in-out").

    >>> Ease(0, 8, "in").at(Clock(progress=0.5))
    2.0
    """

    first: float = within()
    last: float = within()
    shape: Shape = "in-out"

    def check(self) -> None:
        """Refuse a shape that is not one of `EASES`."""
        if self.shape not in EASES:
            raise InvalidValue(f"Ease takes one of the shapes {', '.join(EASES)}, and {self.shape!r} came", by=self)

    def at(self, clock: Clock) -> float:
        """The point of the curve at this time."""
        return self.first + (self.last - self.first) * eased(clock.how_far(self.along), self.shape)


@final
@dataclasses.dataclass(frozen=True)
class Hold(Schedule):
    """`before` until a moment has come, `after` from then on; `until` counts seconds, octaves or steps.

    >>> [Hold(0, 1, until=2).at(Clock(seconds=s)) for s in (1.9, 2.0)]
    [0.0, 1.0]
    """

    before: float = within()
    after: float = within()
    until: float = within(0)

    def at(self, clock: Clock) -> float:
        """Which of the two numbers holds at this time."""
        return float(self.before if clock.time(self.along) < self.until else self.after)


@final
@dataclasses.dataclass(frozen=True)
class Steps(Schedule):
    """One number after the other, each for an equal share of the time.

    >>> [Steps((5, 7, 9)).at(Clock(progress=p)) for p in (0, 0.34, 1)]
    [5.0, 7.0, 9.0]
    """

    values: tuple[float, ...]

    def check(self) -> None:
        """Refuse an empty staircase, and one of something else than numbers."""
        if not isinstance(self.values, tuple) or not all(map(is_number, self.values)):
            raise InvalidValue(f"Steps takes numbers like Steps((5, 7, 9)), and {self.values!r} came", by=self)
        if not self.values:
            raise InvalidValue("Steps needs at least one number", by=self)

    def at(self, clock: Clock) -> float:
        """The number whose share of the time this is."""
        index = int(clock.how_far(self.along) * len(self.values))
        return float(self.values[min(index, len(self.values) - 1)])


@final
@dataclasses.dataclass(frozen=True)
class Wave(Schedule):
    """A sine: it swings by `height` around `middle`, once every `period` (seconds, octaves or steps).

    `phase` is the part of a period, in [0, 1], at which the wave starts.

    >>> Wave(12, period=8).at(Clock(seconds=2))
    12.0
    """

    height: float = within()
    period: float = within(1e-9)
    _: dataclasses.KW_ONLY
    middle: float = within(default=0.0)
    phase: float = within(default=0.0)

    def at(self, clock: Clock) -> float:
        """The height of the wave at this time."""
        turns = clock.time(self.along) / self.period + self.phase
        return self.middle + self.height * math.sin(2 * math.pi * turns)
