"""The authors' priors, against their sums over a picture of their network's size, in their units."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import LpNorm, inversion_priors, ops
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part

SIDE, SIGMA = 227, 27098.0
"""Their network's picture, and the length of a typical photo of that size, in levels."""


@pytest.mark.parametrize(("depth", "variation"), [("shallow", 1.0), ("middle", 10.0), ("deep", 100.0)])
def test_they_are_the_authors_sums(depth: str, variation: float, rng: np.random.Generator) -> None:
    image = rng.random((1, SIDE, SIDE, 3)).astype(np.float32)
    x = 255 * (image[0].astype(np.float64) - (0.485, 0.456, 0.406))
    right, below = np.diff(x, axis=1, append=x[:, -1:]), np.diff(x, axis=0, append=x[-1:])
    expected = (variation / 2 * np.sum(right**2 + below**2) + 8e-10 / 2 * np.sum(x**6)) / SIGMA**2
    part = inversion_priors(depth)  # type: ignore[arg-type]
    penalty = ops.convert_to_numpy(part.penalty(ops.convert_to_tensor(image)))
    np.testing.assert_allclose(penalty, [expected], rtol=5e-3)


def test_they_keep_the_contract() -> None:
    check_part(inversion_priors())


def test_a_depth_misspelt() -> None:
    with pytest.raises(InvalidValue) as caught:
        inversion_priors("deeper")  # type: ignore[arg-type]
    said = "inversion_priors takes one of shallow, middle, deep, and 'deeper' came\n  did you mean 'deep'?"
    assert str(caught.value) == said


@pytest.mark.parametrize("grey", [(0.2, 0.5), (0.1, 0.2, 1.2), "grey", None])
def test_a_grey_that_is_none(grey: object) -> None:
    with pytest.raises(InvalidValue) as caught:
        LpNorm(grey=grey)  # type: ignore[arg-type]
    what = f"LpNorm.grey is a number between 0 and 1, or three of them for red, green and blue, and {grey!r} came"
    assert str(caught.value).splitlines()[0] == what


def test_a_picture_of_the_mean_colour_is_not_loud(rng: np.random.Generator) -> None:
    colour = (0.2, 0.5, 0.7)
    flat = ops.convert_to_tensor(np.full((1, 4, 5, 3), colour, np.float32))
    assert float(LpNorm(grey=colour).penalty(flat)[0]) == pytest.approx(0, abs=1e-9)
    image = rng.random((2, 4, 5, 3)).astype(np.float32)
    expected = 3 * 127.5 * np.mean(((image.astype(np.float64) - colour) / 0.5) ** 6, axis=(1, 2, 3))
    seen = ops.convert_to_numpy(LpNorm(3, grey=colour).penalty(ops.convert_to_tensor(image)))
    np.testing.assert_allclose(seen, expected, rtol=1e-4)
