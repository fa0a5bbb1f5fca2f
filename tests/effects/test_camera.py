"""The camera moves as it says, by hand-made pictures and by the geometry of straight slopes."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dreamkit import Effect, Pan, Perspective, Rotate, Zoom, ops
from dreamkit.effects import Moment
from dreamkit.testing import check_part

CAMERAS = [
    Zoom(1.6, down=0.3),
    Rotate(40),
    Pan(0.2, -0.1),
    Perspective(20, -10),
    Zoom(0.7) | Rotate(-20) | Pan(0.1) | Perspective(10),
]
STILL = [Zoom(1), Rotate(0), Pan(0), Perspective(0), Zoom(1, 0.2, 0.9) | Rotate(0) | Pan(0) | Perspective(0)]


def seen(effect: Effect, image: np.ndarray, seconds: float = 1.0) -> np.ndarray:
    tensor = ops.convert_to_tensor(image.astype(np.float32))
    moment = Moment(tensor, tensor[:1], ops.convert_to_tensor(seconds, dtype="float32"))
    return np.asarray(ops.convert_to_numpy(effect.apply(tensor, moment)))


def places(height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """How far down and across each pixel lies from the middle, in heights and widths."""
    down, across = (np.arange(height) + 0.5) / height - 0.5, (np.arange(width) + 0.5) / width - 0.5
    return np.meshgrid(down, across, indexing="ij")


def slope(height: int = 40, width: int = 60) -> np.ndarray:
    """A picture whose channels are places: how far down, how far across, and a mix; bilinear sampling keeps it."""
    down, across = places(height, width)
    return np.stack([down, across, down - across], axis=-1)[None]


def smooth(height: int = 48, width: int = 64) -> np.ndarray:
    down, across = places(height, width)
    waves = [np.sin(5 * down + phase) * np.cos(6 * across - phase) for phase in (0, 1, 2)]
    return 0.5 + 0.4 * np.stack(waves, axis=-1)[None]


def middle(image: np.ndarray) -> np.ndarray:
    """The part that no camera here lets the edges into."""
    height, width = image.shape[1:3]
    return image[:, height // 3 : -(height // 3), width // 3 : -(width // 3)]


@pytest.mark.parametrize("camera", CAMERAS, ids=repr)
def test_every_camera_keeps_the_contract(camera: Effect) -> None:
    check_part(camera)


@pytest.mark.parametrize("camera", STILL, ids=repr)
@pytest.mark.parametrize("size", [(12, 16), (7, 9), (31, 17), (1, 1)])
def test_a_camera_that_stands_changes_no_bit(camera: Effect, size: tuple[int, int], rng: np.random.Generator) -> None:
    image = rng.random((2, *size, 3)).astype(np.float32)
    assert np.array_equal(seen(camera, image), image)


@pytest.mark.parametrize("camera", CAMERAS, ids=repr)
def test_no_time_changes_no_bit(camera: Effect, image: np.ndarray) -> None:
    assert np.array_equal(seen(camera, image, seconds=0.0), image)


def test_zoom_doubles_what_lies_around_the_middle() -> None:
    assert np.allclose(seen(Zoom(2), slope()), slope() / 2, atol=1e-5)


def test_zoom_stays_where_it_goes_to() -> None:
    down, across, _ = np.moveaxis(seen(Zoom(4, down=0.25, across=1.0), slope())[0], -1, 0)
    there = places(40, 60)
    inner = slice(2, -2)
    assert np.allclose(down[inner, inner], (-0.25 + (there[0] + 0.25) / 4)[inner, inner], atol=1e-5)
    assert np.allclose(across[inner, inner], (0.5 + (there[1] - 0.5) / 4)[inner, inner], atol=1e-5)


def test_a_quarter_turn_is_clockwise(rng: np.random.Generator) -> None:
    image = rng.random((1, 9, 9, 3))
    assert np.allclose(seen(Rotate(90), image)[0], np.rot90(image[0], k=-1), atol=1e-4)


def test_half_a_turn_of_an_oblong(rng: np.random.Generator) -> None:
    image = rng.random((1, 8, 13, 3))
    assert np.allclose(seen(Rotate(90), image, seconds=2.0), image[:, ::-1, ::-1], atol=1e-4)


def test_round_things_stay_round() -> None:
    down, across = places(40, 80)
    away = np.hypot(down * 40, across * 80)
    disc = (away < 12).astype(np.float32)[None, ..., None].repeat(3, -1)
    assert np.abs(seen(Rotate(50), disc) - disc)[0, away < 18].mean() < 0.05


def test_pan_slides_right_and_down_and_mirrors_what_comes_in(rng: np.random.Generator) -> None:
    image = rng.random((1, 8, 12, 3))
    moved = seen(Pan(right_per_second=0.25, down_per_second=0.125), image)
    padded = np.pad(image, [(0, 0), (1, 0), (3, 0), (0, 0)], mode="reflect")[:, :8, :12]
    assert np.allclose(moved, padded, atol=1e-5)


def test_a_tilt_takes_the_top_away_and_a_turn_the_right_side() -> None:
    down, across = places(40, 60)
    angle = np.radians(20)
    for camera, depth in (
        (Perspective(20), 1 + angle * down),
        (Perspective(0, 20), 1 - angle * across * 60 / 40),
    ):
        answer = middle(seen(camera, slope()))[0]
        assert np.allclose(answer[..., 0], middle((down / depth)[None, ..., None])[0, ..., 0], atol=1e-5)
        assert np.allclose(answer[..., 1], middle((across / depth)[None, ..., None])[0, ..., 0], atol=1e-5)


def test_beyond_the_horizon_every_number_is_finite(image: np.ndarray) -> None:
    assert np.isfinite(seen(Perspective(170, 120), image, seconds=3.0)).all()


@pytest.mark.parametrize("camera", CAMERAS, ids=repr)
def test_twelve_steps_and_sixty_arrive_at_the_same_place(camera: Effect) -> None:
    ends = []
    for fps in (12, 60):
        image = smooth()
        for _ in range(fps // 2):
            image = seen(camera, image, seconds=1 / fps)
        ends.append(middle(image))
    at_once = middle(seen(camera, smooth(), seconds=0.5))
    assert np.abs(ends[0] - ends[1]).max() < 0.02
    assert np.abs(ends[0] - at_once).max() < 0.02


def test_in_and_out_again_is_where_it_started() -> None:
    there_and_back = seen(Zoom(0.8), seen(Zoom(1.25), smooth()))
    assert np.abs(there_and_back - smooth())[:, 8:-8, 8:-8].max() < 0.01


@pytest.mark.parametrize(("first", "second"), [pair for pair in product(CAMERAS[:4], repeat=2) if pair[0] != pair[1]])
def test_cameras_in_a_chain_look_through_one_another(first: Effect, second: Effect) -> None:
    seconds = 0.3
    one_by_one = seen(second, seen(first, smooth(), seconds), seconds)
    assert np.abs(middle(seen(first | second, smooth(), seconds)) - middle(one_by_one)).max() < 0.005
