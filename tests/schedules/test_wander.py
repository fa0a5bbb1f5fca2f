"""Wander is smooth, keeps to its range, and is the same walk on every machine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamkit import Wander
from dreamkit.errors import InvalidValue
from dreamkit.schedules.base import Clock
from dreamkit.schedules.wander import b_spline


def walk(wander: Wander, seconds: np.ndarray) -> np.ndarray:
    return np.array([wander.at(Clock(seconds=float(second))) for second in seconds])


@given(low=st.floats(-1e6, 1e6), span=st.floats(0, 1e6), seed=st.integers(0, 99), seconds=st.floats(0, 1e5))
def test_it_never_leaves_its_range(low: float, span: float, seed: int, seconds: float) -> None:
    assert low <= Wander(low, low + span, seed=seed).at(Clock(seconds=seconds)) <= low + span


def test_it_is_the_same_walk_everywhere() -> None:
    assert walk(Wander(0, 1, seed=3), np.array([0.0, 0.5, 7.25])).tolist() == pytest.approx(
        [0.169422384429, 0.186425133628, 0.52065227092]
    )


def test_it_uses_most_of_its_range() -> None:
    places = walk(Wander(-1, 1), np.arange(0, 200, 0.5))
    assert places.min() < -0.7
    assert places.max() > 0.7
    assert abs(places.mean()) < 0.1


def test_speed_and_curvature_have_no_jumps() -> None:
    step = 1e-3
    places = walk(Wander(0, 1, per_second=1), np.arange(0, 5, step))
    speed = np.diff(places) / step
    curvature = np.diff(speed) / step
    assert np.abs(np.diff(speed)).max() < 3 * step
    assert np.abs(np.diff(curvature)).max() < 10 * step


def test_another_seed_goes_another_way() -> None:
    seconds = np.arange(0, 100, 1.0)
    one, other = walk(Wander(0, 1, seed=0), seconds), walk(Wander(0, 1, seed=1), seconds)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.3


def test_per_second_is_how_fast_it_walks() -> None:
    seconds = np.arange(0, 10, 0.1)
    assert np.allclose(walk(Wander(0, 1, per_second=4), seconds), walk(Wander(0, 1), 4 * seconds))


@given(share=st.floats(0, 1))
def test_the_four_neighbours_share_one_whole(share: float) -> None:
    weights = b_spline(share)
    assert sum(weights) == pytest.approx(1)
    assert min(weights) >= 0


def test_a_range_upside_down_is_a_sentence() -> None:
    with pytest.raises(InvalidValue, match="Wander goes from low to high, and 2 to 1 came"):
        Wander(2, 1)
