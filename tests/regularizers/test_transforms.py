"""Random views: exact on what is known to turn, scale and crop exactly, and with a gradient that is their transpose."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dreamkit import (
    Pad,
    RandomCrop,
    RandomRotate,
    RandomScale,
    Regularizer,
    lucid_transforms,
    ops,
)
from dreamkit.errors import InvalidValue
from dreamkit.geometry import framed, rotation, warped
from dreamkit.rng import Rng
from dreamkit.testing.gradients import value_and_slope


def _rng(seed: int) -> Rng:
    from keras import random

    return Rng(random.SeedGenerator(seed))


def _view(part: Regularizer, image: np.ndarray, seed: int = 0) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(part.view(ops.convert_to_tensor(image), _rng(seed))))


def _ramps(height: int, width: int) -> np.ndarray:
    """A picture whose channels are the place across and down from its middle, in pixels."""
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    return np.stack([columns - (width - 1) / 2, rows - (height - 1) / 2], axis=-1)[None]


def _turned(image: np.ndarray, degrees: float) -> np.ndarray:
    tensor = ops.convert_to_tensor(image)
    angle = ops.convert_to_tensor(math.radians(degrees), dtype="float32")
    return np.asarray(ops.convert_to_numpy(warped(tensor, rotation(tensor, angle))))


def test_a_quarter_turn_is_clockwise_and_half_a_turn_fits_any_shape(image: np.ndarray) -> None:
    square = image[:, :12, :12]
    np.testing.assert_allclose(_turned(square, 90), np.rot90(square, -1, axes=(1, 2)), atol=1e-4)
    np.testing.assert_allclose(_turned(image, 180), image[:, ::-1, ::-1], atol=1e-4)
    np.testing.assert_allclose(_turned(image, 0), image, atol=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_a_rotation_turns_a_picture_that_is_not_square_without_stretching_it(seed: int) -> None:
    ramps = _ramps(21, 33)
    middle = _view(RandomRotate(20), ramps, seed)[0, 6:15, 12:21]
    sine, cosine = middle[4, 8, 0] - middle[4, 4, 0], middle[4, 8, 1] - middle[4, 4, 1]
    angle = math.atan2(-cosine, sine)
    assert abs(math.degrees(angle)) <= 20
    x, y = ramps[0, 6:15, 12:21, 0], ramps[0, 6:15, 12:21, 1]
    np.testing.assert_allclose(middle[..., 0], math.cos(angle) * x + math.sin(angle) * y, atol=1e-3)
    np.testing.assert_allclose(middle[..., 1], -math.sin(angle) * x + math.cos(angle) * y, atol=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_a_scale_stretches_both_ways_alike_about_the_middle(seed: int) -> None:
    ramps = _ramps(21, 33)
    middle = _view(RandomScale(0.8, 1.5), ramps, seed)[0, 8:13, 14:19]
    scale = 1 / (middle[2, 3, 0] - middle[2, 2, 0])
    assert 0.8 <= scale <= 1.5
    np.testing.assert_allclose(middle, ramps[0, 8:13, 14:19] / scale, atol=1e-4)


@pytest.mark.parametrize("part", [RandomRotate(40), RandomScale(0.5, 2), RandomCrop(4)], ids=repr)
def test_one_draw_serves_the_whole_batch_and_the_next_step_draws_anew(part: Any, image: np.ndarray) -> None:
    first, second = _view(part, np.concatenate([image, image]))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, _view(part, image, seed=5)[0])


@pytest.mark.parametrize(
    "part", [RandomRotate(40), RandomScale(0.5, 2), RandomCrop(4), Pad(9, frame="mirror"), Pad(3, grey=0)], ids=repr
)
def test_the_gradient_of_a_view_is_its_transpose(part: Any, rng: np.random.Generator) -> None:
    image, other = (rng.standard_normal((1, 9, 14, 3)).astype(np.float32) for _ in range(2))
    weights = rng.standard_normal(_view(part, image).shape).astype(np.float32)

    def seen(x: Any) -> Any:
        return ops.sum(part.view(x, _rng(0)) * ops.convert_to_tensor(weights))

    _, gradient = value_and_slope(seen, ops.convert_to_tensor(image))
    transposed = np.sum(np.asarray(ops.convert_to_numpy(gradient), np.float64) * other)
    assert transposed == pytest.approx(np.sum(_view(part, other).astype(np.float64) * weights), rel=1e-4)


def test_a_crop_is_a_piece_of_the_picture_and_every_piece_comes(image: np.ndarray) -> None:
    from keras import random

    generator, tensor, corners = Rng(random.SeedGenerator(1)), ops.convert_to_tensor(image), set()
    for _ in range(60):
        crop = np.asarray(ops.convert_to_numpy(RandomCrop(2).view(tensor, generator)))
        ((top, left),) = np.argwhere(image[0, ..., 0] == crop[0, 0, 0, 0])
        assert np.array_equal(crop, image[:, top : top + 10, left : left + 14])
        corners.add((int(top), int(left)))
    assert corners == {(top, left) for top in range(3) for left in range(3)}


def test_pads_are_those_of_numpy(image: np.ndarray) -> None:
    margins = ((0, 0), (20, 20), (20, 20), (0, 0))
    assert np.array_equal(_view(Pad(20, grey=0.25), image), np.pad(image, margins, constant_values=0.25))
    assert np.array_equal(_view(Pad(20, frame="mirror"), image), np.pad(image, margins, mode="reflect"))
    assert np.array_equal(ops.convert_to_numpy(framed(ops.convert_to_tensor(image), 0)), image)


def test_lucids_chain_shows_twelve_pixels_more(image: np.ndarray) -> None:
    assert _view(lucid_transforms(), image).shape == (1, 24, 28, 3)


def test_errors_say_what_came() -> None:
    wrong: Any = "black"
    asked = {
        "RandomScale.low must not lie above RandomScale.high, and 2 and 1 came": lambda: RandomScale(2, 1),
        "Pad.frame is one of grey, mirror, and 'black' came": lambda: Pad(4, frame=wrong),
        "RandomRotate.degrees must lie between 0 and 180, and -3 came": lambda: RandomRotate(-3),
        "RandomCrop leaves nothing of a picture of 16 × 8 pixels": lambda: _view(
            RandomCrop(8), np.zeros((1, 8, 16, 3), np.float32)
        ),
    }
    for what, ask in asked.items():
        with pytest.raises(InvalidValue) as error:
            ask()
        assert error.value.what == what
