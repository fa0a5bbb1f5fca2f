"""The pyramid: exactly reversible, halved as a loop halves, and enlarged by the transpose of that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dreamkit import LaplacianPyramid, backend, ops
from dreamkit.regularizers.laplacian import BINOMIAL, enlarged, halved, merged, split

NOTHING: Any = None


def _run(function: Callable[..., Any], *arrays: np.ndarray) -> Any:
    """Compiled, since JAX takes long over single operations."""
    compiled = backend.compiled(lambda _, *tensors: function(*tensors))
    answer = compiled(*map(ops.convert_to_tensor, arrays))
    return [ops.convert_to_numpy(tensor) for tensor in answer] if isinstance(answer, list) else np.asarray(answer)


def _picture(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(height * 100 + width).standard_normal((2, height, width, 3)).astype(np.float32)


@pytest.mark.parametrize("size", [(16, 24), (17, 13), (1, 2)])
def test_split_and_merged_a_picture_of_any_size_is_itself(size: tuple[int, int]) -> None:
    image = _picture(*size)
    np.testing.assert_allclose(_run(lambda x: merged(split(x, 4)), image), image, atol=1e-5)


@pytest.mark.parametrize("size", [(8, 6), (9, 7)])
def test_halving_is_what_a_loop_over_pixels_does(size: tuple[int, int]) -> None:
    image = _picture(*size)
    wide = np.pad(image, ((0, 0), (2, 2), (2, 2), (0, 0)), mode="reflect")
    weights = np.outer(BINOMIAL, BINOMIAL)[None, :, :, None]
    places = [[(row, column) for column in range(0, size[1], 2)] for row in range(0, size[0], 2)]
    expected = [[(weights * wide[:, r : r + 5, c : c + 5]).sum((1, 2)) for r, c in line] for line in places]
    np.testing.assert_allclose(_run(halved, image), np.moveaxis(np.array(expected), 2, 0), atol=1e-5)


def test_enlarging_is_four_times_the_transpose_of_halving_away_from_the_edges() -> None:
    large, small = _picture(20, 24), np.zeros((2, 10, 12, 3), np.float32)
    small[:, 3:7, 3:8] = _picture(4, 5)
    there, back = np.sum(_run(halved, large) * small), np.sum(large * _run(enlarged, small, large))
    assert back == pytest.approx(4 * there, rel=1e-4)


def test_a_flat_gradient_has_no_detail() -> None:
    *details, rest = _run(lambda x: split(x, 3), np.ones((1, 11, 14, 3), np.float32))
    assert max(np.abs(band).max() for band in details) < 1e-6
    np.testing.assert_allclose(rest, 1, rtol=1e-6)


def test_coarse_forms_are_no_longer_drowned_by_fine_noise(rng: np.random.Generator) -> None:
    rows = np.arange(64)[None, :, None, None]
    coarse, fine = np.sin(2 * np.pi * rows / 32) * np.ones((1, 64, 64, 3)), rng.standard_normal((1, 64, 64, 3))
    gradient = (coarse + 10 * fine).astype(np.float32)

    def share(of: np.ndarray) -> float:
        return float(np.mean(of * coarse) / np.mean(of * fine))

    assert share(_run(lambda g: LaplacianPyramid(4).precondition(g, NOTHING), gradient)) > 5 * share(gradient)


def test_each_band_is_brought_to_unit_size(rng: np.random.Generator) -> None:
    gradient = rng.standard_normal((1, 32, 48, 3)).astype(np.float32)
    detail, rest = _run(lambda g: split(g, 1), gradient)
    even_rest = _run(enlarged, rest / np.sqrt(np.mean(rest**2)), gradient)
    even = _run(lambda g: LaplacianPyramid(1).precondition(g, NOTHING), gradient)
    np.testing.assert_allclose(even, detail / np.sqrt(np.mean(detail**2)) + even_rest, atol=1e-5)
