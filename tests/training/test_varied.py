"""Photos that are varied stay photos, and no two come out alike."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import ops
from dreamkit.training.varied import GAIN, MIXED, SHIFT, varied


def made(photos: np.ndarray, seed: int = 0) -> np.ndarray:
    from keras.random import SeedGenerator

    return np.asarray(ops.convert_to_numpy(varied(ops.convert_to_tensor(photos), SeedGenerator(seed))))


@pytest.fixture
def ramps() -> np.ndarray:
    """Photos that grow brighter to the right, and nowhere downwards."""
    ramp = np.linspace(0.2, 0.8, 8, dtype=np.float32)
    return np.broadcast_to(ramp[None, None, :, None], (64, 8, 8, 3)).copy()


def test_each_is_its_own_and_told_by_the_seed(ramps: np.ndarray) -> None:
    once, again, other = made(ramps), made(ramps), made(ramps, seed=1)
    np.testing.assert_array_equal(once, again)
    assert not np.allclose(once, other)
    assert once.shape == ramps.shape
    assert 0 <= once.min() <= once.max() <= 1
    assert len(np.unique(once.round(5), axis=0)) == len(ramps)


def test_half_are_turned_and_those_half_mirrored(ramps: np.ndarray) -> None:
    rise = [np.subtract(*np.mean(made(ramps), axis=(axis, 3))[:, [-1, 0]].T) for axis in (1, 2)]
    right, down = np.abs(rise)
    assert 16 < np.sum(down > right) < 48
    assert 8 < np.sum((down > right) & (rise[1] < 0)) < 24


def test_a_flat_photo_stays_flat_and_near_its_colour(rng: np.random.Generator) -> None:
    colour = rng.uniform(0.3, 0.7, (1, 1, 1, 3)).astype(np.float32)
    coloured = made(np.broadcast_to(colour, (200, 4, 4, 3)).copy())
    np.testing.assert_allclose(coloured, coloured[:, :1, :1] + np.zeros_like(coloured), atol=1e-6)
    away = np.abs(coloured[:, 0, 0] - colour[0, 0])
    farthest = SHIFT + GAIN * np.abs(colour[0, 0, 0] - 0.5)
    assert np.all(away <= farthest + 1e-6)
    assert np.all(away.max(axis=0) > 0.8 * farthest)


def test_half_are_mixed_with_the_one_before() -> None:
    photos = np.zeros((400, 2, 2, 3), np.float32)
    photos[::2, 0, 0] = photos[::2, 1, 1] = 0.5  # a mark that only every other photo has, whichever way it lies
    bare = made(photos)[1::2]
    share = np.ptp(bare, axis=(1, 2)).mean(axis=1) / 0.5  # the gains are 1 in the mean of many
    assert 0.35 < np.mean(share < 1e-6) < 0.65
    assert 0.9 * MIXED < share.max() <= MIXED * (1 + GAIN)
