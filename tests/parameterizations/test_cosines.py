"""Cosines against the sum written out, forth and back, at any size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dreamkit import Adam, Clamp, Colour, Cosines, Fade, KerasOptimizer, Logit, Net, Shot, ops
from dreamkit.colours import APART
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part
from dreamkit.testing.gradients import at_once


def tensor(array: Any) -> Any:
    return ops.convert_to_tensor(np.asarray(array, np.float32))


def decoded(part: Cosines, numbers: Any, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(at_once(lambda at: part.decode(at, size), tensor(numbers))))


def encoded(part: Cosines, image: Any) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(at_once(part.encode, tensor(image))))


def logits(picture: np.ndarray) -> np.ndarray:
    picture = picture.astype(np.float64)
    return np.log(picture / (1 - picture))


PARTS = (Cosines(5, 7), Cosines(4, 6, mirrored=True, contrast=3.0))


@pytest.mark.parametrize("part", PARTS, ids=repr)
def test_it_keeps_the_contract(part: Cosines) -> None:
    check_part(part)


def test_a_picture_is_its_waves_added_up(rng: np.random.Generator) -> None:
    part = Cosines(3, 4, contrast=2.0)
    numbers = rng.standard_normal((1, 3, 4, 3))
    picture = decoded(part, numbers, (6, 9))
    weights = np.array([[1 / max(1, np.hypot(down, across)) for across in range(4)] for down in range(3)])
    weights /= np.sqrt(np.square(weights).sum())
    for row, column in [(0, 0), (2, 7), (5, 8)]:
        waves = np.zeros(3)
        for down in range(3):
            for across in range(4):
                wave = np.cos(np.pi * down * (row + 0.5) / 6) * np.cos(np.pi * across * (column + 0.5) / 9)
                wave *= np.sqrt(2) ** ((down > 0) + (across > 0))
                waves += weights[down, across] * wave * numbers[0, down, across]
        wanted = 1 / (1 + np.exp(-2 * waves @ np.array(APART)))
        assert np.allclose(picture[0, row, column], wanted, atol=1e-5)


@pytest.mark.parametrize("part", PARTS, ids=repr)
def test_the_numbers_of_its_pictures_come_back(part: Cosines, rng: np.random.Generator) -> None:
    columns = len(range(0, part.columns, 2)) if part.mirrored else part.columns
    numbers = 0.5 * rng.standard_normal((2, part.rows, columns, 3))
    assert np.allclose(encoded(part, decoded(part, numbers, (16, 24))), numbers, atol=1e-3)


def test_what_8_bits_keep_is_the_same_picture(rng: np.random.Generator) -> None:
    part = Cosines(6, 6, contrast=4.0)
    picture = decoded(part, rng.standard_normal((1, 6, 6, 3)), (48, 48))
    stored = np.round(picture * 255) / 255
    again = decoded(part, encoded(part, stored), (48, 48))
    assert np.abs(again - picture).mean() < 0.01


def test_the_picture_kept_of_another_one_is_the_nearest_in_logits(image: np.ndarray, rng: np.random.Generator) -> None:
    part = Cosines(4, 4)
    numbers = encoded(part, image)
    near = numbers + 0.1 * rng.standard_normal((5, *numbers.shape[1:]))
    found = decoded(part, np.concatenate([numbers, near]), (12, 16))
    best, *others = np.square(logits(found) - logits(image)).mean(axis=(1, 2, 3))
    assert min(others) > best


def test_mirrored_left_and_right_are_the_same(rng: np.random.Generator) -> None:
    picture = decoded(Cosines(5, 9, mirrored=True), rng.standard_normal((1, 5, 5, 3)), (10, 15))
    assert np.allclose(picture, picture[:, :, ::-1], atol=1e-5)
    assert picture.std() > 0.05


def test_the_same_numbers_are_the_same_picture_at_any_size(rng: np.random.Generator) -> None:
    part, numbers = Cosines(5, 5), rng.standard_normal((1, 5, 5, 3))
    small, large = decoded(part, numbers, (20, 30)), decoded(part, numbers, (60, 90))
    assert np.allclose(large[:, 1::3, 1::3], small, atol=1e-5)  # the middle one of three pixels lies at the same place


def test_numbers_around_one_give_logits_around_the_contrast(rng: np.random.Generator) -> None:
    for count in (4, 16):
        picture = decoded(Cosines(count, count, contrast=0.5), rng.standard_normal((40, count, count, 3)), (32, 32))
        assert 0.5 * 0.5 < logits(picture).std() < 0.5 * 1.5


def test_the_gradient_is_that_of_finite_differences(rng: np.random.Generator) -> None:
    part = Cosines(3, 4, contrast=2.0)
    numbers, slope = 0.3 * rng.standard_normal((1, 3, 4, 3)), rng.standard_normal((1, 8, 10, 3)).astype(np.float32)
    gradient = np.asarray(ops.convert_to_numpy(at_once(part.gradient, tensor(numbers), tensor(slope))))
    places, moved = [(0, 0, 0), (2, 1, 2), (1, 3, 1)], np.repeat(numbers, 6, axis=0)
    for number, place in enumerate(places):
        moved[(2 * number, *place)] -= 1e-2
        moved[(2 * number + 1, *place)] += 1e-2
    ends = np.sum(decoded(part, moved, (8, 10)) * slope, axis=(1, 2, 3))
    for number, place in enumerate(places):
        risen = (ends[2 * number + 1] - ends[2 * number]) / 2e-2
        assert risen == pytest.approx(gradient[(0, *place)], rel=1e-2, abs=1e-2)


def test_a_projection_moves_the_numbers_as_far_as_the_picture(rng: np.random.Generator) -> None:
    part, numbers = Cosines(4, 4), tensor(rng.standard_normal((1, 4, 4, 3)))
    same = at_once(lambda at: part.project(at, (16, 16), lambda image: ops.clip(image, 0.0, 1.0)), numbers)
    assert np.array_equal(ops.convert_to_numpy(same), ops.convert_to_numpy(numbers))
    grey = at_once(lambda at: part.project(at, (16, 16), lambda image: 0.5 + 0 * image), numbers)
    assert np.abs(ops.convert_to_numpy(grey)).max() < 1e-3


def test_too_many_waves() -> None:
    with pytest.raises(InvalidValue) as caught:
        Cosines(16, 8).encode(ops.zeros((1, 12, 20, 3)))
    what, _, hint = str(caught.value).splitlines()
    assert what == "a picture of 20 × 12 pixels is too small for 8 × 16 waves"
    assert hint == "  take fewer waves, or a larger picture"


@pytest.mark.parametrize("optimizer", [Adam(8, 0.1), KerasOptimizer("sgd", 8, Fade(20, 10, along="steps"))], ids=repr)
def test_a_gradient_climbs_its_numbers(optimizer: Any, paint: Callable[..., list[np.ndarray]]) -> None:
    shot = Shot(
        net=Net("tiny"),
        objective=Logit("tiger shark"),
        regularizer=Clamp(),
        optimizer=optimizer,
        parameterization=Cosines(6, 6),
        source=Colour(),
    )
    (picture,) = paint(shot)
    assert picture.std() > 0.02
    assert np.abs(np.diff(picture, axis=0)).max() < 0.2 * np.ptp(picture) + 0.02  # broad forms only
