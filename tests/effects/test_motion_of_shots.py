"""A film moves alike at any frame rate, whether its frames grow out of each other or come afresh."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dreamkit import (
    Blend,
    Brightness,
    Effect,
    Film,
    Hold,
    KeepColours,
    Mirror,
    Pan,
    Rotate,
    Saturation,
    Shot,
    Source,
    Wave,
    Zoom,
)
from dreamkit.parts import Size
from dreamkit.plan.plan import make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.shot import ShotPainter
from dreamkit.sources import Frame


@dataclasses.dataclass(frozen=True)
class Waves(Source):
    """A soft pattern; as a clip or as a still."""

    clip: bool = False
    pale: bool = False

    @property
    def moves(self) -> bool:
        return self.clip

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        down, across = np.meshgrid(*(np.linspace(-1, 1, side) for side in size), indexing="ij")
        waves = [np.sin(2 * down + phase) * np.cos(3 * across - phase) for phase in (0, 1, 2)]
        return (0.5 + (0.1 if self.pale else 0.4) * np.stack(waves, axis=-1)).astype(np.float32)


SIZE = (48, 64)
SPEEDS = Zoom(Hold(1.0, 1.6, until=0.4)) | Rotate(Wave(60, period=0.8)) | Pan(0.1)


def film(fps: float, *, clip: bool = False, pale: bool = False, **slots: Effect) -> list[np.ndarray]:
    """The frames of one second, painted and finished."""
    shot = Shot(source=Waves(clip, pale), seconds=1.0, **slots)  # type: ignore[arg-type]
    plan = make_plan(Film(shot), name="waves", size=SIZE, fps=fps, seed=0, registry=Registry(Plugins([])))
    painter = ShotPainter(plan, plan.shots[0], None)
    frames: list[np.ndarray] = []
    previous = None
    for frame in range(plan.frames):
        previous = painter.paint(frame, previous, lambda *_: None)
        frames.append(painter.finished(frame, previous, frames.__getitem__)[0])
    return frames


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """The largest difference in the middle, where no mirrored edge has come."""
    return float(np.abs(one - other)[16:-16, 20:-20].max())


def test_a_film_that_grows_moves_alike_at_12_and_60_frames_a_second() -> None:
    slow, fast = film(12, motion=SPEEDS), film(60, motion=SPEEDS)
    assert apart(slow[6], fast[30]) < 0.04
    assert apart(slow[11], fast[55]) < 0.04
    assert apart(slow[0], slow[11]) > 0.2


@pytest.mark.parametrize("slots", [{"motion": SPEEDS}, {"finish": SPEEDS}], ids=["motion", "finish"])
def test_speeds_that_change_lead_to_the_same_place_where_pictures_come_afresh(slots: dict[str, Effect]) -> None:
    grown, afresh = film(24, motion=SPEEDS), film(24, clip=True, **slots)
    for frame in (6, 12, 23):
        assert apart(grown[frame], afresh[frame]) < 0.04


def test_a_place_to_zoom_to_is_no_speed() -> None:
    there = Zoom(2.0, down=Hold(0.5, 0.9, until=0.5))
    last, alone = film(12, clip=True, motion=there)[-1], film(12, clip=True, motion=Zoom(2.0, down=0.9))[-1]
    assert np.array_equal(last, alone)


def test_a_colour_that_grows_is_changed_once_a_second() -> None:
    for fps in (12, 60):
        first, last = (film(fps, pale=True, motion=Brightness(1.3))[frame] for frame in (0, -1))
        assert np.allclose(last, first * 1.3 ** (1 - 1 / fps), atol=1e-3)


@pytest.mark.parametrize("slot", ["motion", "finish"])
def test_a_colour_over_a_clip_is_the_same_all_along(slot: str) -> None:
    plain, strong = film(12, clip=True, pale=True), film(12, clip=True, pale=True, **{slot: Saturation(1.5)})
    assert np.allclose(strong[0], strong[-1])
    assert np.allclose(np.ptp(strong[5], axis=-1), 1.5 * np.ptp(plain[5], axis=-1), atol=1e-4)


def test_a_blend_over_a_clip_starts_with_the_clip() -> None:
    frames = film(12, clip=True, motion=Brightness(0.5) | Blend(0.1))
    assert not np.allclose(frames[0], film(12, clip=True)[0] * 0.5)
    assert np.allclose(frames[-1], film(12, clip=True)[0] * 0.5, atol=0.01)


def test_a_chain_of_all_kinds_is_applied_in_its_order() -> None:
    mirrored_last = film(12, motion=Pan(0.3) | Mirror("left"))[-1]
    assert np.allclose(mirrored_last, mirrored_last[:, ::-1])
    kept = film(12, motion=Brightness(0.2) | KeepColours())[-1]
    assert np.allclose(kept, film(12)[0], atol=0.01)
