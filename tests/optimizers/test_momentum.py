"""Steps that gather way: against numpy, against Keras's SGD, and how they forget."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Fade, KerasOptimizer, Momentum, ops
from dreamkit.optimizers.momentum import DEVIATION, RATES
from dreamkit.parts import knobs, turned
from dreamkit.schedules import Clock, value
from dreamkit.testing import check_part


def climbed(optimizer: Any, gradients: np.ndarray) -> np.ndarray:
    """Where an optimizer has gone from 0 after each of these gradients; its rate moves along the steps."""
    x: Any = ops.zeros(gradients.shape[1:])
    state, way = optimizer.begin(x), []
    for step, gradient in enumerate(gradients):
        clock = Clock(step=step, steps_progress=step / max(1, len(gradients) - 1))
        now = turned(optimizer, iter([ops.convert_to_tensor(value(knob, clock)) for knob in knobs(optimizer)]))
        x, state = now.advance(x, ops.convert_to_tensor(gradient.astype(np.float32)), state)
        way.append(np.asarray(ops.convert_to_numpy(x)))
    return np.stack(way)


def test_it_keeps_the_contract() -> None:
    check_part(Momentum())
    check_part(Momentum(3, rate=Fade(1, 0, along="steps"), momentum=0))


def test_the_rates_of_400_steps_are_the_papers() -> None:
    rates = [value(RATES, Clock(step=step, steps_progress=step / 399)) for step in range(400)]
    assert rates == [0.004] * 100 + [0.0004] * 200 + [0.00004] * 100


def test_at_a_steady_rate_it_is_keras_sgd_with_momentum(rng: np.random.Generator) -> None:
    gradients = rng.standard_normal((6, 2, 3, 4, 3))
    sigma = DEVIATION**2 * 3 * 4 * 3
    ours = climbed(Momentum(rate=0.01, momentum=0.8), gradients)
    keras = climbed(KerasOptimizer("sgd", rate=0.01 * sigma, options={"momentum": 0.8}), gradients)
    np.testing.assert_allclose(ours, keras, rtol=1e-4, atol=1e-6)


def test_where_the_rate_changes_it_starts_from_rest_as_sgd_does_not(rng: np.random.Generator) -> None:
    gradients = rng.standard_normal((8, 1, 2, 2, 3))
    optimizer = Momentum(rate=RATES, momentum=0.9)  # eight steps: 2 fast, 4 slower, 2 slow
    expected, x, v, before = [], np.zeros((1, 2, 2, 3)), 0.0, 0.0
    for rate, gradient in zip([0.004] * 2 + [0.0004] * 4 + [0.00004] * 2, gradients, strict=True):
        v = (0.9 if rate == before else 0.0) * v + rate * 12 * DEVIATION**2 * gradient
        x, before = x + v, rate
        expected.append(x)
    np.testing.assert_allclose(climbed(optimizer, gradients), expected, rtol=1e-4, atol=1e-7)
    keras = climbed(KerasOptimizer("sgd", rate=RATES * (12 * DEVIATION**2), options={"momentum": 0.9}), gradients)
    np.testing.assert_allclose(keras[1], expected[1], rtol=1e-4)
    assert np.abs(keras[2] - expected[2]).max() > 1e-4


@pytest.mark.parametrize("factor", [2, 3])
def test_a_rate_means_the_same_at_any_size(factor: int, rng: np.random.Generator) -> None:
    """A picture of more pixels, each with its share of the same score, moves as far."""
    small = rng.standard_normal((3, 1, 4, 5, 3))
    large = np.repeat(np.repeat(small, factor, axis=2), factor, axis=3) / factor**2
    step = climbed(Momentum(), large)[:, :, ::factor, ::factor]
    np.testing.assert_allclose(step, climbed(Momentum(), small), rtol=1e-4, atol=1e-6)


def test_trees_move_leaf_by_leaf() -> None:
    numbers = {"a": ops.ones((1, 2)), "b": (ops.zeros((1, 3)),)}
    optimizer = Momentum(rate=1.0)
    moved, _ = optimizer.advance(numbers, numbers, optimizer.begin(numbers))
    np.testing.assert_allclose(ops.convert_to_numpy(moved["a"]), 1 + 2 * DEVIATION**2, rtol=1e-5)
    assert not np.any(ops.convert_to_numpy(moved["b"][0]))
