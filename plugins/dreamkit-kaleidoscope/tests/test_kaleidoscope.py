"""The kaleidoscope is as symmetric as glass, keeps its wedge, and turns as it says."""

from __future__ import annotations

import numpy as np
import pytest
from dreamkit_kaleidoscope import Kaleidoscope
from dreamkit_kaleidoscope.kaleidoscope import folded

from dreamkit import Fade, Mirror, Rotate, ops
from dreamkit.effects import Moment
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part


def seen(effect: Kaleidoscope | Mirror | Rotate, image: np.ndarray, seconds: float = 0.0) -> np.ndarray:
    tensor = ops.convert_to_tensor(image.astype(np.float32))
    moment = Moment(tensor, tensor[:1], ops.convert_to_tensor(seconds, dtype="float32"))
    return np.asarray(ops.convert_to_numpy(effect.apply(tensor, moment)))


def places(height: int, width: int, down: float = 0.5, across: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """How far below and to the right of a point each pixel lies, in pixels."""
    return np.meshgrid(np.arange(height) + 0.5 - down * height, np.arange(width) + 0.5 - across * width, indexing="ij")


def waves(height: int = 61, width: int = 91) -> np.ndarray:
    """Two smooth pictures without any symmetry, so that bilinear sampling loses little."""
    y, x = places(height, width)
    ripples = [np.sin(0.11 * x + 0.05 * y + phase) * np.cos(0.09 * y - 0.03 * x + 2 * phase) for phase in range(6)]
    return 0.5 + 0.4 * np.stack([np.stack(ripples[:3], -1), np.stack(ripples[3:], -1)])


def angles(height: int, width: int, down: float = 0.5, across: float = 0.5) -> np.ndarray:
    """Degrees clockwise from straight up, from 0 to 360."""
    y, x = places(height, width, down, across)
    return np.degrees(np.arctan2(x, -y)) % 360


def disc(picture: np.ndarray, radius: float = 28) -> np.ndarray:
    """What lies around the middle; corners leave the picture when it turns."""
    y, x = places(*picture.shape[1:3])
    return picture[:, np.hypot(x, y) < radius]


@pytest.mark.parametrize("part", [Kaleidoscope(), Kaleidoscope(2, 0, 30, 0.2, 0.9, 0), Kaleidoscope(12, Fade(0, 90))])
def test_it_keeps_the_contract(part: Kaleidoscope) -> None:
    check_part(part)


@pytest.mark.parametrize("wedges", [4, 6, 10])
@pytest.mark.parametrize("softness", [0, 5])
def test_a_turn_by_two_wedges_changes_nothing(wedges: int, softness: float) -> None:
    dream = seen(Kaleidoscope(wedges, degrees=17, softness=softness), waves(), seconds=1.5)
    turned = seen(Rotate(2 * 360 / wedges), dream, seconds=1.0)
    assert np.abs(disc(turned) - disc(dream)).max() < 0.02
    by_one = seen(Rotate(360 / wedges), dream, seconds=1.0)
    assert np.abs(disc(by_one) - disc(dream)).max() > 0.1


@pytest.mark.parametrize("wedges", [2, 6, 16])
def test_the_upright_mirror_makes_left_and_right_alike(wedges: int) -> None:
    dream = seen(Kaleidoscope(wedges), waves(), seconds=2.0)
    assert np.abs(dream - dream[:, :, ::-1]).max() < 1e-3
    assert np.abs(seen(Kaleidoscope(wedges, degrees=7), waves()) - dream).max() > 0.1


def test_a_quarter_s_mirrors_stand_in_both_directions() -> None:
    dream = seen(Kaleidoscope(4), waves())
    assert np.abs(dream - dream[:, ::-1]).max() < 1e-3


def test_two_wedges_are_a_mirror(image: np.ndarray) -> None:
    assert np.allclose(seen(Kaleidoscope(2, softness=0), image), seen(Mirror("right"), image), atol=1e-5)


def test_a_picture_that_is_symmetric_already_is_left_alone() -> None:
    symmetric = (waves() + waves()[:, ::-1] + waves()[:, :, ::-1] + waves()[:, ::-1, ::-1]) / 4
    assert np.allclose(seen(Kaleidoscope(4, softness=0), symmetric), symmetric, atol=1e-4)


@pytest.mark.parametrize(("down", "across"), [(0.5, 0.5), (0.1, 0.8), (1.0, 0.0)])
def test_the_kept_wedge_looks_as_it_did(down: float, across: float) -> None:
    before = waves()
    after = seen(Kaleidoscope(6, degrees=20, down=down, across=across), before)
    angle, (y, x) = angles(61, 91, down, across), places(61, 91, down, across)
    arc = np.radians(np.minimum(angle - 20, 80 - angle)) * np.hypot(x, y)
    assert np.allclose(after[:, arc > 2], before[:, arc > 2], atol=1e-4)


def test_the_picture_turns_clockwise_behind_mirrors_that_stand() -> None:
    turned_before = seen(Rotate(40), waves(), seconds=0.5)
    together = seen(Kaleidoscope(6, degrees_per_second=40), waves(), seconds=0.5)
    assert np.abs(disc(seen(Kaleidoscope(6), turned_before) - together)).max() < 0.01


def test_mirrors_that_turn_with_the_picture_turn_the_whole() -> None:
    still = seen(Kaleidoscope(6), waves())
    turned = seen(Kaleidoscope(6, degrees=30, degrees_per_second=30), waves(), seconds=1.0)
    assert np.abs(disc(seen(Rotate(30), still, seconds=1.0) - turned)).max() < 0.02


def test_softness_takes_the_crease_away() -> None:
    slope = np.repeat(np.linspace(0, 1, 40)[None, None, :, None], 40, axis=1).repeat(3, -1)

    def crease(softness: float) -> float:
        row = seen(Kaleidoscope(2, softness=softness), slope)[0, 2, :, 0]
        return float(np.abs(np.diff(row, 2)).max() * 39)  # by how much the slope breaks, in its own height

    assert crease(0) == pytest.approx(1, abs=0.01)  # one of the two pixels at the mirror: from -1 over 0 to 1
    assert crease(8) == pytest.approx(1 / 8, abs=0.02)


def test_the_fold_is_the_mean_of_the_sharp_one() -> None:
    wedge, away, softness = np.pi / 3, 10.0, 3.0
    angle = np.linspace(-7, 7, 101)
    nearby = np.linspace(-softness, softness, 20001) / away
    sharp = wedge - np.abs(np.mod(angle[:, None] + nearby, 2 * wedge) - wedge)
    inputs = (ops.convert_to_tensor(value, dtype="float32") for value in (angle, softness, away))
    angle_now, softness_now, away_now = inputs
    fold = np.asarray(ops.convert_to_numpy(folded(angle_now, wedge, softness_now, away_now)))
    assert np.allclose(fold, sharp.mean(axis=1), atol=1e-5)


def test_near_the_point_neighbours_hardly_differ() -> None:
    slope = np.repeat(np.linspace(0, 1, 40)[None, None, :, None], 40, axis=1).repeat(3, -1)
    row = seen(Kaleidoscope(60), slope)[0, 18:22, 18:22, 0]
    assert np.ptp(row) < 5 / 39


def test_an_odd_number_of_wedges_is_refused() -> None:
    with pytest.raises(InvalidValue) as error:
        Kaleidoscope(5)
    place = f"test_kaleidoscope.py:{error.traceback[0].lineno + 1}"
    told = f"mirrored wedges come in pairs, and 5 came\n  asked by Kaleidoscope(wedges=5), {place}\n  say 4 or 6"
    assert str(error.value) == told
