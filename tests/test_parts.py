"""Parts are frozen values whose knobs turn, whose ranges hold, and which know where they were made."""

from __future__ import annotations

import dataclasses
import inspect

import numpy as np
import pytest

from dreamkit import Ascent, Decay, Fade, Jitter, Knob, Layer, Octaves, TotalVariation, Zoom
from dreamkit.effects import Effect
from dreamkit.errors import InvalidValue
from dreamkit.parts import below, knobs, turned


def test_knobs_come_depth_first_in_the_order_of_the_fields() -> None:
    fade = Fade(0, 1)
    regularizer = Octaves(3) | TotalVariation(fade) | Jitter(2) | Decay(0.5)
    assert list(knobs(regularizer)) == [fade, 0.5]
    assert list(knobs(2.0 * Layer("a") + fade * Layer("b"))) == [2.0, fade]


def test_turning_gives_every_knob_its_number_and_changes_nothing_else() -> None:
    before = Octaves(3) | TotalVariation(Fade(0, 1)) | Decay(0.5)
    after = turned(before, iter([7.0, 8.0]))
    assert list(knobs(after)) == [7.0, 8.0]
    assert list(knobs(before)) == [Fade(0, 1), 0.5]
    assert [type(part) for part in below(after)] == [type(part) for part in below(before) if not isinstance(part, Fade)]


def test_a_turned_knob_may_be_a_tensor_out_of_its_range() -> None:
    tensor = np.array(-3.0)
    assert turned(Decay(0.5), iter([tensor])).amount is tensor


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: Decay(2.0), "Decay.amount must lie between 0 and 1, and 2 came"),
        (lambda: Decay(float("nan")), "Decay.amount must lie between 0 and 1, and nan came"),
        (lambda: Decay(True), "Decay.amount must be a number or a schedule, and True came"),
        (lambda: Decay("0.5"), "Decay.amount must be a number or a schedule, and '0.5' came"),  # type: ignore[arg-type]
        (lambda: Octaves(2.5), "Octaves.count must be a whole number, and 2.5 came"),  # type: ignore[arg-type]
        (lambda: Ascent(steps=0), "Ascent.steps must be at least 1, and 0 came"),
    ],
)
def test_a_number_out_of_range_is_a_sentence(make: object, text: str) -> None:
    assert callable(make)
    with pytest.raises(InvalidValue) as caught:
        make()
    assert caught.value.what == text


@dataclasses.dataclass(frozen=True)
class _Halved(Effect):
    """A part with an `__init__` of its own, as a plugin may write it."""

    amount: Knob = 0.0

    def __init__(self, amount: float) -> None:
        object.__setattr__(self, "amount", amount / 2)
        self.__post_init__()


def test_a_part_knows_the_line_that_made_it() -> None:
    frame = inspect.currentframe()
    assert frame is not None
    made = [Zoom(2), 0.5 * Layer("a"), _Halved(3.0)]
    for part in made:
        assert getattr(part, "_place") == f"test_parts.py:{frame.f_lineno - 2}"  # noqa: B009


def test_parts_are_values() -> None:
    assert Zoom(2) | Zoom(3) == Zoom(2) | Zoom(3)
    assert len({Zoom(2), Zoom(2), Zoom(3)}) == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        Zoom(2).per_second = 3.0  # type: ignore[misc]
