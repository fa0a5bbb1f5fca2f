"""Penalties, against loops over pixels and finite differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import LpNorm, TotalVariation, ops
from dreamkit.testing.gradients import value_and_slope


def _penalty(part: Any, image: np.ndarray) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(part.penalty(ops.convert_to_tensor(image))), np.float64)


@pytest.mark.parametrize("beta", [1.0, 2.0, 2.5])
def test_variation_is_the_sum_over_neighbours(beta: float, rng: np.random.Generator) -> None:
    image = rng.random((2, 5, 6, 3)).astype(np.float32)
    levels = image.astype(np.float64) * 255
    expected = np.zeros(2)
    for row in range(5):
        for column in range(6):
            right = levels[:, row, min(column + 1, 5)] - levels[:, row, column]
            below = levels[:, min(row + 1, 4), column] - levels[:, row, column]
            expected += np.sum((right**2 + below**2) ** (beta / 2), axis=-1)
    expected *= 0.5 / (5 * 6 * 3)
    np.testing.assert_allclose(_penalty(TotalVariation(0.5, beta=beta), image), expected, rtol=1e-4)


@pytest.mark.parametrize("p", [1.0, 2.0, 3.5, 6.0])
def test_a_norm_is_the_mean_of_powers_and_counts_black_and_white_alike(p: float, rng: np.random.Generator) -> None:
    image = rng.random((2, 4, 5, 3)).astype(np.float32)
    expected = 3 * np.mean(127.5 * (np.abs(image.astype(np.float64) - 0.4) / 0.5) ** p, axis=(1, 2, 3))
    np.testing.assert_allclose(_penalty(LpNorm(3, p=p, grey=0.4), image), expected, rtol=1e-4)
    extremes = np.array([0.0, 1.0], np.float32)[:, None, None, None] * np.ones((1, 3, 3, 3), np.float32)
    np.testing.assert_allclose(_penalty(LpNorm(1, p=p), extremes), [127.5, 127.5], rtol=1e-4)


@pytest.mark.parametrize("part", [TotalVariation(), TotalVariation(beta=1), LpNorm(), LpNorm(p=1)], ids=repr)
def test_flat_grey_costs_nothing_and_is_not_moved(part: Any) -> None:
    grey = ops.convert_to_tensor(np.full((1, 4, 5, 3), 0.5, np.float32))
    cost, gradient = value_and_slope(lambda x: ops.sum(part.penalty(x)), grey)
    assert float(cost) == pytest.approx(0, abs=1e-6)
    assert np.array_equal(ops.convert_to_numpy(gradient), np.zeros((1, 4, 5, 3)))


@pytest.mark.parametrize(
    "part", [TotalVariation(), TotalVariation(beta=1), TotalVariation(beta=3), LpNorm(), LpNorm(p=2.5)], ids=repr
)
def test_gradients_are_those_of_finite_differences(part: Any, rng: np.random.Generator) -> None:
    image = rng.random((1, 5, 5, 3)).astype(np.float32)
    _, gradient = value_and_slope(lambda x: ops.sum(part.penalty(x)), ops.convert_to_tensor(image))
    for _ in range(4):
        direction = rng.standard_normal(image.shape).astype(np.float32)
        ahead, behind = (_penalty(part, image + sign * 2e-3 * direction)[0] for sign in (1, -1))
        slope = float(np.sum(np.asarray(ops.convert_to_numpy(gradient)) * direction))
        assert (ahead - behind) / 4e-3 == pytest.approx(slope, rel=2e-2, abs=2e-2 * np.abs(slope) + 0.5)


def test_a_weight_means_the_same_at_any_size(rng: np.random.Generator) -> None:
    small = rng.random((1, 8, 8, 3)).astype(np.float32)
    large = np.tile(np.concatenate([small, small[:, ::-1]], axis=1), (1, 2, 2, 1))
    for part in (TotalVariation(), LpNorm()):
        assert _penalty(part, large)[0] == pytest.approx(_penalty(part, small)[0], rel=0.2)
