"""The compiled step: its gradient, its traces, and what it does to a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Ascent, Clamp, Fade, Jitter, Layer, Net, Octaves, Shot, TotalVariation, ops
from dreamkit.backend.choice import chosen
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.render.step import Inputs, Step
from dreamkit.schedules import Clock, value


def _step(shot: Shot) -> Step:
    assert shot.objective is not None
    return Step(shot, Cut(LoadedNet(TINY, TINY.build("trained")), shot.objective.layers))


def _inputs(step: Step, image: Any, key: int = 1, progress: float = 0.0) -> Inputs:
    dials = [value(knob, Clock(progress=progress)) for knob in step.knobs]
    return Inputs(dials, key, 0, image, ((), ()))


SHOT = Shot(
    net=Net("tiny"),
    objective=Fade(1, 0) * Layer("relu1") + Fade(0, 1) * Layer("relu2"),
    regularizer=Octaves(3) | Jitter(2) | TotalVariation(Fade(0, 1)) | Clamp(),
    optimizer=Ascent(rate=Fade(0.01, 0.02)),
)


def test_the_gradient_is_that_of_finite_differences(rng: np.random.Generator) -> None:
    # the score is a square of something linear, so that central differences are exact; a ReLU has kinks
    step = _step(Shot(net=Net("tiny"), objective=Layer("norm0"), regularizer=TotalVariation(0.5)))
    image = rng.random((1, 6, 8, 3)).astype(np.float32)
    inputs = _inputs(step, ops.convert_to_tensor(image))
    inputs = Inputs(inputs.dials, 1, 0, inputs.source, ())
    _, gradient = step.slope(ops.convert_to_tensor(image), inputs)
    gradient = ops.convert_to_numpy(gradient)
    for _ in range(6):
        direction = rng.standard_normal(image.shape).astype(np.float32)
        ahead, behind = (
            float(step.slope(ops.convert_to_tensor(image + sign * 1e-2 * direction), inputs)[0]) for sign in (1, -1)
        )
        expected = float(np.sum(gradient * direction))
        assert (ahead - behind) / 2e-2 == pytest.approx(expected, rel=1e-3, abs=1e-3)


def test_knobs_turn_without_a_new_trace_and_sizes_share_one_where_they_can(rng: np.random.Generator) -> None:
    step = _step(SHOT)
    for frame, size in enumerate([(20, 30), (28, 42), (20, 30), (28, 42)]):
        image = ops.convert_to_tensor(rng.random((1, *size, 3)).astype(np.float32))
        step(image, (), _inputs(step, image, key=frame, progress=frame / 3))
    expected = {"tensorflow": [(None, None)], "jax": [(20, 30), (28, 42)]}
    if chosen() in expected:  # torch runs the step as it is written
        assert step.traces == expected[chosen()]


def test_a_knob_is_worth_the_same_as_a_number(rng: np.random.Generator) -> None:
    image = ops.convert_to_tensor(rng.random((1, 20, 30, 3)).astype(np.float32))
    moving, still = (
        _step(SHOT),
        _step(
            Shot(
                net=Net("tiny"),
                objective=0.25 * Layer("relu1") + 0.75 * Layer("relu2"),
                regularizer=Octaves(3) | Jitter(2) | TotalVariation(0.75) | Clamp(),
                optimizer=Ascent(rate=0.0175),
            )
        ),
    )
    one = moving(image, (), _inputs(moving, image, progress=0.75))[0]
    other = still(image, (), _inputs(still, image))[0]
    assert np.array_equal(ops.convert_to_numpy(one), ops.convert_to_numpy(other))


def test_the_same_key_gives_the_same_step_and_another_key_another(rng: np.random.Generator) -> None:
    step = _step(SHOT)
    image = ops.convert_to_tensor(rng.random((1, 20, 30, 3)).astype(np.float32))
    one, same, other = (ops.convert_to_numpy(step(image, (), _inputs(step, image, key=key))[0]) for key in (4, 4, 9))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_step_in_two_halves_is_the_whole_step(rng: np.random.Generator) -> None:
    step = _step(SHOT)
    image = ops.convert_to_tensor(rng.random((1, 20, 30, 3)).astype(np.float32))
    inputs = _inputs(step, image, key=3)
    whole, _, score, _ = step(image, (), inputs)
    half, gradient = step.slope(image, inputs)
    moved, _ = step.move(image, (), gradient, inputs)
    assert float(half) == pytest.approx(float(ops.sum(score)), rel=1e-5)
    assert np.abs(ops.convert_to_numpy(moved) - ops.convert_to_numpy(whole)).max() < 1e-4


def test_the_score_rises(rng: np.random.Generator) -> None:
    step = _step(Shot(net=Net("tiny"), objective=Layer("relu2"), optimizer=Ascent(rate=0.005)))
    image = ops.convert_to_tensor(rng.random((1, 24, 24, 3)).astype(np.float32))
    scores = []
    for key in range(4):
        image, _, score, _ = step(image, (), Inputs([0.005], key, key, image, ()))
        scores.append(float(ops.sum(score)))
    assert scores == sorted(scores)
    assert scores[-1] > 1.02 * scores[0]
