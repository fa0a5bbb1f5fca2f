"""Pictures made larger and smaller, against loops over their pixels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.feedforward.bicubic import cubic, enlarged, reduced


def row_enlarged(row: NDArray[np.float64], factor: int) -> NDArray[np.float64]:
    """Each new pixel from the four old ones around it."""
    wide = np.pad(row, 4, mode="reflect")
    new = []
    for place in range(len(row) * factor):
        at = (place + 0.5) / factor - 0.5
        first = int(np.floor(at)) - 1
        new.append(sum(wide[first + k + 4] * cubic(np.array(at - first - k)) for k in range(4)))
    return np.array(new)


def row_reduced(row: NDArray[np.float64], factor: int) -> NDArray[np.float64]:
    """First the Gaussian, pixel by pixel; then each new pixel from all old ones that lie under its kernel."""
    wide = np.pad(row, 40, mode="reflect")
    taps = [np.exp(-(d**2) / 2) for d in range(-4, 5)]
    soft = [sum(tap * wide[i + d] for tap, d in zip(taps, range(-4, 5), strict=True)) for i in range(4, len(wide) - 4)]
    new = []
    for place in range(len(row) // factor):
        at = (place + 0.5) * factor - 0.5 + 36
        shares = [float(cubic(np.array((i - at) / factor))) for i in range(len(soft))]
        new.append(np.dot(shares, soft) / sum(shares) / sum(taps))
    return np.array(new)


@pytest.mark.parametrize("factor", [2, 4])
def test_pictures_are_resampled_as_the_loops_say(factor: int, rng: np.random.Generator) -> None:
    picture = rng.random((24, 32))
    image = ops.convert_to_tensor(np.stack([picture] * 2, axis=-1)[None].astype(np.float32))
    for resampled, row in ((enlarged, row_enlarged), (reduced, row_reduced)):
        wanted = np.apply_along_axis(row, 1, np.apply_along_axis(row, 0, picture, factor), factor)
        found = ops.convert_to_numpy(resampled(image, factor))
        assert found.shape == (1, *wanted.shape, 2)
        assert np.allclose(found[0, ..., 1], wanted, atol=1e-5)
