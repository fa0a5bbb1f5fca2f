"""Bounds around the source: what comes back, and which make no sense."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dreamkit import Within, ops
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part


def kept(part: Within, picture: np.ndarray, source: np.ndarray) -> np.ndarray:
    instant: Any = SimpleNamespace(source=ops.convert_to_tensor(source))
    return np.asarray(ops.convert_to_numpy(part.project(ops.convert_to_tensor(picture), instant)))


def test_what_is_written_is_within_whole_levels_of_the_source_as_it_is_written(rng: np.random.Generator) -> None:
    source = rng.random((1, 6, 8, 3)).astype(np.float32)
    wild = rng.normal(0.5, 1, (2, 6, 8, 3)).astype(np.float32)
    found = kept(Within(linf=4.7 / 255), wild, source)
    written, before = (np.round(255 * picture).astype(int) for picture in (found, source))
    assert np.abs(written - before).max() == 4
    assert found.min() >= 0
    assert found.max() <= 1


def test_a_ball_keeps_the_direction_and_what_is_inside_it(rng: np.random.Generator) -> None:
    source = (rng.integers(60, 190, (1, 6, 8, 3)) / 255).astype(np.float32)
    change = rng.standard_normal((2, 6, 8, 3)).astype(np.float32)
    change *= (np.array([0.3, 0.02]) / np.linalg.norm(change.reshape(2, -1), axis=1)).reshape(2, 1, 1, 1)
    found = kept(Within(l2=0.1), source + change, source) - source
    np.testing.assert_allclose(found[0], change[0] / 3, atol=1e-6)
    np.testing.assert_allclose(found[1], change[1], atol=1e-6)


def test_both_keep_the_contract() -> None:
    check_part(Within(linf=4 / 255))
    check_part(Within(l2=0.5, levels=65535))


REFUSED = {
    "none": (
        lambda: Within(),
        "Within takes one bound, and none came that is above 0\n  asked by Within(), {}\n  Within(linf=4 / 255) works",
    ),
    "two": (
        lambda: Within(linf=0.1, l2=1),
        "Within takes one bound, and two bounds came\n  asked by Within(linf=0.1, l2=1), {}\n"
        "  Within(linf=4 / 255) works",
    ),
    "less than a level": (
        lambda: Within(linf=0.002),
        "a file of 255 levels holds no change below 0.0039, and 0.002 came\n  asked by Within(linf=0.002), {}\n"
        "  linf=1 / 255 is the least",
    ),
    "below zero": (
        lambda: Within(linf=-0.1),
        "Within.linf must lie between 0 and 1, and -0.1 came\n  asked by Within(linf=-0.1), {}",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bound_that_leaves_no_room_is_refused(name: str) -> None:
    make, text = REFUSED[name]
    with pytest.raises(InvalidValue) as error:
        make()
    place = f"test_within.py:{make.__code__.co_firstlineno}"
    assert str(error.value) == text.format(place)
