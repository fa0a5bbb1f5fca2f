"""Keyframes pass through their keys, in each of the ways between them, and say what is wrong with them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamkit import Keyframes
from dreamkit.errors import InvalidValue
from dreamkit.schedules.base import Clock
from dreamkit.schedules.keyframes import BETWEEN, Between

KEYS = st.lists(st.tuples(st.integers(0, 40), st.floats(-50, 50)), min_size=1, max_size=6, unique_by=lambda key: key[0])


def at(keyframes: Keyframes, seconds: float) -> float:
    return keyframes.at(Clock(seconds=seconds))


@pytest.mark.parametrize("between", BETWEEN)
@given(keys=KEYS)
def test_a_key_is_met_and_the_ends_hold(between: Between, keys: list[tuple[float, float]]) -> None:
    keys = sorted(keys)
    frames = Keyframes(keys, between)
    for time, number in keys:
        assert at(frames, time) == pytest.approx(number, abs=1e-9)
    assert at(frames, -1) == keys[0][1]
    assert at(frames, 1e6) == keys[-1][1]


@pytest.mark.parametrize("between", BETWEEN)
@given(keys=KEYS, share=st.floats(0, 1))
def test_no_way_swings_beyond_its_two_keys(between: Between, keys: list[tuple[float, float]], share: float) -> None:
    keys = sorted(keys)
    frames = Keyframes(keys, between)
    for (start, first), (stop, last) in pairwise(keys):
        number = at(frames, start + share * (stop - start))
        assert min(first, last) - 1e-9 <= number <= max(first, last) + 1e-9


def test_linear_is_what_numpy_interpolates() -> None:
    times, numbers = [0.0, 1.0, 4.0, 5.5], [3.0, -1.0, 2.0, 2.5]
    frames = Keyframes(zip(times, numbers, strict=True))
    for seconds in np.linspace(0, 6, 50):
        assert at(frames, seconds) == pytest.approx(np.interp(seconds, times, numbers))


def test_smooth_has_no_corner_at_a_key() -> None:
    frames = Keyframes({0: 0, 1: 1, 3: 4, 4: 3.5}, "smooth")
    for time in (1, 3):
        before, here, after = (at(frames, time + step) for step in (-1e-5, 0, 1e-5))
        assert (here - before) == pytest.approx(after - here, abs=1e-8)


def test_smooth_goes_straight_where_the_keys_do() -> None:
    frames = Keyframes({0: 0, 1: 2, 3: 6}, "smooth")
    assert [at(frames, seconds) for seconds in (0.25, 0.5, 2.2)] == pytest.approx([0.5, 1.0, 4.4])


def test_times_are_counts_along_the_octaves() -> None:
    assert Keyframes({0: 1.0, 2: 3.0}, along="octave").at(Clock(octave=1, seconds=9)) == 2.0


def test_a_dict_and_pairs_are_one() -> None:
    assert Keyframes({0: 1.0, 2.5: 3.0}) == Keyframes([(0, 1.0), (2.5, 3.0)]) == Keyframes(((0, 1.0), (2.5, 3.0)))


def test_what_is_wrong_with_keys_is_a_sentence() -> None:
    wrong = {
        "Keyframes needs at least one key": {},
        "the times of Keyframes must grow, and 0 comes after 2.5": {2.5: 3.0, 0: 1.0},
        "the times of Keyframes must grow, and 1 comes after 1": ((1, 2.0), (1, 3.0)),
        "Keyframes takes numbers by their times": {"0": 1.0},
    }
    for what, keys in wrong.items():
        with pytest.raises(InvalidValue) as caught:
            Keyframes(keys)  # type: ignore[arg-type]
        assert caught.value.what == what


@pytest.mark.parametrize("keys", [5, "abc", [1, 2], {0: "a"}, {0: True}, {0: float("nan")}, [(1, 2, 3)]])
def test_what_are_no_keys_says_how_keys_are_written(keys: object) -> None:
    with pytest.raises(InvalidValue) as caught:
        Keyframes(keys)  # type: ignore[arg-type]
    assert caught.value.hint == "write it like Keyframes({0: 1.0, 2.5: 3.0})"


def test_an_unknown_way_names_the_nearest() -> None:
    with pytest.raises(InvalidValue) as caught:
        Keyframes({0: 1}, "smoth")  # type: ignore[arg-type]
    assert caught.value.what == "Keyframes.between cannot be 'smoth'"
    assert caught.value.hint == "did you mean 'smooth'? it is one of linear, hold, ease, smooth"
