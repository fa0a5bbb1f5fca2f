"""The contract holds for good parts and catches bad ones; each line is broken once."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from dreamkit import (
    Ascent,
    Clamp,
    Colour,
    Effect,
    Fade,
    Jitter,
    Knob,
    Layer,
    Noise,
    Octaves,
    Pixels,
    Regularizer,
    Rotate,
    TotalVariation,
    Zoom,
    ops,
)
from dreamkit.testing import BrokenContract, check_part

GOOD = [
    Ascent(),
    Clamp(),
    Colour(),
    Fade(0, 1),
    Jitter(3),
    0.5 * Layer("a"),
    Noise(),
    Octaves(3),
    Pixels(),
    Rotate(20),
    Jitter(2) | TotalVariation(Fade(0, 1)) | Clamp(),
    Zoom(1.5) | Rotate(Fade(0, 1)),
]


@pytest.mark.parametrize("part", GOOD, ids=repr)
def test_good_parts_keep_the_contract(part: Any) -> None:
    check_part(part)


@dataclasses.dataclass(frozen=True)
class _Unhashable(Effect):
    """An effect with a list in it."""

    names: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class _Bare(Effect):
    pass


@dataclasses.dataclass(frozen=True)
class _Cropping(Effect):
    """Cuts a row off."""

    def apply(self, image: Any, moment: Any) -> Any:
        return image[:, 1:]


@dataclasses.dataclass(frozen=True)
class _Blind(Regularizer):
    """Shows the network a grey picture."""

    def view(self, image: Any, rng: Any) -> Any:
        return ops.zeros_like(image)


@dataclasses.dataclass(frozen=True)
class _Exploding(Effect):
    """Divides by nothing."""

    amount: Knob = 1.0

    def apply(self, image: Any, moment: Any) -> Any:
        return image / (0.0 * self.amount)


@pytest.mark.parametrize(
    ("part", "line"),
    [
        (_Unhashable(), "line 1"),
        (_Bare(), "line 3"),
        (_Cropping(), "line 6"),
        (_Exploding(), "line 6"),
        (_Blind(), "line 7"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_each_line_catches_its_breach(part: Any, line: str) -> None:
    with pytest.raises(BrokenContract, match=line):
        check_part(part)
