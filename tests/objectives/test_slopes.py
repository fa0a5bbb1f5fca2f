"""The gradients of the objectives, by finite differences and in closed form."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Channel, Direction, Guide, Layer, Logit, Neuron, Noise, Objective, Probability, ops
from dreamkit.testing.gradients import value_and_slope


def slope(objective: Objective, layer: str, seen: np.ndarray, targets: Any = ()) -> np.ndarray:
    """The gradient of the scores' sum with respect to a layer's activation."""
    at = ops.convert_to_tensor(seen.astype(np.float32))
    return np.asarray(
        ops.convert_to_numpy(value_and_slope(lambda a: ops.sum(objective.score({layer: a}, targets)), at)[1])
    )


def score(objective: Objective, layer: str, seen: np.ndarray, targets: Any = ()) -> float:
    return float(ops.sum(objective.score({layer: ops.convert_to_tensor(seen.astype(np.float32))}, targets)))


@pytest.mark.parametrize(
    ("objective", "layer", "shape"),
    [
        (Layer("a"), "a", (2, 5, 4, 3)),
        (Channel("a", (2, 0)), "a", (2, 5, 4, 3)),
        (Neuron("a", 1, 0.2, 0.9), "a", (1, 5, 4, 3)),
        (Direction("a", (1, -2, 0.5)), "a", (2, 5, 4, 3)),
        (Direction("a", (1, -2, 0.5), 1.5), "a", (2, 5, 4, 3)),
        (Logit((3, 1)), "logits", (2, 6)),
        (Probability((3, 1)), "logits", (2, 6)),
        (-2 * Layer("a") / 3, "a", (2, 5, 4, 3)),
    ],
    ids=repr,
)
def test_gradients_are_those_of_finite_differences(
    objective: Objective, layer: str, shape: tuple[int, ...], rng: np.random.Generator
) -> None:
    seen = rng.standard_normal(shape)
    gradient = slope(objective, layer, seen)
    for _ in range(4):
        direction = rng.standard_normal(shape)
        change = score(objective, layer, seen + 1e-2 * direction) - score(objective, layer, seen - 1e-2 * direction)
        # float32 scores of about 1, a fiftieth of which is compared
        assert change / 2e-2 == pytest.approx(float((gradient * direction).sum()), rel=1e-2, abs=2e-4)


def test_the_gradient_of_a_guide_is_its_best_fitting_feature_at_each_place(rng: np.random.Generator) -> None:
    # far apart, so that no place changes its mind within a finite difference
    seen, features = 10 * rng.standard_normal((2, 5, 5, 4)), rng.standard_normal((1, 3, 6, 4)).astype(np.float32)
    expected = np.zeros_like(seen)
    for index in np.ndindex(2, 5, 5):
        rows = features.reshape(-1, 4)
        expected[index] = rows[np.argmax(rows @ seen[index])] / 25
    targets = ops.convert_to_tensor(features)
    assert np.allclose(slope(Guide("a", Noise()), "a", seen, targets), expected, atol=1e-7)
    direction = rng.standard_normal(seen.shape)
    ahead, behind = (score(Guide("a", Noise()), "a", seen + by * direction, targets) for by in (1e-3, -1e-3))
    assert (ahead - behind) / 2e-3 == pytest.approx(float((expected * direction).sum()), abs=1e-2)


def test_a_place_where_nothing_is_active_has_a_finite_gradient() -> None:
    gradient = slope(Direction("a", (1, 2), 2), "a", np.zeros((1, 3, 3, 2)))
    assert np.isfinite(gradient).all()


@pytest.mark.parametrize("lead", [-60.0, -20.0, 20.0, 60.0])
def test_a_sure_probability_still_knows_the_way(lead: float) -> None:
    logits = np.array([[0.0, lead, -1.0]])
    chance = 1 / (1 + np.exp(-lead) * (1 + np.exp(-1.0)))
    rest = 1 / (1 + np.exp(lead) / (1 + np.exp(-1.0)))  # 1 - chance, without cancelling
    gradient = slope(Probability(1), "logits", logits)[0]
    assert gradient[1] == pytest.approx(chance * rest, rel=1e-4)
    assert gradient.sum() == pytest.approx(0, abs=1e-4 * chance * rest)
