"""The average of an optimizer's way, against numpy."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from dreamkit import Adam, Ascent, Averaged, ops
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part


@pytest.mark.parametrize("decay", [0.0, 0.5, 0.9])
def test_it_is_the_exponential_mean_of_the_pictures_as_they_were_kept(decay: float, rng: np.random.Generator) -> None:
    optimizer = Averaged(Ascent(rate=0.1, per="none"), decay)
    x: Any = ops.convert_to_tensor(rng.random((1, 2, 3, 3)).astype(np.float32))
    state, kept = optimizer.begin(x), []
    for _ in range(4):
        gradient = rng.standard_normal((1, 2, 3, 3)).astype(np.float32)
        x, state = optimizer.advance(x, ops.convert_to_tensor(gradient), state)
        x = ops.clip(x, 0, 1)  # as a regularizer's `project` does
        kept.append(np.asarray(ops.convert_to_numpy(x)))
    weights = np.array([decay**3, decay**2, decay, 1])
    expected = np.tensordot(weights / weights.sum(), np.stack(kept), 1)
    assert np.allclose(ops.convert_to_numpy(optimizer.settle(x, state)), expected, atol=1e-6)


def test_after_one_step_it_is_that_step(rng: np.random.Generator) -> None:
    optimizer = Averaged(Ascent(rate=0.1), 0.99)
    x = ops.convert_to_tensor(rng.random((1, 2, 3, 3)).astype(np.float32))
    moved, state = optimizer.advance(x, x, optimizer.begin(x))
    assert np.allclose(ops.convert_to_numpy(optimizer.settle(moved, state)), ops.convert_to_numpy(moved), atol=1e-5)


def test_trees_are_averaged_leaf_by_leaf(rng: np.random.Generator) -> None:
    numbers = {"a": ops.ones((1, 2)), "b": (ops.zeros((3,)),)}
    optimizer = Averaged(Adam(rate=0.5), 0.5)
    moved, state = optimizer.advance(numbers, numbers, optimizer.begin(numbers))
    settled = optimizer.settle(moved, state)
    assert np.allclose(ops.convert_to_numpy(settled["a"]), 1.5, atol=1e-5)
    assert np.allclose(ops.convert_to_numpy(settled["b"][0]), 0)


def test_it_takes_as_many_steps_as_the_other() -> None:
    assert Averaged(Adam(steps=70)).steps == 70
    fewer = dataclasses.replace(Averaged(Averaged(Adam(70))), steps=7)
    assert fewer == Averaged(Averaged(Adam(7)))


def test_it_keeps_the_contract() -> None:
    check_part(Averaged(Ascent(), steps=3))


def test_it_averages_nothing_but_optimizers() -> None:
    with pytest.raises(InvalidValue) as caught:
        Averaged(0.99)  # type: ignore[arg-type]
    assert str(caught.value) == "Averaged takes an optimizer that follows the gradient, and 0.99 came"
