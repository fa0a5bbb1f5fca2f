"""A number that moves with time, and the arithmetic of such numbers."""

from __future__ import annotations

import abc
import dataclasses
import math
import numbers
import operator
from collections.abc import Callable
from typing import Any, ClassVar, Final, Literal, TypeAlias, final

from dreamkit.errors import InvalidValue
from dreamkit.parts import Knob, Part

Along: TypeAlias = Literal["shot", "film", "octave", "steps"]
"""Which clock a schedule follows."""

ALONG: Final = ("shot", "film", "octave", "steps")


@final
@dataclasses.dataclass(frozen=True, kw_only=True)
class Clock:
    """What time it is, on each of the four clocks.

    A clock tells a time (seconds for shot and film, a count from 0 for octave and steps) and the progress over
    its whole, from 0 in the first to 1 in the last; a still, a single octave and a single step stay at 0.
    """

    seconds: float = 0.0
    progress: float = 0.0
    film_seconds: float = 0.0
    film_progress: float = 0.0
    octave: float = 0.0
    octave_progress: float = 0.0
    step: float = 0.0
    steps_progress: float = 0.0

    def time(self, along: Along) -> float:
        """Seconds into the shot or film, or the number of the octave or step.

        >>> Clock(seconds=2.0, step=7).time("steps")
        7
        """
        return {"shot": self.seconds, "film": self.film_seconds, "octave": self.octave, "steps": self.step}[along]

    def how_far(self, along: Along) -> float:
        """How much of the whole has passed, in [0, 1].

        >>> Clock(progress=0.25).how_far("shot")
        0.25
        """
        return {
            "shot": self.progress,
            "film": self.film_progress,
            "octave": self.octave_progress,
            "steps": self.steps_progress,
        }[along]


@dataclasses.dataclass(frozen=True)
class Schedule(Part, abc.ABC):
    """A number as a function of time: write `at`, and any knob of any part can follow it.

    Schedules add, subtract, multiply, divide and so on with numbers and with each other.
    """

    __array_ufunc__: ClassVar[None] = None  # so that numpy's numbers leave the arithmetic to us

    along: Along = dataclasses.field(default="shot", kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.along not in ALONG:
            raise InvalidValue(f"a schedule runs along one of {', '.join(ALONG)}, and {self.along!r} came", by=self)

    @abc.abstractmethod
    def at(self, clock: Clock) -> float:
        """The number at this time."""

    def __add__(self, other: Knob) -> Schedule:
        return _arithmetic("+", self, other)

    def __radd__(self, other: float) -> Schedule:
        return _arithmetic("+", other, self)

    def __sub__(self, other: Knob) -> Schedule:
        return _arithmetic("-", self, other)

    def __rsub__(self, other: float) -> Schedule:
        return _arithmetic("-", other, self)

    def __mul__(self, other: Knob) -> Schedule:
        return _arithmetic("*", self, other)

    def __rmul__(self, other: float) -> Schedule:
        return _arithmetic("*", other, self)

    def __truediv__(self, other: Knob) -> Schedule:
        return _arithmetic("/", self, other)

    def __rtruediv__(self, other: float) -> Schedule:
        return _arithmetic("/", other, self)

    def __floordiv__(self, other: Knob) -> Schedule:
        return _arithmetic("//", self, other)

    def __rfloordiv__(self, other: float) -> Schedule:
        return _arithmetic("//", other, self)

    def __mod__(self, other: Knob) -> Schedule:
        return _arithmetic("%", self, other)

    def __rmod__(self, other: float) -> Schedule:
        return _arithmetic("%", other, self)

    def __pow__(self, other: Knob) -> Schedule:
        return _arithmetic("**", self, other)

    def __rpow__(self, other: float) -> Schedule:
        return _arithmetic("**", other, self)

    def __neg__(self) -> Schedule:
        return _arithmetic("*", -1.0, self)

    def __pos__(self) -> Schedule:
        return self


OPERATORS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": math.pow,  # not operator.pow, which answers the root of a negative number with a complex one
}


@final
@dataclasses.dataclass(frozen=True)
class Arithmetic(Schedule):
    """Two numbers under one of + - * / // % **; what `Fade(0, 1) * 2` is.

    >>> from dreamkit.schedules.curves import Fade
    >>> (1 + Fade(0, 2) / 4).at(Clock(progress=0.5))
    1.25
    """

    operator: str
    left: Knob
    right: Knob

    def check(self) -> None:
        """Refuse an operator that is not one of `OPERATORS`."""
        if self.operator not in OPERATORS:
            raise InvalidValue(f"Arithmetic takes one of {' '.join(OPERATORS)}, and {self.operator!r} came", by=self)

    def at(self, clock: Clock) -> float:
        """The left number and the right one, each at this time, under the operator."""
        left, right = value(self.left, clock), value(self.right, clock)
        try:
            return OPERATORS[self.operator](left, right)
        except (ArithmeticError, ValueError):
            raise InvalidValue(f"{left:g} {self.operator} {right:g} has no value", by=self) from None

    def __repr__(self) -> str:
        return f"({self.left!r} {self.operator} {self.right!r})"


def value(knob: Knob, clock: Clock) -> float:
    """What a knob stands at.

    >>> value(0.5, Clock())
    0.5
    """
    return knob.at(clock) if isinstance(knob, Schedule) else float(knob)


def _arithmetic(sign: str, left: Knob, right: Knob) -> Any:
    for side in (left, right):
        if isinstance(side, bool) or not isinstance(side, (numbers.Real, Schedule)):
            return NotImplemented  # so that an objective can take a schedule as its weight
    return Arithmetic(sign, plain(left), plain(right))


def plain(side: Knob) -> Knob:
    """A schedule or one of Python's own numbers, which can be written down, in place of numpy's."""
    return side if isinstance(side, (int, Schedule)) else float(side)
