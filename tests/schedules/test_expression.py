"""Expression counts as Python does, runs nothing, and points at what is wrong."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamkit import Expression
from dreamkit.errors import InvalidValue
from dreamkit.schedules.base import Clock

NOW = Clock(seconds=2.5, progress=0.25, octave=3, octave_progress=0.5)

GOOD = {
    "1 + 0.2*sin(2*pi*t)": 1 + 0.2 * math.sin(2 * math.pi * 2.5),
    "t": 2.5,
    " t\n + p ": 2.75,
    "-t ** 2": -6.25,
    "7 // 2 + 7 % 4 - 1/4": 5.75,
    "2**3**2": 512.0,
    "1 if p < 0.5 else 2": 1.0,
    "1 if 0 < p <= 0.2 else 2": 2.0,
    "t > 1 and not p": 0.0,
    "t > 1 or p > 1": 1.0,
    "(p == 0.25) + (p != 0.25)": 1.0,
    "clamp(t, 0, 1)": 1.0,
    "mix(10, 20, p)": 12.5,
    "smoothstep(0, 1, p)": 0.15625,
    "max(1, t, 2) + min(t, 9)": 5.0,
    "floor(t) + ceil(t) + round(2.6) + abs(-1) + sign(-3)": 8.0,
    "log(e) + log(8, 2) + exp(0) + sqrt(4) + cos(tau)": 8.0,
    "atan2(1, 1) * 4 / pi": 1.0,
    "1e1 + 0x10": 26.0,
}

BAD = {
    "1 + foo*t": ("the formula knows no name 'foo', at column 5", ""),
    "sine(t)": ("the formula knows no function 'sine', at column 1", "did you mean 'sin'?"),
    "1 + pie": ("the formula knows no name 'pie', at column 5", "did you mean 'pi'?"),
    "sin()": ("sin takes 1 numbers, and 0 came, at column 1", ""),
    "log(1, 2, 3)": ("log takes 1 or 2 numbers, and 3 came, at column 1", ""),
    "1 + max(t)": ("max takes 2 or more numbers, and 1 came, at column 5", ""),
    "sin(*t)": ("the formula holds something else than mathematics, at column 5", ""),
    "sin(x=t)": ("the formula holds something else than mathematics, at column 1", ""),
    "1 + t.real": ("the formula holds something else than mathematics, at column 5", ""),
    "__import__('os')": ("the formula knows no function '__import__', at column 1", ""),
    "(lambda: 1)()": ("the formula holds something else than mathematics, at column 1", ""),
    "[t][0]": ("the formula holds something else than mathematics, at column 1", ""),
    "'a' + t": ("the formula holds something else than mathematics, at column 1", ""),
    "1j": ("the formula holds something else than mathematics, at column 1", ""),
    "True": ("the formula holds something else than mathematics, at column 1", ""),
    "t & 1": ("the formula holds something else than mathematics, at column 1", ""),
    "~t": ("the formula holds something else than mathematics, at column 1", ""),
    "t in t": ("the formula holds something else than mathematics, at column 1", ""),
    "9" * 400: ("the formula holds a number too large to count with, at column 1", ""),
    "1 + π*foo": ("the formula knows no name 'π', at column 5", ""),
    "+".join("t" * 150): ("the formula is more than 100 operators and brackets deep, at column 1", ""),
}

NO_SYNTAX = ["1 +", "", "(1", "1 2", "t; t", "t = 3", "t := 1", "1\0", "(" * 400 + "t" + ")" * 400, "-" * 900 + "t"]
"""What Python itself cannot read; each version of it finds another column."""


@pytest.mark.parametrize("text", GOOD)
def test_it_counts(text: str) -> None:
    assert Expression(text).at(NOW) == pytest.approx(GOOD[text])


@given(a=st.floats(-9, 9), b=st.floats(0.1, 9), seconds=st.floats(0, 60))
def test_it_counts_as_python_does(a: float, b: float, seconds: float) -> None:
    t = seconds
    wanted = (a * t - b) / b + b**a % 3 if t > 1 else -(a // b)
    text = f"({a!r} * t - {b!r}) / {b!r} + {b!r}**{a!r} % 3 if t > 1 else -({a!r} // {b!r})"
    if a >= 0:  # a sign before a power would bind otherwise
        assert Expression(text).at(Clock(seconds=seconds)) == pytest.approx(wanted)


def test_its_clock_is_the_one_it_runs_along() -> None:
    assert Expression("t + p", along="octave").at(NOW) == 3.5


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_formula_is_refused_where_it_goes_wrong(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Expression(text)
    what, near = BAD[text]
    assert caught.value.what == what
    assert caught.value.hint.startswith(near + "; " if near else "names are t, p, pi, e, tau; functions are sin, ")


@pytest.mark.parametrize("text", NO_SYNTAX)
def test_what_cannot_be_read_is_refused_with_a_column(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"the formula .*, at column \d+"):
        Expression(text)


def test_a_long_text_is_refused_at_once() -> None:
    with pytest.raises(InvalidValue) as caught:
        Expression("t+" * 50_000 + "t")
    assert caught.value.what == "a formula has at most 1000 characters, and 100001 came"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("9**9**9", "math range error"),
        ("1/(t - 2.5)", "float division by zero"),
        ("log(-t)", None),
        ("(-1)**0.5", None),
        ("1e999 * t", "it comes to inf"),
    ],
)
def test_no_value_is_a_sentence(text: str, reason: str | None) -> None:
    with pytest.raises(InvalidValue) as caught:
        Expression(text).at(NOW)
    assert caught.value.what.startswith("the formula has no value at t = 2.5, p = 0.25: ")
    if reason:
        assert caught.value.what.endswith(reason)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"Expression takes a text such as '1 \+ t', and 3 came"):
        Expression(3)  # type: ignore[arg-type]
