"""Films on a tiny network: what is stored is not painted again, and a rerun is the same to the last bit."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, final

import numpy as np
import pytest
from PIL import Image

from dreamkit import Ascent, Channel, Clamp, Colour, Effect, Film, Jitter, Layer, Net, Octaves, Shot, Source, Zoom
from dreamkit.effects.base import Moment
from dreamkit.errors import BadPicture, FailedPart, LostGradient, PlanRefused, UnknownName
from dreamkit.hookspecs import hookimpl
from dreamkit.parts import Size, Tensor
from dreamkit.plan import Plan, make_plan
from dreamkit.plan.plan import PlannedShot
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.endings import output_at
from dreamkit.render.executors import Executor, Local, executor_named, paint_shot
from dreamkit.render.remaining import stored_frames
from dreamkit.render.render import render
from dreamkit.render.renderer import Frame, Renderer, film_frames
from dreamkit.render.store import Store


class Diary:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.steps = 0
        self.frames: list[tuple[int, int, bool]] = []

    def stepped(self, *facts: Any) -> None:
        self.steps += 1

    def painted(self, planned: PlannedShot, frame: int, *, stored: bool) -> None:
        self.frames.append((planned.number, frame, stored))


def climb(seconds: float | None = 0.5, rate: float = 0.02, layer: str = "relu1", **fields: Any) -> Shot:
    return Shot(
        net=Net("tiny"),
        objective=Layer(layer),
        regularizer=Octaves(2) | Jitter(2) | Clamp(),
        optimizer=Ascent(steps=2, rate=rate),
        motion=Zoom(1.5),
        seconds=seconds,
        **fields,
    )


def plan_of(*shots: Shot, dissolve: float = 0, registry: Registry | None = None, bits: int = 8) -> Plan:
    film = Film(*shots, dissolve=dissolve)
    registry = registry or Registry(Plugins([]))
    return make_plan(film, name="test", size=(16, 24), fps=8, seed=0, registry=registry, bits=bits)


def frames_of(plan: Plan, store: Store, diary: Diary | None = None, **how: Any) -> list[Frame]:
    renderer = Renderer(plan, Registry(Plugins([])), store, diary or Diary(), **how)
    return list(film_frames(plan, Local().shots(renderer)))


def test_a_second_run_paints_nothing_and_gives_the_same(tmp_path: Path) -> None:
    plan, store = plan_of(climb()), Store(tmp_path)
    first, second = Diary(), Diary()
    painted, loaded = frames_of(plan, store, first), frames_of(plan, store, second)
    assert first.frames == [(0, number, False) for number in range(4)]
    assert second.frames == [(0, number, True) for number in range(4)]
    assert (first.steps, second.steps) == (4 * 2 * 2, 0)
    np.testing.assert_array_equal(painted, loaded)
    assert stored_frames(plan, Registry(Plugins([])), store) == {(0, number): 1 for number in range(4)}


def test_a_film_that_goes_on_is_the_film_that_never_stopped(tmp_path: Path) -> None:
    plan = plan_of(climb())
    whole = frames_of(plan, Store(tmp_path / "whole"))
    renderer = Renderer(plan, Registry(Plugins([])), Store(tmp_path / "parts"), Diary())
    begun = film_frames(plan, Local().shots(renderer))
    next(begun), next(begun)
    np.testing.assert_array_equal(frames_of(plan, Store(tmp_path / "parts")), whole)
    np.testing.assert_array_equal(frames_of(plan, Store(tmp_path / "parts"), fresh=True), whole)


def test_a_change_in_the_second_shot_costs_the_second_shot(tmp_path: Path) -> None:
    store, diary = Store(tmp_path), Diary()
    frames_of(plan_of(climb(), climb()), store)
    frames_of(plan_of(climb(), climb(rate=0.03)), store, diary)
    assert [stored for _, _, stored in diary.frames] == [True] * 4 + [False] * 4


def test_a_dissolve_mixes_what_two_shots_share(tmp_path: Path) -> None:
    black, white = (Shot(source=Colour(*[shade] * 3), seconds=0.5) for shade in (0.0, 1.0))
    frames = frames_of(plan_of(black, white, dissolve=0.25), Store(tmp_path))
    assert [float(frame.mean()) for frame in frames] == pytest.approx([0, 0, 1 / 3, 2 / 3, 1, 1], abs=1e-6)


def test_several_pictures_without_a_grid_lie_on_a_sheet(tmp_path: Path) -> None:
    shot = Shot(net=Net("tiny"), objective=Channel("relu1", (0, 1, 2)), optimizer=Ascent(steps=1))
    (frame,) = frames_of(plan_of(shot), Store(tmp_path))
    output = output_at(str(tmp_path / "a.png"))
    render(plan_of(shot), output, Registry(Plugins([])), Diary())
    with Image.open(output.path) as image:
        assert image.size == (frame.shape[1], frame.shape[0])
    assert frame.shape == (2 * 16 + 4, 2 * 24 + 4, 3)
    assert (frame[-16:, -24:] == 1).all()


@final
@dataclasses.dataclass(frozen=True)
class Broken(Effect):
    """Fails where a plugin's or a recipe's own part may."""

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        raise PermissionError(13, "not mine")


def test_a_part_that_fails_is_a_sentence_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(FailedPart) as caught:
        frames_of(plan_of(climb(), Shot(source=Colour(), finish=Broken(), seconds=1)), Store(tmp_path))
    what, by, hint = str(caught.value).split("\n")
    assert what == "shot 2, frame 0 fails: PermissionError: [Errno 13] not mine"
    assert by.startswith("  asked by Broken(), test_renderer.py:")
    assert hint == "  run again with --debug to see where"


@final
@dataclasses.dataclass(frozen=True)
class Torn(Source):
    """A clip that breaks off."""

    @property
    def moves(self) -> bool:
        return True

    def frame(self, seconds: float, size: Size, seed: int) -> np.ndarray:
        if seconds > 0.3:
            raise BadPicture("the clip ends early")
        return np.zeros((*size, 3), np.float32)


def test_a_sentence_without_a_place_is_given_one(tmp_path: Path) -> None:
    with pytest.raises(BadPicture) as caught:
        frames_of(plan_of(climb(), Shot(source=Torn(), seconds=1)), Store(tmp_path))
    assert str(caught.value) == "shot 2, frame 3: the clip ends early"


def test_what_blows_up_stops_and_keeps_the_frames_before(tmp_path: Path) -> None:
    diary = Diary()
    bad = Shot(net=Net("tiny"), objective=1e30 * (1e30 * Layer("relu3")), optimizer=Ascent(steps=1))
    with pytest.raises(LostGradient) as caught:
        frames_of(plan_of(climb(), bad), Store(tmp_path), diary)
    assert caught.value.what == "shot 2, frame 0, octave 1, step 1: score inf"
    assert stored_frames(plan_of(climb(), bad), Registry(Plugins([])), Store(tmp_path)) == {(0, n): 1 for n in range(4)}


class Farm(Executor):
    """Sends shots away as text, last shot first, and forgets everything else."""

    def shots(self, renderer: Renderer) -> Iterator[Iterator[Frame]]:
        text = json.dumps(renderer.plan.to_json())
        for number in reversed(range(len(renderer.plan.shots))):
            paint_shot(json.loads(text), number, renderer.store.folder)
        return map(renderer.shot, renderer.plan.shots)


def test_workers_need_no_more_than_the_written_plan_and_a_number(tmp_path: Path) -> None:
    plan, diary = plan_of(climb(), climb(rate=0.03), dissolve=0.25), Diary()
    here = frames_of(plan, Store(tmp_path / "here"))
    renderer = Renderer(plan, Registry(Plugins([])), Store(tmp_path / "there"), diary)
    there = list(film_frames(plan, Farm().shots(renderer)))
    np.testing.assert_array_equal(here, there)
    assert all(stored for _, _, stored in diary.frames)


def test_an_executor_is_found_by_name() -> None:
    registry = Registry(Plugins([]))
    assert isinstance(executor_named("local", registry), Local)
    with pytest.raises(UnknownName) as caught:
        executor_named("locl", registry)
    assert str(caught.value) == "there is no executor 'locl'\n  did you mean 'local'? there are: local"


def witnessed(told: list[Any]) -> Registry:
    class Witness:
        @hookimpl
        def film_planned(self, plan: Plan) -> None:
            told.append("planned")
            if len(plan.shots) > 1:
                raise PlanRefused("one shot is enough")

        @hookimpl
        def frame_painted(self, shot: int, frame: int, picture: np.ndarray) -> None:
            told.append((shot, frame, picture.dtype, picture.shape))
            picture[:] = 0

        @hookimpl
        def film_encoded(self, path: Path) -> None:
            told.append((path.name, path.exists()))

    plugins = Plugins([])
    plugins.register(Witness(), "witness")
    return Registry(plugins)


def test_plugins_are_told_at_the_right_moments_and_cannot_touch_a_frame(tmp_path: Path) -> None:
    told: list[Any] = []
    registry = witnessed(told)
    plan = plan_of(Shot(source=Colour(), seconds=0.25), registry=registry)
    output = output_at(str(tmp_path / "a.gif"))
    render(plan, output, registry, Diary())
    frame = (np.dtype("uint8"), (16, 24, 3))
    assert told == ["planned", (0, 0, *frame), (0, 1, *frame), ("a.gif", True)]
    assert registry.plugins.complaints == [
        "the plugin witness fails in frame_painted: ValueError: assignment destination is read-only"
    ]
    told.clear()
    render(plan, output, registry, Diary())
    assert told == ["planned", ("a.gif", True)]  # what is stored is not painted


def test_a_plugin_can_refuse_a_film_before_anything_is_painted(tmp_path: Path) -> None:
    registry = witnessed([])
    diary = Diary()
    with pytest.raises(PlanRefused, match="one shot is enough"):
        render(plan_of(climb(), climb(), registry=registry), output_at(str(tmp_path / "a.gif")), registry, diary)
    assert not diary.frames
    assert not list(tmp_path.iterdir())
