"""Gradients of unit size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Normalize, ops
from dreamkit.errors import InvalidValue

SIZES = {
    "mean": lambda g: np.mean(np.abs(g)),
    "deviation": np.std,
    "rms": lambda g: np.sqrt(np.mean(g**2)),
    "norm": lambda g: np.sqrt(np.sum(g**2)),
}


def _normalized(part: Normalize, gradient: np.ndarray) -> np.ndarray:
    instant: Any = None
    return np.asarray(ops.convert_to_numpy(part.precondition(ops.convert_to_tensor(gradient), instant)), np.float64)


@pytest.mark.parametrize("by", SIZES)
def test_each_picture_of_a_batch_gets_unit_size_by_itself(by: Any, rng: np.random.Generator) -> None:
    steep = (
        rng.standard_normal((2, 6, 5, 3)).astype(np.float32) * np.array([1e-4, 30.0], np.float32)[:, None, None, None]
    )
    even = _normalized(Normalize(by), steep + 0.1 * np.abs(steep).mean((1, 2, 3), keepdims=True))
    assert [SIZES[by](gradient) for gradient in even] == pytest.approx([1, 1], rel=1e-5)


@pytest.mark.parametrize("by", SIZES)
def test_no_gradient_stays_none(by: Any) -> None:
    assert not _normalized(Normalize(by), np.zeros((1, 4, 4, 3), np.float32)).any()


def test_only_centred_takes_the_mean_away(image: np.ndarray) -> None:
    kept, taken = _normalized(Normalize("deviation"), image), _normalized(Normalize("deviation", centred=True), image)
    assert kept.mean() == pytest.approx(image.mean() / image.std(), rel=1e-4)
    assert taken.mean() == pytest.approx(0, abs=1e-6)
    assert taken.std() == pytest.approx(1, rel=1e-5)


def test_none_leaves_the_gradient_alone(image: np.ndarray) -> None:
    assert np.array_equal(_normalized(Normalize("none"), image), image)


def test_an_unknown_size_lists_the_known_ones() -> None:
    wrong: Any = "max"
    with pytest.raises(InvalidValue) as error:
        Normalize(wrong)
    first = str(error.value).splitlines()[0]
    assert first == "Normalize.by is one of mean, deviation, rms, norm, none, and 'max' came"
