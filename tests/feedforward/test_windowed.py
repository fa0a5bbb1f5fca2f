"""A large picture goes through a network window by window as if it had gone through at once."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.feedforward import windowed as module
from dreamkit.feedforward.enlarger import DESIGNS, FACTORS, enlarger
from dreamkit.feedforward.windowed import MARGIN, windowed

if TYPE_CHECKING:
    import keras


def awake(factor: int, design: str = "slim", upsampling: str = "resize") -> keras.Model:
    """A network that adds something: as it is born, it adds nothing."""
    network = enlarger(factor, design, upsampling)  # type: ignore[arg-type]
    last = [layer for layer in network.layers if layer.weights][-1]
    last.kernel.assign(np.random.default_rng(1).normal(0, 1, last.kernel.shape))
    return network


def painted(network: keras.Model, image: NDArray[np.float32], factor: int, piece: int) -> NDArray[np.float32]:
    return np.asarray(ops.convert_to_numpy(windowed(network, ops.convert_to_tensor(image), factor, piece)))


@pytest.fixture
def image() -> NDArray[np.float32]:
    return np.random.default_rng(0).random((2, 61, 130, 3), np.float32)


@pytest.mark.parametrize("piece", [16, 40, 61])
def test_there_is_no_seam(image: NDArray[np.float32], piece: int) -> None:
    network = awake(2)
    np.testing.assert_allclose(painted(network, image, 2, piece), painted(network, image, 2, 130), rtol=0, atol=1e-5)


def test_windows_that_see_too_little_leave_seams(image: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch) -> None:
    network = awake(2)
    monkeypatch.setattr(module, "MARGIN", 4)
    assert np.abs(painted(network, image, 2, 40) - painted(network, image, 2, 130)).max() > 1e-3


@pytest.mark.parametrize(("design", "upsampling", "factor"), list(product(DESIGNS, ("resize", "transposed"), FACTORS)))
def test_no_network_sees_beyond_the_margin(design: str, upsampling: str, factor: int) -> None:
    network = awake(factor, design, upsampling)
    image = np.random.default_rng(0).random((1, 8, MARGIN + 12, 3), np.float32)
    other = image.copy()
    other[:, :, -8:] = 1 - other[:, :, -8:]
    before, after = (painted(network, one, factor, 1000) for one in (image, other))
    unseen = factor * 4  # pixels that are MARGIN or more from what has changed
    np.testing.assert_allclose(after[:, :, :unseen], before[:, :, :unseen], rtol=0, atol=1e-6)
    assert np.abs(after[:, :, unseen * 3 :] - before[:, :, unseen * 3 :]).max() > 1e-3
