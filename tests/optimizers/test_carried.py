"""A memory that is carried from octave to octave, against one that begins anew."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit import (
    LBFGS,
    Adam,
    Ascent,
    Averaged,
    Carried,
    Cosines,
    Fourier,
    KerasOptimizer,
    Layer,
    Momentum,
    Net,
    Noise,
    Octaves,
    Pixels,
    Pyramid,
    Shot,
    UntilStill,
    ops,
)
from dreamkit.errors import InvalidValue
from dreamkit.parameterizations import Parameterization
from dreamkit.testing import check_part
from dreamkit.testing.films import painted

LARGE = (1, 8, 12, 3)


def shapes(state: Any) -> list[tuple[int, ...]]:
    from keras import tree

    return [tuple(leaf.shape) for leaf in tree.flatten(state)]


@pytest.mark.parametrize(
    "optimizer", [Adam(), Momentum(rate=0.1), KerasOptimizer("rmsprop"), UntilStill(Adam()), Ascent()]
)
def test_what_is_of_the_pictures_size_grows_and_the_rest_stays(optimizer: Any, rng: np.random.Generator) -> None:
    small = ops.convert_to_tensor(rng.random((1, 4, 6, 3)).astype(np.float32))
    carried = Carried(optimizer)
    _, state = carried.advance(small, ops.full((1, 4, 6, 3), 0.5), carried.begin(small))
    grown, fresh = carried.resumed(state, ops.zeros(LARGE)), carried.begin(ops.zeros(LARGE))
    assert shapes(grown) == shapes(fresh)
    from keras import tree

    for old, new in zip(tree.flatten(state), tree.flatten(grown), strict=True):
        old, new = ops.convert_to_numpy(old), ops.convert_to_numpy(new)
        if old.shape == new.shape:
            np.testing.assert_array_equal(old, new)
        else:  # an even gradient leaves an even memory
            np.testing.assert_allclose(new, np.broadcast_to(old[:, :1, :1], LARGE), rtol=1e-5)


def test_adams_first_step_at_the_next_size_goes_on_as_its_last(rng: np.random.Generator) -> None:
    """Where the slope turns around, a new Adam turns at once, and one that remembers does not."""
    small, large = ops.full((1, 4, 6, 3), 0.5), ops.full(LARGE, 0.5)
    for optimizer, onward in ((Averaged(Carried(Adam(rate=0.1)), 0.5), True), (Averaged(Adam(rate=0.1), 0.5), False)):
        numbers, state = small, optimizer.begin(small)
        for _ in range(5):
            numbers, state = optimizer.advance(numbers, ops.ones((1, 4, 6, 3)), state)
        state = optimizer.resumed(state, large)
        moved, state = optimizer.advance(large, -ops.ones(LARGE), state)
        assert (float(ops.convert_to_numpy(moved).mean()) > 0.5) == onward
        np.testing.assert_allclose(  # the average is of this octave alone
            ops.convert_to_numpy(optimizer.settle(moved, state)), ops.convert_to_numpy(moved), atol=1e-6
        )


@pytest.mark.parametrize("parameterization", [Pixels(), Pyramid(2), Cosines(3, 3)])
def test_a_climb_with_a_memory_is_another_one(parameterization: Parameterization, tmp_path: Path) -> None:
    pictures = {}
    for optimizer in (Adam(3, 0.05), Carried(Adam(3, 0.05))):
        shot = Shot(
            net=Net("tiny"),
            objective=Layer("relu1"),
            source=Noise(0.1),
            regularizer=Octaves(2, detail="none"),
            optimizer=optimizer,
            parameterization=parameterization,
        )
        pictures[type(optimizer)] = painted(shot, tmp_path, size=(16, 24))[0]
    assert np.isfinite(pictures[Carried]).all()
    assert np.abs(pictures[Carried] - pictures[Adam]).max() > 1e-3


def test_numbers_that_cannot_grow_are_refused_before_the_first_frame(tmp_path: Path) -> None:
    shot = Shot(
        net=Net("tiny"),
        objective=Layer("relu1"),
        regularizer=Octaves(2, 2.0),
        optimizer=Carried(Adam(3)),
        parameterization=Fourier(),
    )
    with pytest.raises(InvalidValue) as caught:
        painted(shot, tmp_path, size=(32, 32))
    what, by, hint = str(caught.value).splitlines()
    assert what == "a memory of the shape (1, 2, 3, 16, 9) cannot grow to (1, 2, 3, 32, 17)"
    assert by.startswith("  asked by Carried(Adam(steps=3)), test_carried.py:")
    assert hint == "  Pixels, Pyramid and Cosines work with Carried"


def test_what_holds_at_one_size_is_refused() -> None:
    with pytest.raises(InvalidValue) as caught:
        Carried(UntilStill(LBFGS()))
    assert str(caught.value).splitlines()[0] == "what LBFGS has learnt holds at one size"
    assert str(caught.value).splitlines()[2] == "  Carried(Adam(…)) works"
    with pytest.raises(InvalidValue) as caught:
        Carried(Averaged(Adam()))
    assert str(caught.value).splitlines()[0] == "Averaged begins anew in each octave, from the last average"
    with pytest.raises(InvalidValue) as caught:
        Carried(0.99)  # type: ignore[arg-type]
    assert str(caught.value) == "Carried takes an optimizer that follows the gradient, and 0.99 came"


def test_it_takes_as_many_steps_as_the_other() -> None:
    assert Carried(Adam(70)).steps == 70
    assert dataclasses.replace(Carried(Adam(70)), steps=7) == Carried(Adam(7)) == Carried(Adam(70), steps=7)
    assert repr(Averaged(Carried(Adam()), 0.9)) == "Averaged(Carried(Adam()), decay=0.9)"


def test_it_keeps_the_contract() -> None:
    check_part(Carried(Adam(3)))
    check_part(Averaged(Carried(Momentum(3, rate=0.1))))
