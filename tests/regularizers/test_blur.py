"""Blurs, against a loop over pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Blur, BlurGradient, CascadeGradient, Fade, ops
from dreamkit.errors import InvalidValue
from dreamkit.parts import turned
from dreamkit.regularizers.base import Instant
from dreamkit.regularizers.filters import filtered, gaussian
from dreamkit.schedules import Clock, value
from dreamkit.testing.gradients import at_once


def _blurred(image: np.ndarray, sigma: float, reach: int) -> np.ndarray:
    """The sum over a square of neighbours, each by its Gaussian weight."""
    wide = np.pad(image.astype(np.float64), ((0, 0), (reach, reach), (reach, reach), (0, 0)), mode="reflect")
    height, width = image.shape[1:3]
    total, weights = np.zeros(image.shape), 0.0
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            weight = np.exp(-(down**2 + across**2) / (2 * sigma**2))
            top, left = reach + down, reach + across
            total += weight * wide[:, top : top + height, left : left + width]
            weights += weight
    return total / weights


def _numbers(tensor: Any) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(tensor))


def _instant(image: Any, step: int) -> Instant:
    return Instant(image, image, image, ops.convert_to_tensor(step, dtype="int32"), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(("sigma", "reach"), [(0.4, 2), (1.0, 3), (2.5, 4)])
def test_a_blur_is_the_weighted_mean_of_a_square_of_neighbours(image: np.ndarray, sigma: float, reach: int) -> None:
    blurred = at_once(lambda image: filtered(image, gaussian(sigma, reach)), ops.convert_to_tensor(image))
    np.testing.assert_allclose(_numbers(blurred), _blurred(image, sigma, reach), atol=1e-6)


@pytest.mark.parametrize("size", [(2, 3), (1, 1)])
def test_a_picture_smaller_than_the_reach_is_mirrored_again_and_again(size: tuple[int, int]) -> None:
    image = np.random.default_rng(1).random((2, *size, 3)).astype(np.float32)
    blurred = at_once(lambda image: filtered(image, gaussian(2.0, 6)), ops.convert_to_tensor(image))
    np.testing.assert_allclose(_numbers(blurred), _blurred(image, 2.0, 6), atol=1e-6)


def test_a_sigma_of_zero_changes_nothing_at_all(image: np.ndarray) -> None:
    image = image - 0.5
    tensor = ops.convert_to_tensor(image)
    assert np.array_equal(_numbers(BlurGradient(0, reach=4).precondition(tensor, _instant(tensor, 0))), image)


def test_a_flat_picture_stays_flat() -> None:
    flat = np.full((1, 5, 7, 3), 0.25, np.float32)
    np.testing.assert_allclose(_numbers(filtered(ops.convert_to_tensor(flat), gaussian(1.5, 5))), flat, rtol=1e-6)


def test_the_picture_is_blurred_after_every_fourth_step_and_else_left_exactly(image: np.ndarray) -> None:
    tensor, blur = ops.convert_to_tensor(image), Blur(1.0, every=4)
    changed = [not np.array_equal(_numbers(blur.project(tensor, _instant(tensor, step))), image) for step in range(9)]
    assert [step for step in range(9) if changed[step]] == [3, 7]
    np.testing.assert_allclose(_numbers(blur.project(tensor, _instant(tensor, 3))), _blurred(image, 1.0, 3), atol=1e-6)


def test_two_blurs_in_a_row_are_one_of_the_root_of_the_sum_of_squares(rng: np.random.Generator) -> None:
    spot = np.zeros((1, 31, 31, 1), np.float32)
    spot[0, 15, 15, 0] = 1
    twice = _numbers(filtered(filtered(ops.convert_to_tensor(spot), gaussian(1.5, 7)), gaussian(2.0, 7)))
    np.testing.assert_allclose(twice, _blurred(spot, 2.5, 14), atol=1e-4)


def test_a_cascade_is_the_mean_of_three_blurs_cut_off_at_nine_taps(image: np.ndarray) -> None:
    tensor = ops.convert_to_tensor(image)
    smooth = CascadeGradient(1.2).precondition(tensor, _instant(tensor, 0))
    expected = sum(_blurred(image, 1.2 * times, 4) for times in (0.5, 1.0, 2.0)) / 3
    np.testing.assert_allclose(_numbers(smooth), expected, atol=1e-6)


def test_by_default_a_cascade_grows_over_ten_steps_as_in_its_source() -> None:
    sigma = CascadeGradient().sigma
    grown = [value(sigma, Clock(step=step, steps_progress=step / 9)) for step in range(10)]
    assert grown == pytest.approx([(step + 1) / 10 * 2 + 0.5 for step in range(10)])


@pytest.mark.parametrize(
    ("blur", "reach"),
    [
        (BlurGradient(0.5), 2),
        (BlurGradient(1.5), 5),
        (BlurGradient(1.5, reach=2), 2),
        (BlurGradient(Fade(1.5, 2)), 15),
    ],
    ids=repr,
)
def test_the_reach_is_three_sigma_and_room_for_the_largest_where_sigma_moves(blur: BlurGradient, reach: int) -> None:
    spot = np.zeros((1, 1, 41, 1), np.float32)
    spot[0, 0, 20, 0] = 1
    now = turned(blur, iter([ops.convert_to_tensor(5.0)]))  # wide enough for every tap to be seen
    blurred = _numbers(now.precondition(ops.convert_to_tensor(spot), _instant(spot, 0)))[0, 0, :, 0]
    assert np.flatnonzero(blurred).tolist() == list(range(20 - reach, 20 + reach + 1))


def test_a_sigma_out_of_range_says_so() -> None:
    with pytest.raises(InvalidValue) as error:
        BlurGradient(sigma=6)
    assert str(error.value).splitlines()[0] == "BlurGradient.sigma must lie between 0 and 5, and 6 came"
