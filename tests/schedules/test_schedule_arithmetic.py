"""Schedules count as floats do, are written down and read back, and say what is wrong with them."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamkit import Ease, Expression, Fade, Hold, Keyframes, Layer, Schedule, Steps, Wander, Wave, Zoom
from dreamkit.errors import InvalidValue
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry, config
from dreamkit.schedules.base import ALONG, Arithmetic, Clock, value
from dreamkit.testing import check_part

ONE_OF_EACH = [
    Ease(0, 1),
    Expression("1 + 0.2*sin(2*pi*t)"),
    Fade(1, 0, along="film"),
    Hold(0, 1, until=2),
    Keyframes({0: 1, 2.5: 3.0}, "smooth"),
    Steps((1, 2, 3), along="octave"),
    Wander(-1, 1, per_second=3),
    Wave(12, 8, middle=1, phase=0.5),
    2 * Fade(0, 1) - Wave(1, 2) ** 2 % 3 // 0.5,
]
NUMBERS = st.floats(-100, 100).filter(lambda number: abs(number) > 1e-3)
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow]


@pytest.mark.parametrize("schedule", ONE_OF_EACH, ids=lambda schedule: type(schedule).__name__)
def test_every_schedule_keeps_the_contract(schedule: Schedule) -> None:
    check_part(schedule)


@pytest.mark.parametrize("sign", OPERATORS)
@given(left=NUMBERS, right=NUMBERS, progress=st.floats(0, 1))
def test_schedules_count_as_floats_do(sign: Callable[..., float], left: float, right: float, progress: float) -> None:
    here, there, clock = Fade(left, left), Fade(right, right), Clock(progress=progress)
    try:
        wanted = sign(left, right)
    except OverflowError:
        wanted = 1j
    if isinstance(wanted, complex):
        with pytest.raises(InvalidValue, match="has no value"):
            sign(here, there).at(clock)
        return
    for made in (sign(here, there), sign(here, right), sign(left, there), sign(np.float64(left), there)):
        assert made.at(clock) == wanted


@pytest.mark.parametrize("number", [np.float32(0.5), np.float64(0.5), np.int64(3)])
def test_numbers_of_numpy_count_and_are_written_down(number: float) -> None:
    for made in (number * Fade(0, 1), Fade(0, 1) * number, number - Fade(0, 1)):
        assert isinstance(made, Arithmetic)
        assert Registry(Plugins([])).part(json.loads(json.dumps(config(made)))) is not None
    assert (number * Fade(0, 1)).at(Clock(progress=1.0)) == float(number)


def test_signs_change_no_operand() -> None:
    fade = Fade(0, 1)
    assert (-fade).at(Clock(progress=1.0)) == -1
    assert +fade is fade
    assert fade == Fade(0, 1)


def test_an_objective_takes_a_schedule_as_its_weight() -> None:
    assert repr(Fade(0, 1) * Layer("a")) == repr(Layer("a") * Fade(0, 1))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    along = draw(st.sampled_from(ALONG))
    low, high = sorted([draw(NUMBERS), draw(NUMBERS)])
    times = sorted(draw(st.sets(st.floats(0, 100), min_size=1, max_size=4)))
    keys = tuple((time, draw(NUMBERS)) for time in times)
    leaf: Schedule = draw(
        st.sampled_from(
            [
                Fade(low, high, along=along),
                Ease(low, high, "in", along=along),
                Hold(low, high, 1.5, along=along),
                Keyframes(keys, "ease", along=along),
                Wander(low, high, 2.0, 7, along=along),
                Wave(low, 2.0, along=along),
            ]
        )
    )
    return draw(st.sampled_from([leaf, leaf + 1.5, 2 * leaf * leaf]))


@given(schedule=schedules(), share=st.floats(0, 1))
def test_a_schedule_comes_back_from_json_as_it_was(schedule: Schedule, share: float) -> None:
    registry = Registry(Plugins([]))
    again = registry.part(json.loads(json.dumps(config(schedule))))
    assert again == schedule
    assert hash(again) == hash(schedule)
    clock = Clock(seconds=3 * share, progress=share, film_seconds=4 * share, octave=3 * share, step=9 * share)
    assert again.at(clock) == value(schedule, clock)


def _here() -> str:
    import sys

    return f"{Path(__file__).name}:{sys._getframe(1).f_lineno}"


def test_a_root_of_a_negative_number_is_a_sentence() -> None:
    made, here = Fade(-1, -1) ** 0.5, _here()
    with pytest.raises(InvalidValue) as caught:
        made.at(Clock())
    assert str(caught.value) == (f"-1 ** 0.5 has no value\n  asked by (Fade(-1, -1) ** 0.5), {here}")


def test_a_schedule_where_only_a_number_can_stand_is_a_sentence() -> None:
    with pytest.raises(InvalidValue, match=r"Fade\.first must be a number, and Fade\(.*\) came"):
        Fade(Fade(0, 1), 2)  # type: ignore[arg-type]


def test_a_text_where_a_knob_is_wanted_points_to_expression() -> None:
    with pytest.raises(InvalidValue) as caught:
        Zoom("1 + t")  # type: ignore[arg-type]
    assert caught.value.what == "Zoom.per_second must be a number or a schedule, and '1 + t' came"
    assert caught.value.hint == "a formula is written Expression('1 + t')"


def test_an_unknown_clock_is_a_sentence() -> None:
    with pytest.raises(InvalidValue, match="a schedule runs along one of shot, film, octave, steps, and 'movie' came"):
        Fade(0, 1, along="movie")  # type: ignore[arg-type]
