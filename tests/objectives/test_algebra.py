"""Objectives add, subtract, and take weights; what makes no sense is said in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dreamkit import Channel, Fade, Jitter, Layer, Logit, Noise, ops
from dreamkit.errors import InvalidValue
from dreamkit.objectives import Objective, Sum, Weighted
from dreamkit.schedules import Clock

A, B, C = Layer("a"), Layer("b"), Channel("a", 1)
SEEN = {"a": np.arange(24.0).reshape(2, 2, 2, 3), "b": np.linspace(-1, 1, 8).reshape(2, 4)}


def scored(objective: Objective) -> Any:
    seen = {name: ops.convert_to_tensor(array.astype(np.float32)) for name, array in SEEN.items()}
    return ops.convert_to_numpy(objective.score(seen, objective.targets(lambda image: {}, lambda source: source)))


def test_the_score_of_a_sum_is_the_sum_of_the_scores() -> None:
    a, b, c = scored(A), scored(B), scored(C)
    for wish, expected in [
        (A + B, a + b),
        (A - B, a - b),
        (2 * A - 0.5 * (B + C), 2 * a - 0.5 * (b + c)),
        (-A / 4, -a / 4),
        (A * 3 + B - C, 3 * a + b - c),
        (sum([A, B, C]), a + b + c),
    ]:
        assert np.allclose(scored(wish), expected, rtol=1e-6)


def test_sums_are_flat_and_read_as_they_were_written() -> None:
    assert A + B + C == Sum((A, B, C)) == A + (B + C)
    assert repr(2 * (A + C)) == "2 * (Layer('a') + Channel('a', 1))"
    assert (A + B + C).layers == ("a", "b")


def test_operands_stay_as_they_are() -> None:
    first = A + B
    before = repr(first)
    _ = (first + C, 2 * first, first - C, -first)
    assert repr(first) == before


def test_a_weight_may_be_a_schedule_from_either_side() -> None:
    fade = Fade(1, 3)
    assert fade * A == A * fade == Weighted(A, fade)
    divided = A / fade
    assert isinstance(divided, Weighted)
    assert divided.weight == 1 / fade


def test_nothing_is_wanted_only_where_every_weight_is_nothing() -> None:
    first, last = Clock(progress=0), Clock(progress=1)
    assert not (Fade(0, 1) * A).wanted(first)
    assert (Fade(0, 1) * A).wanted(last)
    assert (Fade(0, 1) * A + B).wanted(first)
    assert not (0 * (A + B) - 0 * C).wanted(first)


def test_one_picture_goes_with_many() -> None:
    assert (Channel("a", (1, 2, 3)) + A - Logit("cat")).pictures == 3


NONSENSE: dict[str, tuple[Callable[[], Any], str]] = {
    "number": (lambda: A + 1, "an objective is added to an objective, and 1 came"),
    "number first": (lambda: 1 + A, "an objective is added to an objective, and 1 came"),
    "another part": (lambda: A + Jitter(2), "an objective is added to an objective, and Jitter(pixels=2) came"),
    "schedule": (
        lambda: Fade(0, 1) + A,
        "an objective is added to an objective, and Fade(0, 1) came",
    ),
    "taken": (lambda: A - 1, "an objective is taken from an objective, and 1 came"),
    "multiplied": (
        lambda: A * B,
        "an objective is multiplied with a number or a schedule, and Layer('b') came",
    ),
    "bool": (lambda: True * A, "an objective is multiplied with a number or a schedule, and True came"),
    "zero": (lambda: A / 0, "an objective is divided by a number other than 0, or by a schedule, and 0 came"),
    "nan": (lambda: A * float("nan"), "Weighted.weight must be a finite number, and nan came"),
    "empty": (lambda: Sum(()), "a Sum is made of objectives, and () came"),
    "stranger": (lambda: Sum((A, Noise())), f"a Sum is made of objectives, and ({A!r}, {Noise()!r}) came"),
}


@pytest.mark.parametrize("wrong", NONSENSE, ids=str)
def test_what_is_said(wrong: str) -> None:
    make, text = NONSENSE[wrong]
    with pytest.raises(InvalidValue) as caught:
        make()
    assert caught.value.what == text


def test_a_stranger_is_left_to_speak_for_itself() -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        A + "b"


def test_different_numbers_of_pictures_do_not_add() -> None:
    with pytest.raises(InvalidValue) as caught:
        Channel("a", (1, 2, 3)) + Channel("a", (4, 5))
    what, by, hint = str(caught.value).splitlines()
    assert what == "the terms of a sum ask for 2 and 3 pictures at once"
    assert by.startswith("  asked by Channel('a', (1, 2, 3)) + Channel('a', (4, 5)), test_algebra.py:")
    assert hint == "  a term for one picture goes with any number of them"


def test_numpys_numbers_are_weights_like_any_others() -> None:
    weighted = np.float32(2) * Layer("a")
    assert weighted == 2.0 * Layer("a")
