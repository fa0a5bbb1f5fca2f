"""What the network is shown of a large picture."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import Shrink, ops
from dreamkit.testing import check_part


def seen(part: Shrink, image: np.ndarray) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(part.view(ops.convert_to_tensor(image), rng=None)))  # type: ignore[arg-type]


def test_it_keeps_the_contract() -> None:
    check_part(Shrink(16))


@pytest.mark.parametrize(("size", "shrunk"), [((24, 32), (12, 16)), ((60, 24), (30, 12)), ((25, 90), (12, 43))])
def test_the_shorter_side_becomes_so_many_pixels(size: tuple[int, int], shrunk: tuple[int, int]) -> None:
    assert seen(Shrink(12), np.ones((2, *size, 3), np.float32)).shape == (2, *shrunk, 3)


def test_a_small_picture_stays_as_it_is(image: np.ndarray) -> None:
    assert np.array_equal(seen(Shrink(12), image), image)
    assert np.array_equal(seen(Shrink(100), image), image)


def test_nothing_is_aliased() -> None:
    stripes = np.zeros((1, 48, 48, 3), np.float32)
    stripes[:, :, ::2] = 1
    assert np.abs(seen(Shrink(12), stripes)[:, 2:-2, 2:-2] - 0.5).max() < 0.05
