"""Colour effects do what a television's knobs do, and so much every second where frames grow out of each other."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import Brightness, Contrast, Effect, Hue, Saturation, ops
from dreamkit.effects import Moment
from dreamkit.effects.colour import LUMA
from dreamkit.testing import check_part

EFFECTS = [Hue(50), Saturation(1.3), Saturation(0), Brightness(0.8), Contrast(1.2), Hue(20) | Contrast(0.5)]


def changed(effect: Effect, image: np.ndarray, dose: float = 1.0) -> np.ndarray:
    tensor = ops.convert_to_tensor(image.astype(np.float32))
    moment = Moment(tensor, tensor[:1], ops.convert_to_tensor(0.0), dose=ops.convert_to_tensor(dose, dtype="float32"))
    return np.asarray(ops.convert_to_numpy(effect.apply(tensor, moment)))


@pytest.fixture
def pale(image: np.ndarray) -> np.ndarray:
    """A picture so pale that no colour leaves [0, 1]."""
    return 0.4 + 0.2 * image


@pytest.mark.parametrize("effect", EFFECTS, ids=repr)
def test_every_colour_effect_keeps_the_contract(effect: Effect) -> None:
    check_part(effect)


def test_a_third_of_the_wheel_takes_red_to_green_and_keeps_the_lightness(pale: np.ndarray) -> None:
    rolled = np.roll(pale, 1, axis=-1)
    wanted = rolled + ((pale - rolled) @ LUMA)[..., None]
    assert np.allclose(changed(Hue(120), pale), wanted, atol=1e-5)


def test_the_whole_wheel_is_where_it_started(pale: np.ndarray) -> None:
    assert np.allclose(changed(Hue(360), pale), pale, atol=1e-5)


def test_no_saturation_is_black_and_white(image: np.ndarray) -> None:
    grey = (image @ LUMA)[..., None].repeat(3, axis=-1)
    assert np.allclose(changed(Saturation(0), image), grey, atol=1e-5)


def test_saturation_keeps_the_lightness(pale: np.ndarray) -> None:
    assert np.allclose(changed(Saturation(1.5), pale) @ LUMA, pale @ LUMA, atol=1e-5)


def test_brightness_and_contrast_by_hand() -> None:
    image = np.array([0.25, 0.5, 0.75]).reshape(1, 1, 1, 3)
    assert changed(Brightness(0.5), image).ravel() == pytest.approx([0.125, 0.25, 0.375])
    assert changed(Brightness(2), image).ravel() == pytest.approx([0.5, 1, 1])
    assert changed(Contrast(1.5), image).ravel() == pytest.approx([0.125, 0.5, 0.875])
    assert changed(Contrast(0), image).ravel() == pytest.approx([0.5] * 3)


@pytest.mark.parametrize("effect", [Hue(50), Saturation(1.3), Brightness(0.8), Contrast(1.2), Contrast(1)], ids=repr)
@pytest.mark.parametrize("fps", [12, 60])
def test_many_small_doses_make_the_whole(effect: Effect, fps: int, pale: np.ndarray) -> None:
    image = pale
    for _ in range(fps):
        image = changed(effect, image, dose=1 / fps)
    assert np.allclose(image, changed(effect, pale), atol=1e-4)
