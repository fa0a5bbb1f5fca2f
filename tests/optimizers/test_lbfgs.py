"""L-BFGS against torch's own, against scipy's, and what it must not mind: units, neighbours, a moved picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest

from dreamkit import LBFGS, Averaged, Clamp, Fade, Layer, Net, Shot, backend, ops
from dreamkit.backend.choice import chosen
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.render.score import Inputs
from dreamkit.render.step import Step
from dreamkit.testing import check_part

Slope = Callable[[np.ndarray], np.ndarray]


def bowl(rng: np.random.Generator, numbers: int = 12, steepest: float = 100.0) -> tuple[np.ndarray, np.ndarray]:
    """A convex quadratic, x·A·x / 2 - b·x, whose axes are up to `steepest` times as steep as each other."""
    axes, _ = np.linalg.qr(rng.standard_normal((numbers, numbers)))
    return axes @ np.diag(np.geomspace(1, steepest, numbers)) @ axes.T, rng.standard_normal(numbers)


def climbed(
    optimizer: Any, uphill: Slope, start: np.ndarray, steps: int, kept: Slope = lambda numbers: numbers
) -> np.ndarray:
    """Where it stands after each step, (steps, batch, …); `kept` changes the numbers behind its back."""
    x: Any = ops.convert_to_tensor(start.astype(np.float32))
    step = backend.compiled(lambda _, numbers, slope, state: optimizer.advance(numbers, slope, state))
    state, way = optimizer.begin(x), []
    for _ in range(steps):
        slope = ops.convert_to_tensor(uphill(np.asarray(ops.convert_to_numpy(x), np.float64)).astype(np.float32))
        x, state = step(x, slope, state)
        way.append(kept(np.asarray(ops.convert_to_numpy(x))))
        x = ops.convert_to_tensor(way[-1])
    return np.stack(way)


def rosenbrock(x: np.ndarray) -> np.ndarray:
    """The gradient of Rosenbrock's valley, uphill of its negative; (batch, 2)."""
    across = x[:, 1] - x[:, 0] ** 2
    return np.stack([2 * (1 - x[:, 0]) + 400 * x[:, 0] * across, -200 * across], axis=1)


@pytest.mark.parametrize("memory", [2, 10])
def test_its_steps_are_torchs(memory: int, rng: np.random.Generator) -> None:
    torch: Any = pytest.importorskip("torch")
    matrix, slant = bowl(rng)
    start = 3 * rng.standard_normal(12)
    x = torch.tensor(start, requires_grad=True)
    theirs = torch.optim.LBFGS([x], lr=1, max_iter=1, history_size=memory, tolerance_grad=0, tolerance_change=0)

    def closure() -> Any:
        theirs.zero_grad()
        loss = x @ torch.tensor(matrix) @ x / 2 - torch.tensor(slant) @ x
        loss.backward()
        return loss

    expected = []
    for _ in range(15):
        theirs.step(closure)
        expected.append(x.detach().numpy().copy())
    slope = matrix @ start - slant
    first = np.sqrt(np.mean(slope**2)) / np.abs(slope).sum()  # torch's own first step
    ours = climbed(LBFGS(memory=memory, first=first, longest=1e3), lambda at: slant - at @ matrix, start[None], 15)
    np.testing.assert_allclose(ours[:, 0], expected, rtol=1e-2, atol=1e-3)


@pytest.mark.parametrize("case", ["bowl", "valley"])
def test_it_arrives_where_scipys_does(case: str, rng: np.random.Generator) -> None:
    optimize = pytest.importorskip("scipy.optimize")
    matrix, slant = bowl(rng)
    if case == "bowl":
        start, uphill = np.zeros(12), cast("Slope", lambda at: slant - at @ matrix)
    else:
        start, uphill = np.array([-1.2, 1.0]), rosenbrock
    score = (lambda at: at @ matrix @ at / 2 - slant @ at) if case == "bowl" else optimize.rosen
    found = optimize.fmin_l_bfgs_b(score, start, lambda at: -uphill(at[None])[0])[0]
    ours = climbed(LBFGS(), uphill, start[None], 100)[-1, 0]
    np.testing.assert_allclose(ours, found, atol=2e-3)


@pytest.mark.parametrize("unit", [1e-9, 1e-3, 1e6])
def test_the_scores_unit_does_not_matter(unit: float) -> None:
    start = np.array([[-1.2, 1.0]])
    usual, other = climbed(LBFGS(), rosenbrock, start, 6), climbed(LBFGS(), lambda at: unit * rosenbrock(at), start, 6)
    np.testing.assert_allclose(usual, other, rtol=1e-3)


def test_each_picture_goes_its_own_way(rng: np.random.Generator) -> None:
    starts = np.array([[-1.2, 1.0], [0.5, 0.5], [1.0, 1.0]])
    together = climbed(LBFGS(), rosenbrock, starts, 12)
    for number, start in enumerate(starts):
        alone = climbed(LBFGS(), rosenbrock, start[None], 12)
        np.testing.assert_allclose(together[:, number], alone[:, 0], atol=1e-5)
    np.testing.assert_allclose(together[-1, 2], 1, atol=1e-6)  # at the top, it stays


