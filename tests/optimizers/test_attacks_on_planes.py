"""Attacks on a classifier without layers, where the nearest picture of another class is known."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamkit import (
    LBFGS,
    Adam,
    Ascent,
    Carried,
    Clamp,
    CrossEntropy,
    DeepFool,
    Margin,
    Nearest,
    Net,
    Rounded,
    Shot,
    SignAscent,
    Until,
    Within,
    ops,
)
from dreamkit.errors import InvalidValue
from dreamkit.nets.base import PREPROCESSINGS
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.objectives.base import Objective
from dreamkit.optimizers.rounded import on_levels
from dreamkit.render.step import Inputs, Step
from dreamkit.schedules import Clock, value
from dreamkit.testing import check_part
from dreamkit.testing.gradients import at_once

SHAPE = (4, 5, 3)
LEVEL = 1 / 255


@pytest.fixture
def slopes(rng: np.random.Generator) -> NDArray[np.float64]:
    """What each of three classes likes of each number, (60, 3)."""
    return rng.standard_normal((60, 3))


@pytest.fixture
def photo(rng: np.random.Generator) -> NDArray[np.float32]:
    """A picture on whole levels, far enough from black and white."""
    return (rng.integers(64, 192, (1, *SHAPE)) / 255).astype(np.float32)


def logits(picture: Any, slopes: NDArray[np.float64]) -> Any:
    return np.asarray(picture, np.float64).reshape(-1, 60) @ slopes


def order(photo: Any, slopes: NDArray[np.float64]) -> list[int]:
    """The classes, the likeliest first."""
    return [int(number) for number in np.argsort(-logits(photo, slopes)[0])]


def climbed(
    slopes: NDArray[np.float64], objective: Objective, optimizer: Any, photo: Any, regularizer: Any = None
) -> NDArray[np.float32]:
    """Where all steps lead."""
    import keras

    image = keras.Input(SHAPE)
    model = keras.Model(image, keras.layers.Dense(3, name="logits", use_bias=False)(keras.layers.Flatten()(image)))
    model.set_weights([slopes.astype(np.float32)])
    spec = dataclasses.replace(TINY, preprocess=PREPROCESSINGS["0..1"])
    shot = Shot(net=Net("tiny"), objective=objective, optimizer=optimizer, regularizer=regularizer or Clamp())
    step = Step(shot, Cut(LoadedNet(spec, model), ("logits",)))
    dials = [value(knob, Clock()) for knob in step.knobs]
    source = numbers = ops.convert_to_tensor(photo)
    if objective.pictures > 1:
        numbers = ops.repeat(source, objective.pictures, axis=0)
    state = optimizer.begin(numbers)
    for index in range(optimizer.steps):
        numbers, state, _, _ = step(numbers, state, Inputs(dials, 1, index, source, ((),)))
    return np.asarray(ops.convert_to_numpy(optimizer.settle(numbers, state)))


@pytest.mark.parametrize("norm", ["l2", "linf"])
def test_deep_fool_goes_straight_to_the_border(norm: Any, slopes: Any, photo: Any) -> None:
    own, other, _ = order(photo, slopes)
    way = slopes[:, other] - slopes[:, own]
    gap = -float(logits(photo, slopes)[0] @ (np.eye(3)[other] - np.eye(3)[own]))
    change = gap / (way @ way) * way if norm == "l2" else gap / np.abs(way).sum() * np.sign(way)
    found = climbed(slopes, -1.0 * Margin(own), DeepFool(1, norm=norm), photo)
    np.testing.assert_allclose((found - photo).ravel(), 1.02 * change, atol=2e-6)
    assert order(found, slopes)[0] == other


def test_signed_steps_end_in_the_corner_of_the_bound(slopes: Any, photo: Any) -> None:
    own, other, last = order(photo, slopes)
    two = slopes.copy()
    two[:, last] = -9 * np.abs(slopes).max()  # far out of the question, so that the slope is that of two classes
    corner = photo + 4 * LEVEL * np.sign(two[:, other] - two[:, own]).reshape(1, *SHAPE)
    for optimizer in (SignAscent(1, rate=4 * LEVEL), SignAscent(9), SignAscent(9, momentum=1.0)):
        found = climbed(two, CrossEntropy(other), optimizer, photo, Within(linf=4 * LEVEL))
        np.testing.assert_allclose(found, corner, atol=1e-6)


def test_steps_by_l2_end_on_the_ball(slopes: Any, photo: Any) -> None:
    own, other, _ = order(photo, slopes)
    way = (slopes[:, other] - slopes[:, own]).reshape(1, *SHAPE)
    found = climbed(slopes, -1.0 * Margin(own), Ascent(8, rate=0.02, per="norm"), photo, Within(l2=0.1))
    np.testing.assert_allclose(found, photo + 0.1 * way / np.linalg.norm(way), atol=1e-5)


@pytest.mark.parametrize("optimizer", [LBFGS(12), Adam(60, rate=0.02)], ids=["Szegedy", "Carlini and Wagner"])
def test_the_nearest_picture_in_the_box(optimizer: Any, slopes: Any, photo: Any) -> None:
    """It is the start + λ way, cut to [0, 1], at the λ where both classes are level."""
    photo = np.where(photo > 0.6, np.float32(0.97), photo)  # so that the box matters
    own, other, _ = order(photo, slopes)
    way = slopes[:, other] - slopes[:, own]

    def at(share: float) -> Any:
        return np.clip(photo.ravel() + share * way, 0, 1)

    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if at(middle) @ way < 1 else (low, middle)
    found = climbed(
        slopes, Margin(other), Nearest(optimizer, score=1, searches=12, weight=1.0, hinge=False), photo
    ).ravel()
    assert np.sum((found > 0.999) | (found < 0.001)) >= 2
    assert found @ way >= 1 - 1e-4
    assert np.linalg.norm(found - photo.ravel()) < 1.02 * np.linalg.norm(at(high) - photo.ravel())


def test_where_no_round_reaches_the_score_the_best_is_kept(slopes: Any, photo: Any) -> None:
    target = order(photo, slopes)[1]
    found = climbed(slopes, Margin(target), Nearest(Adam(4, rate=0.001), score=1e6, searches=2), photo)
    assert float(logits(found, slopes)[0, target]) > float(logits(photo, slopes)[0, target])


def test_each_picture_stops_at_its_own_confidence(slopes: Any, photo: Any) -> None:
    _, second, third = order(photo, slopes)
    optimizer = Until(SignAscent(40, rate=4 * LEVEL), score=0.5)
    found = climbed(slopes, Margin((second, third)), optimizer, photo)
    for picture, target in zip(found, (second, third), strict=True):
        scores = logits(picture, slopes)[0]
        ahead = scores[target] - np.max(np.delete(scores, target))
        assert 0.5 <= ahead <= 0.5 + 4 * LEVEL * np.abs(slopes).sum()  # not a step too many
    assert np.abs(found[0] - photo[0]).max() < np.abs(found[1] - photo[0]).max()


def rounded(pictures: Any, slopes: Any) -> NDArray[np.float32]:
    """Pictures on the levels of a file, as far as their slopes have a say."""
    tensors = (ops.convert_to_tensor(np.asarray(array, np.float32)) for array in (pictures, slopes))
    return np.asarray(ops.convert_to_numpy(at_once(lambda exact, slope: on_levels(exact, slope, 255), *tensors)))


def test_rounding_by_the_slope_keeps_what_plain_rounding_loses(rng: np.random.Generator) -> None:
    photos = rng.integers(0, 256, (64, *SHAPE)) / 255
    way = rng.standard_normal((64, *SHAPE))
    ahead = photos + 0.8 * LEVEL * way * rng.random((64, 1, 1, 1))
    wanted = np.sum(way * ahead, axis=(1, 2, 3))
    shown = rounded(ahead, way)
    plain = np.round(ahead * 255) / 255
    np.testing.assert_allclose(shown * 255, np.round(shown * 255), atol=1e-3)
    assert np.abs(shown - ahead).max() < LEVEL * 1.001
    assert np.all(np.sum(way * shown, axis=(1, 2, 3)) >= wanted - 1e-4)
    assert 10 < np.sum(np.sum(way * plain, axis=(1, 2, 3)) >= wanted) < 54  # about every other
    assert np.mean(np.abs(shown - plain) > LEVEL / 2) < 0.25  # and few numbers pay for it


def test_numbers_on_a_level_stay_there(rng: np.random.Generator) -> None:
    photos = (rng.integers(0, 256, (1, *SHAPE)) / np.float32(255)).astype(np.float32)
    np.testing.assert_allclose(rounded(photos, rng.standard_normal((1, *SHAPE))), photos, atol=1e-6)


def test_a_projection_of_what_is_shown_reaches_the_exact_numbers(slopes: Any, photo: Any) -> None:
    """Else they run away behind the bound, and come back late."""
    own, other, _ = order(photo, slopes)
    optimizer = Rounded(SignAscent(12, rate=0.7 * LEVEL))
    found = climbed(slopes, -1.0 * Margin(own), optimizer, photo, Within(linf=2 * LEVEL))
    levels = (found - photo) * 255
    np.testing.assert_allclose(levels, np.round(levels), atol=1e-3)
    assert np.abs(levels).max() < 2.001
    assert order(found, slopes)[0] == other or np.abs(levels).min() > 1.9


PARTS = (DeepFool(), DeepFool(norm="linf"), Nearest(Adam(2), searches=2), Rounded(SignAscent(momentum=0.9)))


@pytest.mark.parametrize("part", PARTS, ids=repr)
def test_they_keep_the_contract(part: Any) -> None:
    check_part(part)


REFUSED = {
    "norm": (lambda: DeepFool(norm="l1"), "DeepFool.norm is one of l2, linf, and 'l1' came"),  # type: ignore[arg-type]
    "early end": (
        lambda: Nearest(Until(Adam(), score=1)),
        "each round of Nearest takes all its steps, and Until ends early",
    ),
    "one step": (lambda: Nearest(Adam(1)), "a round of Nearest takes at least 2 steps, and 1 came"),
    "memory": (
        lambda: Carried(Until(Adam(), score=1)),
        "Until begins anew in each octave, from the picture that is there",
    ),
    "waves": (
        lambda: Rounded(Adam()).begin(ops.zeros((1, 4))),
        "Rounded counts in pixels, and the picture is written in other numbers",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_no_sense_is_refused(name: str) -> None:
    make, what = REFUSED[name]
    with pytest.raises(InvalidValue) as error:
        make()
    assert error.value.what == what
