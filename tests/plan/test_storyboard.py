"""A plan as a person reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamkit import Ascent, Channel, Fade, Film, Jitter, Layer, Net, Noise, Octaves, Shot, Wave, Zoom
from dreamkit.plan import Plan, make_plan
from dreamkit.plan.cost import Cost, cost, seconds_needed
from dreamkit.plan.sparkline import sparkline
from dreamkit.plan.speed import known_speeds, remember_speed
from dreamkit.plan.storyboard import storyboard
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

DREAM = Shot(
    net=Net("tiny"),
    objective=Fade(1, 0) * Layer("relu1") + 0.5 * Layer("relu2"),
    regularizer=Octaves(2, ratio=2.0) | Jitter(4),
    optimizer=Ascent(steps=3, rate=Fade(0.02, 0.01, along="steps")),
    motion=Zoom(Wave(2, period=4, middle=3)),
    source=Noise(0.2),
    seconds=2,
)


def plan_of(*shots: Shot, dissolve: float = 0.0) -> Plan:
    film = Film(*shots, dissolve=dissolve)
    return make_plan(film, name="fall", size=(40, 60), fps=4, seed=7, registry=Registry(Plugins(only=())))


def test_a_storyboard() -> None:
    board = storyboard(plan_of(DREAM, Shot(seconds=1), dissolve=0.25), summary="Fall into a cat.", stored={0: 2})
    assert (
        board
        == """\
fall: Fall into a cat.
  settings  none
  film      60x40 pixels, 11 frames at 4 a second, 2.75 seconds, seed 7
  dissolve  1 frame from shot to shot

shot 1: 8 frames, 2 seconds
  net              Net('tiny')
  objective        Fade(1, 0) * Layer('relu1') + 0.5 * Layer('relu2')
  regularizer      Octaves(count=2, ratio=2.0) | Jitter(pixels=4)
  optimizer        Ascent(steps=3, rate=Fade(0.02, 0.01, along='steps'))
  source           Noise(contrast=0.2)
  motion           Zoom(per_second=Wave(2, 4, middle=3))
  octaves          30x20 → 60x40, 3 steps each
  weight of Layer('relu1') over the shot: first 1, last 0, least 0, most 1
    █▇▆▅▄▃▂▁
  Ascent.rate within each frame: first 0.02, last 0.01, least 0.01, most 0.02
    █▄▁█▄▁
  Zoom.per_second over the shot: first 3, last 3.765, least 3, most 5
    ▁▄▆▇█▇▆▄
  stored           2 of 8 frames

shot 2: 4 frames, 1 second
  source           Noise()
  stored           0 of 4 frames

cost  48 steps, 0.072 megapixel-steps, of which 36 steps, 0.054 megapixel-steps are left; how long
      that takes here is known after the first film"""
    )


@pytest.mark.parametrize("width", [1, 40, 60, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    board = storyboard(plan_of(DREAM), stored={}, width=width)
    assert max(map(len, board.splitlines())) <= max(width, 40)


def test_a_still_of_several_pictures() -> None:
    still = Shot(net=Net("tiny"), objective=Channel("relu1", (1, 2, 3)), optimizer=Ascent(steps=1))
    board = storyboard(plan_of(still))
    assert "\nshot 1: a still\n" in board
    assert "\n  pictures         3 at once\n  octaves          60x40, 1 step each\n" in board
    assert board.splitlines()[2] == "  film      60x40 pixels, a still, seed 7"


def test_a_still_of_more_pictures_than_are_painted_at_once() -> None:
    many = Shot(net=Net("tiny"), objective=Channel("relu1", range(9)), at_once=4)
    assert "\n  pictures         9, 4 at once\n" in storyboard(plan_of(many))


def test_the_size_of_the_finished_frames() -> None:
    assert "finished" not in storyboard(plan_of(Shot()), sizes={0: (40, 60)})
    assert "\n  finished frames  120x80\n" in storyboard(plan_of(Shot()), sizes={0: (80, 120)})


def test_what_is_done_costs_nothing_more() -> None:
    board = storyboard(plan_of(DREAM), stored={0: 8})
    assert board.splitlines()[-1] == "cost  48 steps, 0.072 megapixel-steps, all of them done"
    assert storyboard(plan_of(Shot())).splitlines()[-1] == "cost  0 steps, 0 megapixel-steps"


def test_the_cost_of_a_film() -> None:
    plan = plan_of(DREAM)
    pixels = 8 * 3 * (20 * 30 + 40 * 60)
    assert cost(plan) == Cost(8 * 2 * 3, pytest.approx(pixels / 1e6))
    assert cost(plan, {0: 6}).steps == 2 * 2 * 3
    assert seconds_needed(plan, {}, {"tiny": 0.01}) == pytest.approx(pixels / 1e4)
    assert seconds_needed(plan, {}, {"other": 0.01}) is None
    assert seconds_needed(plan, {0: 8}, {}) == 0
    board = storyboard(plan, speeds={"tiny": 0.01})
    assert board.splitlines()[-1] == "cost  48 steps, 0.072 megapixel-steps; about 7.2 seconds on this machine"


def test_a_speed_is_remembered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path))
    assert known_speeds("jax") == {}
    remember_speed("tiny", "jax", megapixels=6, seconds=3)
    remember_speed("vgg16", "jax", megapixels=1, seconds=2)
    remember_speed("tiny", "torch", megapixels=1, seconds=1)
    remember_speed("vgg16", "jax", megapixels=0, seconds=2)
    assert known_speeds("jax") == {"tiny": 2.0, "vgg16": 0.5}
    (tmp_path / "speeds.json").write_text('{"jax tiny": "fast", "jax')
    assert known_speeds("jax") == {}


def test_a_speed_that_cannot_be_kept_is_forgotten(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "cache"))
    remember_speed("tiny", "jax", megapixels=6, seconds=3)
    assert known_speeds("jax") == {}


def test_bars_keep_the_ends_of_a_long_row() -> None:
    numbers = [0.0] + [5.0] * 998 + [10.0]
    assert sparkline(numbers, 5) == "▁▅▅▅█"
    assert sparkline([3.0] * 9, 4) == "▄▄▄▄"
    assert sparkline([1.0], 4) == "▄"