def test_no_step_is_longer_than_the_longest(rng: np.random.Generator) -> None:
    """On a slope that is all but even, the top is believed to be far away."""
    start = rng.random((2, 3, 4, 3))
    way = climbed(LBFGS(first=0.03, longest=0.05), lambda at: 1 - 0.01 * at, start, 6)
    lengths = np.sqrt(np.mean(np.diff(np.concatenate([start[None], way]), axis=0) ** 2, axis=(2, 3, 4)))
    np.testing.assert_allclose(lengths, [[0.03] * 2, *[[0.05] * 2] * 5], rtol=1e-3)


def test_a_rate_of_one_half_goes_half_as_far() -> None:
    start = np.array([[-1.2, 1.0]])
    whole, half = (climbed(LBFGS(rate=rate), rosenbrock, start, 1)[0] - start for rate in (1.0, 0.5))
    np.testing.assert_allclose(half, whole / 2, atol=1e-6)


def test_it_learns_from_where_the_numbers_really_went(rng: np.random.Generator) -> None:
    """A wall, as `Clamp` puts it up, stops a step; what is remembered of it is the way up to the wall."""
    optimizer, start = LBFGS(first=0.2), np.full((1, 2), 0.9, np.float32)
    x: Any = ops.convert_to_tensor(start)
    asked, state = optimizer.advance(x, ops.ones((1, 2)), optimizer.begin(x))
    stopped = ops.clip(asked, 0, 1)
    _, state = optimizer.advance(stopped, ops.full((1, 2), 0.5), state)
    way, bend, weight = state[0][-1]
    np.testing.assert_allclose(ops.convert_to_numpy(way), [[0.1, 0.1]], rtol=1e-5)
    np.testing.assert_allclose(ops.convert_to_numpy(bend), [[0.5, 0.5]], rtol=1e-5)
    np.testing.assert_allclose(ops.convert_to_numpy(weight), [10], rtol=1e-5)


@pytest.mark.parametrize("slope", [0.0, 2.0])
def test_a_slope_that_stays_or_grows_teaches_nothing(slope: float) -> None:
    optimizer = LBFGS(first=0.2, memory=1)
    x: Any = ops.full((1, 2), 0.5)
    asked, state = optimizer.advance(x, ops.ones((1, 2)), optimizer.begin(x))
    moved, state = optimizer.advance(asked, ops.ones((1, 2)) + slope, state)
    assert float(ops.convert_to_numpy(state[0][-1][2])[0]) == 0
    np.testing.assert_allclose(ops.convert_to_numpy(moved - asked), 0.1, rtol=1e-5)  # `first`, but for `longest`


def test_trees_are_one_vector(rng: np.random.Generator) -> None:
    """Two tensors of one bowl, step by step as the one tensor that they are halves of."""
    matrix, slant = bowl(rng, 6)
    start = rng.standard_normal((1, 6)).astype(np.float32)
    tops = np.sqrt(np.mean((slant - start @ matrix).reshape(2, 3) ** 2, axis=1))  # a tree is as long as its longest
    optimizer, whole = LBFGS(first=0.01 * tops.max(), longest=1e3), np.sqrt(np.mean(tops**2))
    numbers: Any = {"a": ops.convert_to_tensor(start[:, :3]), "b": (ops.convert_to_tensor(start[:, 3:]),)}
    state = optimizer.begin(numbers)
    for _ in range(8):
        at = np.concatenate([ops.convert_to_numpy(numbers["a"]), ops.convert_to_numpy(numbers["b"][0])], axis=1)
        slope = (slant - at @ matrix).astype(np.float32)
        gradient = {"a": ops.convert_to_tensor(slope[:, :3]), "b": (ops.convert_to_tensor(slope[:, 3:]),)}
        numbers, state = optimizer.advance(numbers, gradient, state)
    moved = np.concatenate([ops.convert_to_numpy(numbers["a"]), ops.convert_to_numpy(numbers["b"][0])], axis=1)
    expected = climbed(LBFGS(first=0.01 * whole, longest=1e3), lambda at: slant - at @ matrix, start, 8)[-1]
    np.testing.assert_allclose(moved, expected, rtol=1e-3, atol=1e-4)


def test_one_compiled_step_serves_all_octaves(rng: np.random.Generator) -> None:
    shot = Shot(net=Net("tiny"), objective=Layer("relu1"), optimizer=LBFGS(memory=3), regularizer=Clamp())
    step = Step(shot, Cut(LoadedNet(TINY, TINY.build("trained")), ["relu1"]))
    for size in [(20, 30), (28, 42)]:
        numbers: Any = ops.convert_to_tensor(rng.random((2, *size, 3)).astype(np.float32))
        state, scores = shot.optimizer.begin(numbers), []  # type: ignore[attr-defined]
        for index in range(6):
            numbers, state, score, _ = step(numbers, state, Inputs([1.0], 1, index, numbers[:1], ()))
            scores.append(float(ops.sum(score)))
        assert scores[-1] > scores[0]
    assert step.traces == {"tensorflow": [(None, None)], "jax": [(20, 30), (28, 42)]}.get(chosen(), step.traces)


def test_it_keeps_the_contract() -> None:
    check_part(LBFGS())
    check_part(LBFGS(3, rate=Fade(1, 0.5, along="steps"), memory=1))
    check_part(Averaged(LBFGS(3, memory=2)))
