"""A frame's identity changes if, and only if, something that the frame is made of does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamkit import Ascent, Fade, Film, Hold, Jitter, Layer, Net, Photo, Rotate, Shot, Zoom
from dreamkit.parts import changed
from dreamkit.plan import make_plan
from dreamkit.plan.identity import painted
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

REGISTRY = Registry(Plugins([]))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    Image.fromarray(np.full((8, 8, 3), 90, np.uint8)).save(path)
    return path


def _shot(photo: Path, **more: Any) -> Shot:
    said: dict[str, Any] = {
        "net": Net("tiny"),
        "objective": Fade(1, 0) * Layer("relu1"),
        "regularizer": Jitter(2),
        "optimizer": Ascent(steps=2, rate=0.01),
        "motion": Zoom(2),
        "source": Photo(photo),
        "seconds": 0.5,
    }
    return Shot(**{**said, **more})


def _names(*shots: Shot, number: int = 0, size: tuple[int, int] = (16, 24), seed: int = 0, bits: int = 8) -> list[str]:
    plan = make_plan(Film(*shots), name="x", size=size, fps=8, seed=seed, registry=REGISTRY, bits=bits)
    return [name for (name,) in painted(plan, plan.shots[number], REGISTRY)]


def test_every_frame_has_its_own_and_it_stays(photo: Path) -> None:
    names = _names(_shot(photo))
    assert len(set(names)) == 4
    assert names == _names(_shot(photo))


@pytest.mark.parametrize(
    "change",
    [
        {"objective": Fade(1, 0) * Layer("relu2")},
        {"objective": Fade(1, 0.5) * Layer("relu1")},
        {"regularizer": Jitter(3)},
        {"optimizer": Ascent(steps=3, rate=0.01)},
        {"optimizer": Ascent(steps=2, rate=0.02)},
        {"motion": Zoom(3)},
        {"motion": Zoom(2) | Rotate(5)},
        {"net": Net("tiny", weights="random")},
        {"largest_pixels": 300_000},
    ],
    ids=repr,
)
def test_another_part_or_number_is_another_film(photo: Path, change: dict[str, Any]) -> None:
    assert set(_names(_shot(photo))).isdisjoint(_names(_shot(photo, **change))[1:])


@pytest.mark.parametrize("change", [{"size": (16, 26)}, {"seed": 1}, {"bits": 16}], ids=repr)
def test_another_size_seed_or_depth_is_another_film(photo: Path, change: dict[str, Any]) -> None:
    assert set(_names(_shot(photo))).isdisjoint(_names(_shot(photo), **change))


def test_a_photograph_is_its_contents_and_not_its_name(photo: Path, tmp_path: Path) -> None:
    before = _names(_shot(photo))
    moved = photo.rename(tmp_path / "elsewhere.png")
    assert _names(_shot(moved)) == before
    Image.fromarray(np.full((8, 8, 3), 91, np.uint8)).save(moved)
    assert set(_names(_shot(moved))).isdisjoint(before)


def test_a_knob_that_moves_later_keeps_the_frames_before(photo: Path) -> None:
    early = _names(_shot(photo, motion=Zoom(2)))
    late = _names(_shot(photo, motion=Zoom(Hold(2, 3, until=0.3))))
    assert [one == other for one, other in zip(early, late, strict=True)] == [True, True, True, False]


def test_a_finish_changes_nothing_that_is_painted(photo: Path) -> None:
    assert _names(_shot(photo)) == _names(_shot(photo, finish=Rotate(90)))


def test_a_change_in_one_shot_leaves_the_others_alone(photo: Path) -> None:
    one, two = _shot(photo), _shot(photo, motion=Rotate(5))
    other = changed(two, optimizer=Ascent(steps=5))
    assert _names(one, two) == _names(one, other)
    assert set(_names(one, two, number=1)).isdisjoint(_names(one, other, number=1))
