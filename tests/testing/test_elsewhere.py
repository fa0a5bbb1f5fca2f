"""The contract on another backend than this process's: parts travel there as JSON, and breaches come back."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from dreamkit import Effect, Fade, Knob, Rotate, Zoom
from dreamkit.backend.choice import chosen
from dreamkit.errors import InvalidValue
from dreamkit.testing import BrokenContract, check_part
from dreamkit.testing.elsewhere import installed

OTHERS = [name for name in ("torch", "jax", "tensorflow") if name in installed() and name != chosen()]
OTHER = pytest.mark.skipif(not OTHERS, reason="no other backend is installed")


@dataclasses.dataclass(frozen=True)
class OnlyHere(Effect):
    """Works on one backend alone."""

    name: str
    amount: Knob = 0.5

    def apply(self, image: Any, moment: Any) -> Any:
        return image if chosen() == self.name else image + 3 * self.amount


def test_this_backend_is_installed() -> None:
    assert chosen() in installed()


@OTHER
def test_parts_are_held_against_the_contract_elsewhere() -> None:
    check_part(Zoom(1.5) | Rotate(Fade(0, 1)), backends=OTHERS[:1])
    check_part(OnlyHere(OTHERS[0]), backends=OTHERS[:1])


@OTHER
def test_a_breach_says_where_it_was_seen() -> None:
    with pytest.raises(BrokenContract, match=rf"^line 6: .* and not in \[0, 1\], on {OTHERS[0]}\n"):
        check_part(OnlyHere(chosen()), backends=[chosen(), OTHERS[0]])


def test_a_class_that_no_other_process_can_find() -> None:
    @dataclasses.dataclass(frozen=True)
    class Hidden(Effect):
        """Is made in a function."""

    other = next(name for name in ("jax", "torch") if name != chosen())
    with pytest.raises(InvalidValue) as caught:
        check_part(Hidden(), backends=[other])
    assert str(caught.value) == (
        "test_a_class_that_no_other_process_can_find.<locals>.Hidden is made inside a function, "
        "where the process of another backend cannot find it\n  make it at the top of its module"
    )


def test_without_backends_only_this_one_is_asked() -> None:
    check_part(OnlyHere(chosen()))
