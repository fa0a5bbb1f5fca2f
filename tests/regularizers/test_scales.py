"""Coarse to fine: which sizes, how many steps at each, and that each goes on from the last."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamkit import Jitter, Octaves, Scales, ops
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part


@given(st.integers(200, 4000), st.integers(200, 4000), st.integers(32, 512))
def test_sizes_are_those_of_crowsonkb(height: int, width: int, smallest: int) -> None:
    """`gen_scales` there: from the end on, each 1 / √2 of the last, as long as none is below the smallest."""
    expected: list[float] = []
    while (scale := max(height, width) / math.pow(2, len(expected) / 2)) >= smallest * (1 - 1e-9) or not expected:
        expected.insert(0, scale)
    sizes = Scales(smallest).sizes((height, width))
    assert sizes[-1] == (height, width)
    assert [max(size) for size in sizes] == pytest.approx(expected, abs=0.5 + 1e-6)


def test_steps_are_more_at_the_first_size() -> None:
    assert Scales(100, ratio=2.0).steps(10, (100, 400)) == (20, 10, 10)
    assert Scales(100, ratio=2.0, first=0.01).steps(10, (100, 400)) == (1, 10, 10)
    assert Scales(100).steps(10, (60, 80)) == (20,)  # one size, which is the first
    assert (Jitter(2) | Scales(100, 2.0, 3)).steps(10, (100, 200)) == (30, 10)
    assert (Jitter(2) | Octaves(2)).steps(10, (100, 200)) == (10, 10)
    assert Jitter(2).steps(10, (100, 200)) == (10,)


def test_each_size_goes_on_from_the_whole_of_the_last(rng: np.random.Generator) -> None:
    start = ops.convert_to_tensor(rng.random((1, 16, 24, 3)).astype(np.float32))
    seen = []

    def ascend(image: object, octave: int) -> object:
        seen.append((octave, tuple(image.shape[1:3]), float(ops.convert_to_numpy(image).mean())))  # type: ignore[attr-defined]
        return ops.full(image.shape, octave / 4)  # type: ignore[attr-defined]

    answer = (Scales(6, ratio=2.0) | Jitter(2)).climb(start, ascend)
    assert [size for _, size, _ in seen] == [(4, 6), (8, 12), (16, 24)]
    assert [octave for octave, _, _ in seen] == [0, 1, 2]
    assert [mean for _, _, mean in seen] == pytest.approx([ops.convert_to_numpy(start).mean(), 0, 0.25], abs=0.01)
    np.testing.assert_allclose(ops.convert_to_numpy(answer), 0.5)


def test_two_sizes_that_are_one_are_a_sentence() -> None:
    with pytest.raises(InvalidValue) as caught:
        Scales(10, ratio=1.01).sizes((11, 11))
    what, by, hint = str(caught.value).splitlines()
    assert what.startswith("a picture of 11 × 11 pixels is too small for these octaves: 10 × 10, 10 × 10")
    assert by.startswith("  asked by Scales(smallest=10, ratio=1.01)")
    assert hint == "  take fewer octaves, or a larger picture"


def test_it_keeps_the_contract() -> None:
    check_part(Scales(16))
