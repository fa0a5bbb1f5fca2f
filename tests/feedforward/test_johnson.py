"""The network is as large as Johnson's, keeps any size, and what it is built of does what it says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import ops
from dreamkit.backend.choice import wake
from dreamkit.feedforward.blocks import Upsampling, doubled, draw
from dreamkit.feedforward.johnson import SMALLEST, transformer


@pytest.fixture(scope="module", autouse=True)
def awake() -> None:
    wake()


def answer(layer: Any, *images: np.ndarray) -> np.ndarray:
    tensors = [ops.convert_to_tensor(image) for image in images]
    return np.asarray(ops.convert_to_numpy(layer(tensors if len(tensors) > 1 else tensors[0])))


@pytest.fixture
def images(rng: np.random.Generator) -> np.ndarray:
    """Two pictures, (2, 6, 7, 4), of chance, dark and light."""
    return (rng.random((2, 6, 7, 4)) * 3 - 1).astype(np.float32)


def test_it_has_as_many_weights_as_johnsons() -> None:
    assert transformer("johnson").count_params() == 1_679_235  # those of PyTorch's own example of it
    assert transformer("slim").count_params() < 250_000


@pytest.mark.parametrize("upsampling", ["resize", "transposed"])
def test_a_picture_of_any_size_keeps_it(upsampling: Upsampling, rng: np.random.Generator) -> None:
    net = transformer("slim", upsampling, seed=3)
    photos = rng.random((2, SMALLEST, SMALLEST + 3, 3)).astype(np.float32)
    painted = net.predict_on_batch(photos)
    assert painted.shape == photos.shape
    assert 0 <= painted.min() < painted.max() <= 1
    assert np.corrcoef(painted.ravel(), photos.ravel())[0, 1] > 0.3  # it begins with a pale copy
    again = transformer("slim", upsampling, seed=3)
    assert all(np.array_equal(one, two) for one, two in zip(net.get_weights(), again.get_weights(), strict=True))


@pytest.mark.parametrize(("upsampling", "ragged"), [("resize", False), ("transposed", True)])
def test_doubled_pixels_leave_no_checkerboard(upsampling: Upsampling, ragged: bool) -> None:
    import keras

    small = keras.Input((None, None, 4))
    net = keras.Model(small, doubled(small, 3, upsampling))
    draw(net, 0)
    large = net.predict_on_batch(np.full((1, 6, 7, 4), 0.5, np.float32))
    assert large.shape == (1, 12, 14, 3)
    assert (np.ptp(large[:, 2:-2, 2:-2], axis=(1, 2)).max() > 0.1) == ragged


def test_doubled_pixels_need_not_be_made(images: np.ndarray, rng: np.random.Generator) -> None:
    from dreamkit.feedforward.layers import ResizeConvolution

    layer = ResizeConvolution(3)
    layer.build(images.shape)
    kernel, bias = rng.standard_normal((3, 3, 4, 3)).astype(np.float32), np.array([1, 2, 3], np.float32)
    layer.set_weights([kernel, bias])
    large = np.pad(images.repeat(2, axis=1).repeat(2, axis=2), ((0, 0), (1, 1), (1, 1), (0, 0)), mode="reflect")
    wanted = np.zeros((2, 12, 14, 3)) + bias
    for row, column in np.ndindex(3, 3):
        wanted += large[:, row : row + 12, column : column + 14] @ kernel[row, column]
    np.testing.assert_allclose(answer(layer, images), wanted, atol=1e-4)


def test_an_instance_is_normalised_channel_by_channel(images: np.ndarray) -> None:
    from dreamkit.feedforward.layers import InstanceNorm

    norm = InstanceNorm(epsilon=0.1)
    norm.build(images.shape)
    scale, offset = np.array([1, 2, 0.5, -1], np.float32), np.array([0, 1, 2, 3], np.float32)
    norm.set_weights([scale, offset])
    wanted = np.empty_like(images)
    for number, image in enumerate(images):
        for channel in range(4):
            here = image[..., channel]
            even = (here - here.mean()) / np.sqrt(here.var() + 0.1)
            wanted[number, ..., channel] = even * scale[channel] + offset[channel]
    np.testing.assert_allclose(answer(norm, images), wanted, atol=1e-5)


def test_a_padded_picture_is_mirrored_at_its_edges(images: np.ndarray) -> None:
    from dreamkit.feedforward.layers import CropLike, ReflectionPad

    larger = answer(ReflectionPad(2), images)
    np.testing.assert_array_equal(larger, np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)), mode="reflect"))
    assert np.array_equal(answer(CropLike(), larger, images), larger[:, :6, :7])
