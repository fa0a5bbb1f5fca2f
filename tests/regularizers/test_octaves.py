"""Octaves: their sizes, and the three ways to carry detail, each against a straight reading of its source."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dreamkit import Octaves, ops
from dreamkit.errors import InvalidValue

SIZE = (30, 43)


@given(
    count=st.integers(1, 8),
    ratio=st.floats(1.01, 4),
    height=st.integers(1, 3000),
    width=st.integers(1, 3000),
)
def test_sizes_grow_by_the_ratio_up_to_the_whole_picture(count: int, ratio: float, height: int, width: int) -> None:
    octaves = Octaves(count, ratio=ratio)
    try:
        sizes = octaves.sizes((height, width))
    except InvalidValue:
        assume(False)
        return
    assert len(sizes) == count
    assert sizes[-1] == (height, width)
    for smaller, larger in itertools.pairwise(sizes):
        assert smaller[0] <= larger[0]
        assert smaller[1] <= larger[1]
        assert smaller[0] * smaller[1] < larger[0] * larger[1]
    for number, (down, across) in enumerate(reversed(sizes)):
        assert down >= 1
        assert across >= 1
        assert abs(down - height / ratio**number) <= 0.5 + 1e-9
        assert abs(across - width / ratio**number) <= 0.5 + 1e-9


def test_octaves_too_many_for_a_picture_are_refused() -> None:
    for octaves, size, seen in (
        (Octaves(3, ratio=4), (3, 40), "2 × 0, 10 × 1, 40 × 3"),
        (Octaves(3, ratio=1.01), (20, 30), "29 × 20, 30 × 20, 30 × 20"),
    ):
        with pytest.raises(InvalidValue) as error:
            octaves.sizes(size)
        what, by, hint = str(error.value).splitlines()
        height, width = size
        assert what == f"a picture of {width} × {height} pixels is too small for these octaves: {seen}"
        assert re.fullmatch(r"  asked by Octaves\(count=3, ratio=.*\), test_octaves.py:\d+", by)
        assert hint == "  take fewer octaves, or a larger picture"


def _resized(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    tensor = ops.image.resize(ops.convert_to_tensor(image), size, interpolation="bilinear", antialias=True)
    return np.asarray(ops.convert_to_numpy(tensor))


def _ascended(image: Any) -> Any:
    """A climb that depends on what it is given, everywhere."""
    return image + 0.2 * image * (1 - image)


def _climbed(detail: Any, start: np.ndarray) -> tuple[np.ndarray, list[tuple[int, tuple[int, int]]]]:
    seen = []

    def ascend(image: Any, octave: int) -> Any:
        seen.append((octave, tuple(image.shape[1:3])))
        return _ascended(image)

    climbed = Octaves(3, ratio=1.5, detail=detail).climb(ops.convert_to_tensor(start), ascend)
    return np.asarray(ops.convert_to_numpy(climbed)), seen


@pytest.fixture
def start(rng: np.random.Generator) -> np.ndarray:
    return rng.random((2, *SIZE, 3)).astype(np.float32)


SIZES = [(13, 19), (20, 29), SIZE]


def test_hallucinated_detail_is_that_of_the_released_notebook(start: np.ndarray) -> None:
    bases = [_resized(start, size) for size in SIZES]
    detail = np.zeros_like(bases[0])
    for base in bases:
        if detail.shape != base.shape:
            detail = _resized(detail, base.shape[1:3])
        image = _ascended(base + detail)
        detail = image - base
    climbed, seen = _climbed("hallucinated", start)
    assert seen == list(enumerate(SIZES))
    np.testing.assert_allclose(climbed, image, atol=1e-5)


def test_lost_detail_is_that_of_the_keras_example(start: np.ndarray) -> None:
    shrunk, image = _resized(start, SIZES[0]), start
    for size in SIZES:
        image = _ascended(_resized(image, size))
        image = image + (_resized(start, size) - _resized(shrunk, size))
        shrunk = _resized(start, size)
    climbed, seen = _climbed("lost", start)
    assert seen == list(enumerate(SIZES))
    np.testing.assert_allclose(climbed, image, atol=1e-5)


def test_without_detail_the_picture_only_grows(start: np.ndarray) -> None:
    image = start
    for size in SIZES:
        image = _ascended(_resized(image, size))
    np.testing.assert_allclose(_climbed("none", start)[0], image, atol=1e-5)


@pytest.mark.parametrize("detail", ["hallucinated", "lost"])
def test_a_climb_that_does_nothing_gives_the_picture_back(detail: Any, start: np.ndarray) -> None:
    kept = Octaves(4, detail=detail).climb(ops.convert_to_tensor(start), lambda image, octave: image)
    np.testing.assert_allclose(ops.convert_to_numpy(kept), start, atol=1e-5)


def test_an_unknown_kind_of_detail_lists_the_known_ones() -> None:
    wrong: Any = "some"
    with pytest.raises(InvalidValue) as error:
        Octaves(detail=wrong)
    assert error.value.what == "Octaves.detail is one of hallucinated, lost, none, and 'some' came"
