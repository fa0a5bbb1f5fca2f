"""A part of somebody's own that no backend can trace says so in one sentence, with its line in the recipe."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, final

import numpy as np
import pytest

from dreamkit import Ascent, Channel, Colour, Film, Net, Shot, ops
from dreamkit.backend.choice import chosen
from dreamkit.effects import Effect, Moment
from dreamkit.errors import FailedPart
from dreamkit.parts import Knob, Tensor
from dreamkit.regularizers import Regularizer
from dreamkit.rng import Rng
from dreamkit.testing.films import painted

pytestmark = pytest.mark.skipif(chosen() == "torch", reason="torch runs a part as it is written")


@final
@dataclasses.dataclass(frozen=True)
class Hasty(Regularizer):
    """Does one of the three things that cannot be traced."""

    fault: str
    strength: Knob = 0.5

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        return FAULTS[self.fault][0](image, self.strength)


def branches(image: Tensor, strength: Tensor) -> Tensor:
    return image if ops.mean(image) > strength else 1 - image


def leaves(image: Tensor, strength: Tensor) -> Tensor:
    return ops.convert_to_tensor(np.fliplr(np.asarray(image)))


FAULTS: dict[str, tuple[Callable[..., Any], str]] = {
    "branches": (
        branches,
        "asks a tensor for its value in test_untraceable.py:{line}, which is not known while it is "
        "traced; choose with ops.where",
    ),
    "leaves": (
        leaves,
        "gives a tensor to numpy in test_untraceable.py:{line}, which cannot be traced; use dreamkit.ops",
    ),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_step_says_what_its_part_does(tmp_path: Path, fault: str) -> None:
    shot = Shot(net=Net("tiny"), objective=Channel("relu1", 0), regularizer=Hasty(fault), optimizer=Ascent(1))
    with pytest.raises(FailedPart) as caught:
        painted(Film(shot), tmp_path)
    function, sentence = FAULTS[fault]
    line = function.__code__.co_firstlineno + 1
    what, by = str(caught.value).split("\n")
    assert what == f"shot 1, frame 0: Hasty {sentence.format(line=line)}"
    assert by.startswith(f"  asked by Hasty({fault!r}), test_untraceable.py:")


@final
@dataclasses.dataclass(frozen=True)
class Glance(Effect):
    """Branches in a finish."""

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        return image if ops.mean(image) > 0.5 else 1 - image


def test_a_finish_too(tmp_path: Path) -> None:
    with pytest.raises(FailedPart) as caught:
        painted(Shot(source=Colour(), finish=Glance()), tmp_path)
    what, by = str(caught.value).split("\n")
    assert what.startswith("shot 1, frame 0: Glance asks a tensor for its value in test_untraceable.py:")
    assert by.startswith("  asked by Glance(), test_untraceable.py:")
