"""Many pictures of one shot: painted some at once, kept one by one, and none the worse for its neighbours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit import (
    Adam,
    Ascent,
    CascadeGradient,
    Channel,
    ClipContribution,
    Diversity,
    Film,
    Fourier,
    HillClimb,
    Jitter,
    Layer,
    Logit,
    NaturalNoise,
    Net,
    Noise,
    Normalize,
    Octaves,
    Progress,
    Shot,
    Zoom,
    lucid_transforms,
)
from dreamkit.parts import changed
from dreamkit.plan import make_plan
from dreamkit.plan.pieces import pieces
from dreamkit.plan.plan import Plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.renderer import Renderer, Unwatched
from dreamkit.render.store import Store

REGISTRY = Registry(Plugins(only=()))


def climb(channels: Any, at_once: int = 2, **more: Any) -> Shot:
    said: dict[str, Any] = {
        "net": Net("tiny"),
        "objective": Channel("relu2", channels),
        "regularizer": Jitter(2),
        "optimizer": Ascent(steps=2, rate=0.02),
        "at_once": at_once,
    }
    return Shot(**{**said, **more})


def planned(shot: Shot, fps: float = 8) -> Plan:
    return make_plan(Film(shot), name="x", size=(32, 40), fps=fps, seed=0, registry=REGISTRY)


def frames(shot: Shot, folder: Path, watcher: Any = None) -> list[Any]:
    plan = planned(shot)
    return list(Renderer(plan, REGISTRY, Store(folder), watcher or Unwatched()).shot(plan.shots[0]))


def stored(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in folder.rglob("*.png")}


def cells(sheet: Any, columns: int, count: int) -> list[Any]:
    """The pictures of a sheet whose gaps are four pixels wide."""
    places = (divmod(number, columns) for number in range(count))
    return [sheet[row * 36 : row * 36 + 32, column * 44 : column * 44 + 40] for row, column in places]


def test_more_channels_and_other_batches_leave_what_is_painted(tmp_path: Path) -> None:
    frames(climb(range(3)), tmp_path)
    before = stored(tmp_path)
    assert len(before) == 3
    frames(climb(range(7), at_once=3), tmp_path)
    after = stored(tmp_path)
    assert len(after) == 7
    assert {name: after[name] for name in before} == before
    frames(climb((5, 1)), tmp_path)
    assert stored(tmp_path) == after


class Stopper:
    """Presses Ctrl-C in the middle of the second batch."""

    def __init__(self) -> None:
        self.steps = 0

    def stepped(self, *facts: Any) -> None:
        self.steps += 1
        if self.steps == 3:
            raise KeyboardInterrupt

    def painted(self, *facts: Any, stored: bool) -> None:
        pass


def test_a_stop_loses_one_batch_and_the_sheet_comes_out_the_same(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        frames(climb(range(6)), tmp_path / "stopped", Stopper())
    assert len(stored(tmp_path / "stopped")) == 2
    (resumed,), (whole,) = frames(climb(range(6)), tmp_path / "stopped"), frames(climb(range(6)), tmp_path / "whole")
    assert np.array_equal(resumed, whole)
    assert set(stored(tmp_path / "stopped")) == set(stored(tmp_path / "whole"))


WAYS: dict[str, dict[str, Any]] = {
    "Lucid's": {
        "regularizer": lucid_transforms(),
        "parameterization": Fourier(),
        "optimizer": Adam(3, rate=0.05),
        "source": NaturalNoise(),
    },
    "Google's": {"regularizer": Octaves(2, ratio=1.3) | Jitter(4) | CascadeGradient() | Normalize()},
    "Yosinski's": {"regularizer": ClipContribution(0.5), "optimizer": Progress(steps=3)},
    "a film's": {"source": Noise(0.1, apart=True), "motion": Zoom(1.5), "seconds": 0.25},
    "a sum's": {"objective": 0.5 * Logit((3, 1, 4)) - Channel("relu1", 2)},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_is_the_same_in_any_company(way: str, tmp_path: Path) -> None:
    alone = frames(climb((4, 0, 3), at_once=1, **WAYS[way]), tmp_path / "alone")
    together = frames(climb((4, 0, 3), at_once=3, **WAYS[way]), tmp_path / "together")
    assert set(stored(tmp_path / "alone")) == set(stored(tmp_path / "together"))
    assert len(stored(tmp_path / "alone")) == 3 * len(alone)
    for one, other in zip(alone, together, strict=True):
        assert np.abs(one - other).max() < 2.5 / 255
        assert len({cell.tobytes() for cell in cells(one, 2, 3)}) == 3


def test_what_belongs_together_is_kept_together(tmp_path: Path) -> None:
    apart = {"source": Noise(apart=True)}
    for shot in (
        climb((0, 1)),
        climb(1),
        climb((0, 1), objective=Channel("relu2", (0, 1)) + Diversity("relu1", 2), **apart),
        climb((0, 1), optimizer=HillClimb(steps=2)),
    ):
        count = 2 if shot == climb((0, 1)) else 1
        assert len(pieces(planned(shot).shots[0])) == count
    frames(climb((0, 1), objective=Diversity("relu1", 3) + Layer("relu2"), **apart), tmp_path)
    assert len(stored(tmp_path)) == 1


def test_what_it_starts_from_has_its_number_in_its_name_only_where_it_matters(tmp_path: Path) -> None:
    frames(climb((0, 1), source=Noise(0.1)), tmp_path)
    frames(climb((1, 0), source=Noise(0.1)), tmp_path)
    assert len(stored(tmp_path)) == 2
    frames(climb((0, 1), source=Noise(0.1, apart=True)), tmp_path)
    frames(climb((1, 0), source=Noise(0.1, apart=True)), tmp_path)
    assert len(stored(tmp_path)) == 2 + 4


def test_the_numbers_of_a_part_of_a_batch_are_those_of_the_whole() -> None:
    third = pieces(planned(climb((4, 0, 3))).shots[0])[2]
    assert third.numbers == (2,)
    assert third.shot == changed(climb((4, 0, 3)), objective=Channel("relu2", (3,)))
