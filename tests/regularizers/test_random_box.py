"""A box out of the picture, where chance puts it."""

from __future__ import annotations

import numpy as np

from dreamkit import RandomBox, ops
from dreamkit.rng import Rng
from dreamkit.testing import check_part


def seen(part: RandomBox, image: np.ndarray, seed: int) -> np.ndarray:
    from keras import random

    return np.asarray(ops.convert_to_numpy(part.view(ops.convert_to_tensor(image), Rng(random.SeedGenerator(seed)))))


def test_it_shows_a_box_of_the_told_side_inside_the_picture() -> None:
    """On a slope of lightness, what is seen says where the box lies."""
    across = np.broadcast_to((np.arange(200) + 0.5)[None, None, :, None] / 200, (1, 100, 200, 1))
    image = np.concatenate(
        [across, np.broadcast_to((np.arange(100) + 0.5)[None, :, None, None] / 100, across.shape)], -1
    )
    image = np.concatenate([image, image[..., :1]], -1).astype(np.float32)
    middles = []
    for seed in range(40):
        box = seen(RandomBox(side=0.3, spread=0, grain=0, pixels=16), image, seed)[0]
        assert box.shape == (16, 16, 3)
        np.testing.assert_allclose(box[0, -1, 0] - box[0, 0, 0], 0.3 * 15 / 16, atol=1e-3)
        np.testing.assert_allclose(box[-1, 0, 1] - box[0, 0, 1], 0.3 * 15 / 16, atol=1e-3)
        assert 0 <= box[..., :2].min() <= box[..., :2].max() <= 1
        middles.append(box[..., :2].mean((0, 1)))
    assert 0.08 < np.std(middles) < 0.2  # 0.15, less what the picture's edge holds back
    assert abs(np.mean(middles) - 0.5) < 0.06


def test_the_whole_picture_at_its_own_size_is_the_picture(rng: np.random.Generator) -> None:
    image = rng.random((2, 32, 32, 3)).astype(np.float32)
    np.testing.assert_allclose(seen(RandomBox(side=1, spread=0, grain=0, pixels=32), image, 1), image, atol=1e-4)


def test_the_grain_is_as_loud_as_told() -> None:
    grey = np.full((1, 40, 40, 3), 0.5, np.float32)
    assert abs(seen(RandomBox(grain=0.1, pixels=64), grey, 3).std() - 0.1) < 0.005


def test_it_keeps_the_contract() -> None:
    check_part(RandomBox(pixels=16))
