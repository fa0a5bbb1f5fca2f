"""A schedule as a line of mathematics."""

from __future__ import annotations

import dataclasses
import math
from typing import Final, final

from dreamkit.errors import InvalidValue
from dreamkit.schedules.base import Clock, Schedule
from dreamkit.schedules.formula import formula

NAMES: Final = ("t", "p")


@final
@dataclasses.dataclass(frozen=True)
class Expression(Schedule):
    """A number worked out from the time: `Expression("1 + 0.2*sin(2*pi*t)")`.

    It knows the time `t` (in seconds, octaves or steps), the progress `p` from 0 to 1, the constants pi, e and tau,
    `+ - * / // % **`, comparisons, `and`, `or`, `not`, `a if c else b`, and the functions sin, cos, tan, asin, acos,
    atan, atan2, exp, log, sqrt, floor, ceil, round, abs, sign, min, max, clamp(x, low, high), mix(a, b, share) and
    smoothstep(low, high, x). It is read as mathematics, and never run as a program.

    >>> Expression("1 + t**2").at(Clock(seconds=3))
    10.0
    """

    text: str

    def check(self) -> None:
        """Refuse what is no formula, with the column where it goes wrong."""
        if not isinstance(self.text, str):
            raise InvalidValue(f"Expression takes a text such as '1 + t', and {self.text!r} came", by=self)
        formula(self.text, NAMES, self)

    def at(self, clock: Clock) -> float:
        """What the formula comes to at this time."""
        now = {"t": float(clock.time(self.along)), "p": float(clock.how_far(self.along))}
        try:
            number = formula(self.text, NAMES, self)(now)
        except (ArithmeticError, ValueError) as error:
            raise self._without_value(now, str(error)) from None
        if not math.isfinite(number):
            raise self._without_value(now, f"it comes to {number}")
        return number

    def _without_value(self, now: dict[str, float], reason: str) -> InvalidValue:
        return InvalidValue(f"the formula has no value at t = {now['t']:g}, p = {now['p']:g}: {reason}", by=self)
