"""The soft palette is a soft minimum of distances, the hard one leaves nothing but its colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from dreamkit_palette import Palette, PaletteClamp

from dreamkit import Ease, Fade, Regularizer, backend, ops
from dreamkit.regularizers import Instant
from dreamkit.testing import check_part

INKS = ("#0a1430", "#c83c28", "#f0d25a", "#ebf0e6")
RGB = np.array([list(bytes.fromhex(ink[1:])) for ink in INKS]) / 255

Save = Callable[..., Path]


@pytest.fixture
def image(rng: np.random.Generator) -> np.ndarray:
    """Two pictures (2, 9, 11, 3) of chance in [0, 1]."""
    return rng.random((2, 9, 11, 3)).astype(np.float32)


def tensor(array: np.ndarray) -> object:
    return ops.convert_to_tensor(array.astype(np.float32))


def penalty(part: Palette, image: np.ndarray) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(part.penalty(tensor(image))))


def clamped(part: Regularizer, image: np.ndarray) -> np.ndarray:
    instant = Instant(tensor(image), tensor(image[:1]), tensor(image), step=0, rng=None)  # type: ignore[arg-type]
    return np.asarray(ops.convert_to_numpy(part.project(tensor(image), instant)))


def distances(image: np.ndarray) -> np.ndarray:
    """In squared levels of 255, the mean over the channels: (…, colours)."""
    return np.square(255 * (image.astype(np.float64)[..., None, :] - RGB)).mean(axis=-1)


def test_both_keep_the_contract(save: Save, rng: np.random.Generator) -> None:
    painting = save(rng.integers(0, 256, (200, 3)))
    for part in (
        Palette(INKS),
        Palette(painting, 5, Fade(0, 1), 30),
        PaletteClamp(INKS),
        PaletteClamp(painting, 5, Ease(0.2, 1, along="steps")),
    ):
        check_part(part)


@pytest.mark.parametrize("temperature", [0.5, 20.0, 300.0])
def test_the_penalty_is_the_soft_minimum(temperature: float, image: np.ndarray) -> None:
    width = 2 * temperature**2
    nearest = distances(image).min(axis=-1)
    others = np.exp(-(distances(image) - nearest[..., None]) / width).sum(axis=-1)
    wanted = (nearest - width * np.log(others)).mean(axis=(1, 2))
    assert np.allclose(penalty(Palette(INKS, weight=1, temperature=temperature), image), wanted, rtol=1e-4)
    assert np.allclose(penalty(Palette(INKS, weight=0.25, temperature=temperature), image), wanted / 4, rtol=1e-4)


def test_cold_it_is_the_distance_to_the_nearest_colour(image: np.ndarray) -> None:
    nearest = distances(image).min(axis=-1).mean(axis=(1, 2))
    assert np.allclose(penalty(Palette(INKS, weight=1, temperature=0.1), image), nearest, rtol=1e-4)


def test_a_picture_of_the_palette_s_colours_costs_nothing(rng: np.random.Generator) -> None:
    painted = RGB[rng.integers(0, len(RGB), (3, 8, 8))]
    assert np.abs(penalty(Palette(INKS, weight=1), painted)).max() < 0.05


def test_grey_between_black_and_white_has_a_closed_form() -> None:
    grey = np.full((1, 4, 5, 3), 0.5)
    cost = penalty(Palette(("#000000", "#ffffff"), weight=1, temperature=50), grey)
    assert cost == pytest.approx(127.5**2 - 2 * 50**2 * np.log(2), rel=1e-4)


@pytest.mark.parametrize("temperature", [5.0, 40.0])
def test_the_gradient_points_away_from_the_softly_nearest_colour(temperature: float, image: np.ndarray) -> None:
    part, here = Palette(INKS, weight=1, temperature=temperature), image[:1, :2, :3]
    _, gradient = backend.value_and_grad(lambda x: ops.sum(part.penalty(x)), tensor(here))
    slope = np.asarray(ops.convert_to_numpy(gradient))
    shares = np.exp(-(distances(here) - distances(here).min(axis=-1, keepdims=True)) / (2 * temperature**2))
    softly_nearest = (shares / shares.sum(axis=-1, keepdims=True)) @ RGB
    assert np.allclose(slope, 2 * 255**2 * (here - softly_nearest) / 3 / 6, rtol=1e-3, atol=1)
    for where in [(0, 0, 0, 0), (0, 1, 2, 1)]:
        ends = []
        for step in (-1e-3, 1e-3):
            moved = here.copy()
            moved[where] += step
            ends.append(float(penalty(part, moved)[0]))
        assert (ends[1] - ends[0]) / 2e-3 == pytest.approx(slope[where], rel=0.02, abs=5)


def test_hard_leaves_only_the_nearest_colours(image: np.ndarray) -> None:
    wanted = RGB[distances(image).argmin(axis=-1)].astype(np.float32)
    assert np.array_equal(clamped(PaletteClamp(INKS), image), wanted)


def test_an_amount_is_so_much_of_the_way(image: np.ndarray) -> None:
    there = clamped(PaletteClamp(INKS), image)
    assert np.allclose(clamped(PaletteClamp(INKS, amount=0.3), image), 0.7 * image + 0.3 * there, atol=1e-6)
    assert np.array_equal(clamped(PaletteClamp(INKS, amount=0), image), image)
