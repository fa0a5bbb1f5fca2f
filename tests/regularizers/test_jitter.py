"""Jitter: nothing but a roll, and exactly undone."""

from __future__ import annotations

import numpy as np

from dreamkit import Jitter, ops
from dreamkit.rng import Rng
from dreamkit.testing.gradients import value_and_slope


def _rng(seed: int) -> Rng:
    from keras import random

    return Rng(random.SeedGenerator(seed))


def _shift(image: np.ndarray, view: np.ndarray) -> tuple[int, int]:
    """By how much a picture whose values are all different was rolled."""
    places = np.argwhere(view[0, ..., 0] == image[0, 0, 0, 0])
    assert len(places) == 1
    return int(places[0][0]), int(places[0][1])


def test_a_view_is_a_roll_and_its_gradient_rolls_back(image: np.ndarray, rng: np.random.Generator) -> None:
    weights = rng.standard_normal(image.shape).astype(np.float32)
    for seed in range(4):
        view = np.asarray(ops.convert_to_numpy(Jitter(5).view(ops.convert_to_tensor(image), _rng(seed))))
        down, across = _shift(image, view)
        assert np.array_equal(view, np.roll(image, (down, across), axis=(1, 2)))
        _, gradient = value_and_slope(
            lambda x, seed=seed: ops.sum(Jitter(5).view(x, _rng(seed)) * ops.convert_to_tensor(weights)),
            ops.convert_to_tensor(image),
        )
        assert np.array_equal(ops.convert_to_numpy(gradient), np.roll(weights, (-down, -across), axis=(1, 2)))


def test_all_shifts_up_to_the_largest_come_both_ways(image: np.ndarray) -> None:
    from keras import random

    generator = Rng(random.SeedGenerator(3))
    tensor = ops.convert_to_tensor(image)
    seen = {_shift(image, np.asarray(ops.convert_to_numpy(Jitter(1).view(tensor, generator)))) for _ in range(80)}
    assert seen == {(down % 12, across % 16) for down in (-1, 0, 1) for across in (-1, 0, 1)}
