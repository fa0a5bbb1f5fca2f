"""Keras's optimizers as pure functions that climb: against Adam written out, in the compiled step, and misspelt."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Adam, Averaged, Fade, Jitter, KerasOptimizer, Layer, Net, Optimizer, Shot, ops
from dreamkit.backend.choice import chosen
from dreamkit.errors import InvalidValue, UnknownName
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.optimizers.keras_optimizer import CLASSES
from dreamkit.render.step import Inputs, Step
from dreamkit.testing import check_part

BOWL = np.array([[3.0, -1.0, 0.5]])


def climbed(optimizer: Optimizer, start: np.ndarray, steps: int) -> list[np.ndarray]:
    """Where an optimizer goes on the hill -0.5 (x - BOWL)², whose top is at BOWL."""
    x = ops.convert_to_tensor(start.astype(np.float32))
    state, way = optimizer.begin(x), []
    for _ in range(steps):
        x, state = optimizer.advance(x, ops.convert_to_tensor(BOWL.astype(np.float32)) - x, state)
        way.append(np.asarray(ops.convert_to_numpy(x)))
    return way


@pytest.mark.parametrize("name", CLASSES)
def test_every_name_is_an_optimizer_of_keras_that_climbs(name: str) -> None:
    import keras

    assert issubclass(getattr(keras.optimizers, CLASSES[name]), keras.optimizers.Optimizer)
    start = np.zeros((1, 3))
    way = climbed(KerasOptimizer(name, rate=0.1), start, 3)
    before = np.abs(start - BOWL)
    for x in way:
        assert (np.abs(x - BOWL) < before).all()
        before = np.abs(x - BOWL)


def test_adam_is_kingma_and_bas(rng: np.random.Generator) -> None:
    start = rng.standard_normal((1, 3))
    x, m, v = start.copy(), np.zeros((1, 3)), np.zeros((1, 3))
    for t, seen in enumerate(climbed(Adam(rate=0.1, beta_1=0.8, beta_2=0.9), start, 5), 1):
        g = BOWL - x
        m, v = 0.8 * m + 0.2 * g, 0.9 * v + 0.1 * g**2
        x = x + 0.1 * (m / (1 - 0.8**t)) / (np.sqrt(v / (1 - 0.9**t)) + 1e-16)
        assert np.allclose(seen, x, atol=1e-5)


def test_adam_moves_pixels_whose_share_in_the_score_is_tiny() -> None:
    x = ops.zeros((1, 4))
    moved, _ = Adam(rate=0.02).advance(x, ops.full((1, 4), 1e-9), Adam().begin(x))
    assert np.allclose(ops.convert_to_numpy(moved), 0.02, rtol=1e-2)


def test_options_reach_keras(rng: np.random.Generator) -> None:
    start = rng.standard_normal((1, 3))
    x, speed = start.copy(), np.zeros((1, 3))
    for seen in climbed(KerasOptimizer("sgd", rate=0.1, options={"momentum": 0.9}), start, 4):
        speed = 0.9 * speed + 0.1 * (BOWL - x)
        x = x + speed
        assert np.allclose(seen, x, atol=1e-5)


def test_numbers_may_be_a_tree_and_what_comes_in_stays_as_it_is(rng: np.random.Generator) -> None:
    one, other = (rng.standard_normal(shape).astype(np.float32) for shape in ((2, 3), (4,)))
    numbers = {"one": ops.convert_to_tensor(one), "more": (ops.convert_to_tensor(other),)}
    optimizer = Adam(rate=0.1)
    first = optimizer.begin(numbers)
    moved, _ = optimizer.advance(numbers, numbers, first)
    again, _ = optimizer.advance(numbers, numbers, first)
    assert np.array_equal(ops.convert_to_numpy(numbers["one"]), one)
    assert np.allclose(ops.convert_to_numpy(moved["more"][0]), other + 0.1 * np.sign(other), atol=1e-5)
    assert np.array_equal(ops.convert_to_numpy(moved["one"]), ops.convert_to_numpy(again["one"]))


@pytest.mark.parametrize(
    "optimizer",
    [Adam(rate=Fade(0.1, 0)), KerasOptimizer("rmsprop", options={"rho": 0.9}), Averaged(Adam(), 0.9)],
    ids=repr,
)
def test_they_keep_the_contract(optimizer: Optimizer) -> None:
    check_part(optimizer)


def test_the_rate_turns_without_a_new_trace(rng: np.random.Generator) -> None:
    shot = Shot(net=Net("tiny"), objective=Layer("relu1"), regularizer=Jitter(2), optimizer=Averaged(Adam(), 0.5))
    step = Step(shot, Cut(LoadedNet(TINY, TINY.build("trained")), ("relu1",)))
    for height in (16, 20):
        image = ops.convert_to_tensor(rng.random((1, height, 16, 3)).astype(np.float32))
        state: Any = shot.optimizer.begin(image)
        numbers = image
        for index, rate in enumerate([0.05, 0.0, 0.01]):
            before = numbers
            numbers, state, _, _ = step(numbers, state, Inputs([rate], index, index, image, ()))
            # no longer than two rates, and none where the rate is 0
            assert float(ops.max(ops.abs(numbers - before))) <= 2 * rate
    if chosen() != "torch":
        assert step.traces == [(16, 16), (20, 16)]


def test_a_wrong_name_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        KerasOptimizer("rmsprob")
    what, by, hint = str(caught.value).splitlines()
    assert what == "there is no Keras optimizer 'rmsprob'"
    assert by.startswith("  asked by KerasOptimizer('rmsprob'), test_keras")
    assert hint == f"  did you mean 'rmsprop'? there are {', '.join(CLASSES)}"


@pytest.mark.parametrize(
    ("options", "what", "hint"),
    [
        (
            {"learning_rate": 0.1},
            "KerasOptimizer takes no 'learning_rate'",
            "say rate= instead, which may also be a schedule",
        ),
        ({"use_ema": True}, "KerasOptimizer takes no 'use_ema'", "say Averaged(KerasOptimizer(…)) instead"),
        (
            {"momentum": Fade(0, 1)},
            f"an option of KerasOptimizer is a number, a word or None, and momentum={Fade(0, 1)!r} came",
            "",
        ),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any], what: str, hint: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        KerasOptimizer("sgd", options=options)
    assert (caught.value.what, caught.value.hint) == (what, hint)


def test_options_that_keras_does_not_know_are_told_before_the_first_step() -> None:
    with pytest.raises(InvalidValue, match=r"keras.optimizers.SGD cannot be made: .*rho"):
        KerasOptimizer("sgd", options={"rho": 0.9}).begin(ops.zeros((1, 3)))


def test_a_forgetting_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"Adam.beta_2 must lie between 0 and 0.999999, and 1 came"):
        Adam(beta_2=1.0)
