"""The contract holds for good parts and catches bad ones; each line is broken once."""

from __future__ import annotations

import dataclasses
import math
import pickle
import random
from pathlib import Path
from typing import Any

import numpy as np
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
    Mirror,
    Noise,
    Objective,
    Octaves,
    Pixels,
    Regularizer,
    Rotate,
    Schedule,
    TotalVariation,
    Zoom,
    ops,
)
from dreamkit.backend.choice import chosen
from dreamkit.testing import LINES, BrokenContract, check_part

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
class Bare(Effect):
    pass


@dataclasses.dataclass(frozen=True)
class Stale(Effect):
    """Was written when it had an amount.

    Args:
        amount: how much.
    """


@dataclasses.dataclass(frozen=True)
class Mumbling(Effect):
    """colours"""


class Undecorated(Effect):
    """Lacks its decorator."""


@dataclasses.dataclass(frozen=True, eq=False)
class Unequal(Effect):
    """Compares as nothing else does."""

    amount: float = 1.0


@dataclasses.dataclass(frozen=True)
class Holding(Effect):
    """Holds whatever comes."""

    it: Any = None


@dataclasses.dataclass(frozen=True)
class Forgetful(Effect):
    """Is made with other fields than it is asked for."""

    amount: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "amount", self.amount + 1)


@dataclasses.dataclass(frozen=True)
class Whimsical(Schedule):
    """Gives what it likes."""

    def at(self, clock: Any) -> float:
        return random.random()


@dataclasses.dataclass(frozen=True)
class Cropping(Effect):
    """Cuts a row off."""

    def apply(self, image: Any, moment: Any) -> Any:
        return image[:, 1:]


@dataclasses.dataclass(frozen=True)
class Glaring(Effect):
    """Shines too brightly."""

    def apply(self, image: Any, moment: Any) -> Any:
        return 0 * image + 1.5


@dataclasses.dataclass(frozen=True)
class Exploding(Effect):
    """Divides by nothing."""

    amount: Knob = 1.0

    def apply(self, image: Any, moment: Any) -> Any:
        return image / (0.0 * self.amount)


@dataclasses.dataclass(frozen=True)
class Baked(Effect):
    """Forgets that numbers can move."""

    amount: float = 1.0


@dataclasses.dataclass(frozen=True)
class Blind(Regularizer):
    """Shows the network a grey picture."""

    def view(self, image: Any, rng: Any) -> Any:
        return ops.zeros_like(image)


@dataclasses.dataclass(frozen=True)
class Indifferent(Objective):
    """Likes everything as much."""

    @property
    def layers(self) -> tuple[str, ...]:
        return ("relu1",)

    def score(self, activations: Any, targets: Any) -> Any:
        return 0 * ops.mean(activations["relu1"], axis=(1, 2, 3))[:1]


BROKEN: dict[str, tuple[Any, int, str]] = {
    "a list": (Holding([1, 2]), 1, "Holding.it holds a list, which can change; a tuple cannot"),
    "a dict in a tuple": (Holding(({},)), 1, "Holding.it holds a dict, which can change; a tuple cannot"),
    "a part's own list": (
        Mirror() | Holding([1]),
        1,
        "Holding.it holds a list, which can change; a tuple cannot",
    ),
    "eq=False": (Unequal(), 1, "Unequal has eq=False, so that two with other fields pass for equal"),
    "no dataclass": (Undecorated(), 1, "Undecorated lacks @dataclass(frozen=True) above it"),
    "a lambda": (
        Holding(lambda x: x),
        2,
        "Holding.it holds a function, which cannot be written down; make it a method, or hold the word that chooses it",
    ),
    "an array": (
        Holding(np.zeros(3)),
        2,
        "Holding.it holds a tensor, which cannot be written down; "
        "hold its numbers in a tuple, and make the tensor where it is used",
    ),
    "a range": (
        Holding(range(3)),
        2,
        "Holding.it holds range(0, 3), which cannot be written down; "
        "use numbers, text, paths, parts, and tuples of them",
    ),
    "other fields": (Forgetful(2.0), 2, "Forgetful(amount=3.0) comes back from JSON as Forgetful(amount=4.0)"),
    "no docstring": (Bare(), 3, "Bare has no docstring"),
    "no sentence": (Mumbling(), 3, "the docstring of Mumbling begins with no whole sentence: 'colours'"),
    "an old docstring": (Stale(), 3, "the docstring of Stale tells of 'amount', and there is no such argument"),
    "chance": (Whimsical(), 4, "Whimsical() gives two numbers for one time"),
    "a cut": (
        Cropping(),
        6,
        "Cropping(): apply turns (2, 24, 32, 3) into (2, 23, 32, 3), and shape says 2 of (24, 32)",
    ),
    "no numbers": (Exploding(), 6, "Exploding(): apply gives numbers that are not finite"),
    "too bright": (Glaring(), 6, "Glaring(): apply gives numbers from 1.5 to 1.5, and not in [0, 1]"),
    "a schedule in no knob": (
        Baked(Fade(0, 1)),
        8,
        "Baked.amount holds a schedule, and is declared as float; only a Knob can move",
    ),
    "no view": (Blind(), 7, "Blind(): no gradient comes back through its view"),
    "no wish": (Indifferent(), 7, "Indifferent(): no gradient comes back through its score"),
}


