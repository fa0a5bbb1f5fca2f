"""KeepChroma takes the colours of the source and leaves the lightness of what was painted."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import KeepChroma, ops
from dreamkit.colours import LUMA
from dreamkit.effects import Moment
from dreamkit.testing import check_part

YUV = np.array([[0.299, 0.587, 0.114], [-0.14713, -0.28886, 0.436], [0.615, -0.51499, -0.10001]])


def kept(effect: KeepChroma, image: np.ndarray, source: np.ndarray, dose: float = 1.0) -> np.ndarray:
    tensor = ops.convert_to_tensor(image.astype(np.float32))
    dose_now = ops.convert_to_tensor(dose, dtype="float32")
    moment = Moment(tensor, ops.convert_to_tensor(source.astype(np.float32)), 0.0, dose=dose_now)
    return np.asarray(ops.convert_to_numpy(effect.apply(tensor, moment)))


def pale(rng: np.random.Generator, count: int) -> np.ndarray:
    """Pictures whose lightness and colours may be exchanged without leaving [0, 1]."""
    return rng.uniform(0.4, 0.6, (count, 1, 1, 1)) + rng.uniform(-0.1, 0.1, (count, 8, 9, 3))


def test_it_keeps_the_contract() -> None:
    check_part(KeepChroma(0.8))


def test_colours_are_the_source_s_to_a_grey_level_and_lightness_is_the_picture_s(rng: np.random.Generator) -> None:
    source, painted = pale(rng, 1), pale(rng, 2)
    picture = kept(KeepChroma(), painted, source)
    assert np.abs((picture - source) @ YUV[1:].T).max() < 1 / 255
    assert np.abs((picture - painted) @ np.array(LUMA)).max() < 1e-5


def test_where_a_colour_does_not_fit_it_is_paler_and_no_lighter(rng: np.random.Generator) -> None:
    source, painted = rng.random((1, 8, 9, 3)), rng.random((2, 8, 9, 3))
    picture = kept(KeepChroma(), painted, source)
    assert picture.min() > -1e-5
    assert picture.max() < 1 + 1e-5
    assert np.abs((picture - painted) @ np.array(LUMA)).max() < 1e-5
    own, theirs = (x - (x @ np.array(LUMA))[..., None] for x in (picture, np.repeat(source, 2, axis=0)))
    share = (own * theirs).sum(-1) / (theirs**2).sum(-1)
    np.testing.assert_allclose(own, share[..., None] * theirs, atol=1e-4)  # of the same hue
    assert 0.2 < (share < 0.99).mean() < 1
    at_the_end = np.minimum(picture, 1 - picture).min(axis=-1)
    assert at_the_end[share < 0.99].max() < 1e-4  # as strong as there is room for


def test_no_strength_leaves_everything(rng: np.random.Generator) -> None:
    painted = rng.random((2, 8, 9, 3))
    painted[0, 0, 0], painted[0, 0, 1] = (1, 0, 0), (1, 1, 1)
    np.testing.assert_allclose(kept(KeepChroma(0), painted, rng.random((1, 8, 9, 3))), painted, atol=1e-5)


@pytest.mark.parametrize("fps", [10, 40])
def test_a_second_takes_as_much_at_any_frame_rate(fps: int, rng: np.random.Generator) -> None:
    source, painted = pale(rng, 1), pale(rng, 1)
    image = painted
    for _ in range(fps):
        image = kept(KeepChroma(0.9), image, source, dose=1 / fps)
    away = (painted - source) @ YUV[1:].T
    np.testing.assert_allclose((image - source) @ YUV[1:].T, 0.1 * away, atol=1e-4)


def test_a_grey_source_makes_grey(rng: np.random.Generator) -> None:
    grey = rng.random((1, 8, 9, 1)).repeat(3, axis=-1)
    assert np.ptp(kept(KeepChroma(), rng.random((1, 8, 9, 3)), grey), axis=-1).max() < 1e-5
