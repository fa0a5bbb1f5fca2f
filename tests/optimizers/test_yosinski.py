"""Yosinski's priors: what each takes away, how long a step is, and the four published settings."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import ClipContribution, ClipNorm, Progress, ops, yosinski
from dreamkit.errors import InvalidValue
from dreamkit.regularizers import Instant, Regularizer
from dreamkit.rng import Rng
from dreamkit.testing import check_part


def projected(part: Regularizer, image: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    from keras import random

    tensor = ops.convert_to_tensor(image)
    zero = ops.convert_to_tensor(0, dtype="int32")
    instant = Instant(tensor, tensor, ops.convert_to_tensor(gradient), zero, Rng(random.SeedGenerator(0)))
    return np.asarray(ops.convert_to_numpy(part.project(tensor, instant)))


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9])
def test_the_palest_pixels_turn_grey_in_the_told_share(rng: np.random.Generator, share: float) -> None:
    image = rng.random((2, 20, 30, 3)).astype(np.float32)
    found = projected(ClipNorm(share), image, np.zeros_like(image))
    for before, after in zip(image, found, strict=True):
        norms = np.linalg.norm(before - 0.5, axis=-1)
        kept = norms >= np.percentile(norms, 100 * share) - 1e-6
        np.testing.assert_allclose(after, np.where(kept[..., None], before, 0.5), atol=1e-6)
        assert np.mean(np.all(after == 0.5, axis=-1)) == pytest.approx(share, abs=0.01)


def test_what_matters_least_turns_grey(rng: np.random.Generator) -> None:
    image, gradient = (rng.random((1, 20, 30, 3)).astype(np.float32) for _ in range(2))
    after = projected(ClipContribution(0.9), image, gradient)[0]
    matters = np.abs(((image[0] - 0.5) * gradient[0]).sum(-1))
    kept = matters >= np.percentile(matters, 90) - 1e-7
    np.testing.assert_allclose(after, np.where(kept[..., None], image[0], 0.5), atol=1e-6)


def test_a_step_gains_what_it_was_told_on_a_plane(rng: np.random.Generator) -> None:
    at, slope = (rng.standard_normal((3, 4, 5, 3)).astype(np.float32) for _ in range(2))
    slope *= np.float32([1, 10, 100]).reshape(3, 1, 1, 1)
    new, _ = Progress(gain=2, fastest=1e6).advance(ops.convert_to_tensor(at), ops.convert_to_tensor(slope), ())
    gained = ((np.asarray(ops.convert_to_numpy(new)) - at) * slope).sum((1, 2, 3))
    np.testing.assert_allclose(gained, 2, rtol=1e-3)


def test_near_certainty_a_step_gains_a_share_of_what_is_missing(rng: np.random.Generator) -> None:
    at, slope = (rng.standard_normal((2, 4, 5, 3)).astype(np.float32) for _ in range(2))
    scores = ops.convert_to_tensor(np.float32([0.9, -30]))
    tensors = ops.convert_to_tensor(at), ops.convert_to_tensor(slope)
    new, _ = Progress(gain=2, fastest=1e6, late=0.5).advance_scored(*tensors, (), scores)
    gained = ((np.asarray(ops.convert_to_numpy(new)) - at) * slope).sum((1, 2, 3))
    np.testing.assert_allclose(gained, [0.05, 2], rtol=2e-3)


def test_no_step_is_longer_than_the_fastest() -> None:
    slope = 1e-4 * np.ones((1, 2, 2, 3), np.float32)
    new, _ = Progress(gain=2, fastest=3).advance(ops.zeros((1, 2, 2, 3)), ops.convert_to_tensor(slope), ())
    np.testing.assert_allclose(np.asarray(ops.convert_to_numpy(new)), 3 * slope, rtol=1e-5)


@pytest.mark.parametrize("part", [ClipNorm(), ClipContribution(), Progress()])
def test_they_keep_the_contract(part: Regularizer | Progress) -> None:
    check_part(part)


def test_the_four_settings_are_the_published_ones() -> None:
    """Per step in 0…255: the code's learning rate of 100 moves a pixel by 100 times its gradient."""
    assert repr(yosinski(1)["regularizer"]) == "Blur() | ClipNorm()"
    assert repr(yosinski(2)["regularizer"]) == "Decay(amount=0.3) | ClipNorm(share=0.2)"
    assert repr(yosinski(4)["regularizer"]) == "Blur() | ClipContribution()"
    assert [yosinski(row)["optimizer"].steps for row in (1, 2, 3, 4)] == [500, 750, 1000, 1000]
    assert yosinski(2)["optimizer"].rate * 255**2 == pytest.approx(100)
    assert (yosinski(1)["optimizer"].gain, yosinski(4)["optimizer"].fastest * 255**2) == (2.0, pytest.approx(1e8))


def test_a_setting_that_is_not_in_the_table_is_a_sentence() -> None:
    with pytest.raises(InvalidValue) as caught:
        yosinski(5)
    assert str(caught.value) == "yosinski takes 1, 2, 3 or 4, the rows of the paper's table, and 5 came"