def told(part: Any) -> str:
    with pytest.raises(BrokenContract) as caught:
        check_part(part)
    return str(caught.value)


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_the_contract_is_a_sentence_and_a_line(name: str) -> None:
    part, line, sentence = BROKEN[name]
    assert told(part) == f"line {line}: {sentence}\n  the contract says: {LINES[line]}"


def test_a_tensor_is_no_field() -> None:
    sentence = "line 2: Holding.it holds a tensor, which cannot be written down;"
    assert told(Holding(ops.ones(3))).startswith(sentence)


@dataclasses.dataclass(frozen=True)
class Untraceable(Effect):
    """Does in Python what belongs to the backend."""

    how: str
    amount: Knob = 0.5

    def apply(self, image: Any, moment: Any) -> Any:
        return getattr(self, self.how)(image)

    def branches(self, image: Any) -> Any:
        return image if ops.mean(image) > 0.5 else 1 - image

    def counts(self, image: Any) -> Any:
        return image * min(int(ops.max(image)), 1)

    def takes_a_root(self, image: Any) -> Any:
        return image * math.sqrt(self.amount)

    def uses_numpy(self, image: Any) -> Any:
        return ops.convert_to_tensor(np.square(image))

    def goes_to_numpy(self, image: Any) -> Any:
        return ops.convert_to_tensor(ops.convert_to_numpy(image) ** 2)

    def trips(self, image: Any) -> Any:
        return image["red"]


VALUE = "asks a tensor for its value in {place}, which is not known while it is traced; choose with ops.where"
NUMPY = "gives a tensor to numpy in {place}, which cannot be traced; use dreamkit.ops"


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("branches", VALUE),
        ("counts", VALUE),
        ("takes_a_root", VALUE),
        ("uses_numpy", NUMPY),
        ("goes_to_numpy", NUMPY),
    ],
)
def test_what_cannot_be_traced_is_found_on_every_backend(how: str, sentence: str) -> None:
    code = getattr(Untraceable, how).__code__
    place = f"{Path(__file__).name}:{code.co_firstlineno + 1}"
    line = f"line 5: Untraceable({how!r}) {sentence.format(place=place)}\n  the contract says: {LINES[5]}"
    assert told(Untraceable(how)) == line


def test_what_fails_anyway_is_told_with_its_place() -> None:
    place = f"{Path(__file__).name}:{Untraceable.trips.__code__.co_firstlineno + 1}"
    assert told(Untraceable("trips")).startswith(f"line 5: Untraceable('trips') fails in {place}: ")


@dataclasses.dataclass(frozen=True)
class Measured(Regularizer):
    """Brightens by a step that depends on the height."""

    def project(self, image: Any, instant: Any) -> Any:
        return image + 1 / image.shape[1]


def test_one_that_must_know_the_size() -> None:
    if chosen() != "tensorflow":
        check_part(Measured())
        return
    place = f"{Path(__file__).name}:{Measured.project.__code__.co_firstlineno + 1}"
    assert told(Measured()) == (
        f"line 9: Measured() needs the picture's size in {place}: "
        "TypeError: unsupported operand type(s) for /: 'int' and 'NoneType'; "
        f"use ops.shape(image), or let any_size say no\n  the contract says: {LINES[9]}"
    )


@dataclasses.dataclass(frozen=True)
class Unpacking(Effect):
    """Takes a tensor apart as if it were a tuple."""

    def apply(self, image: Any, moment: Any) -> Any:
        first, _ = ops.mean(image, axis=(1, 2, 3))
        return image * first


def test_one_that_unpacks_a_tensor() -> None:
    if chosen() != "tensorflow":  # the others can
        check_part(Unpacking())
        return
    place = f"{Path(__file__).name}:{Unpacking.apply.__code__.co_firstlineno + 1}"
    sentence = f"line 5: Unpacking() unpacks a tensor in {place}, or loops over it; take its items by their number"
    assert told(Unpacking()).startswith(sentence)


def test_a_breach_can_be_sent_to_another_process() -> None:
    breach = BrokenContract(3, "Bare has no docstring")
    assert str(pickle.loads(pickle.dumps(breach))) == str(breach)
