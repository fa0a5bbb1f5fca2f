"""The time that is left, held against a clock that the test turns."""

from __future__ import annotations

import pytest

from dreamkit import Ascent, Colour, Film, Layer, Net, Octaves, Shot
from dreamkit.plan import Plan, make_plan
from dreamkit.plan.plan import PlannedShot
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.remaining import Remaining

COMPILING = 30.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def plan_of(*shots: Shot) -> Plan:
    registry = Registry(Plugins([]))
    return make_plan(Film(*shots), name="test", size=(64, 64), fps=2, seed=0, registry=registry)


def climb(seconds: float, steps: int = 4) -> Shot:
    return Shot(
        net=Net("tiny"),
        objective=Layer("relu1"),
        regularizer=Octaves(2, ratio=2.0),
        optimizer=Ascent(steps=steps),
        seconds=seconds,
    )


def paint(remaining: Remaining, clock: Clock, plan: Plan, planned: PlannedShot, frame: int, pace: float) -> None:
    """Paint a frame on the clock: `pace` seconds a pixel, and a compiler that is slow in the first frame."""
    for octave, (height, width) in enumerate(planned.shot.regularizer.sizes(plan.size)):
        for step in range(planned.shot.optimizer.steps):
            clock.now += height * width * pace + (COMPILING if frame == 0 and step == 0 else 0)
            remaining.stepped(planned, octave, (height, width))
    remaining.painted(planned, stored=False)


def test_the_estimate_weighs_steps_by_pixels_and_forgets_the_compiler() -> None:
    plan, clock = plan_of(climb(2.5)), Clock()
    (shot,) = plan.shots
    remaining = Remaining(plan, now=clock)
    assert (remaining.seconds, remaining.share) == (None, 0)
    per_frame = 4 * (64 * 64 + 32 * 32) * 1e-3
    for frame in range(5):
        paint(remaining, clock, plan, shot, frame, pace=1e-3)
        assert remaining.seconds == pytest.approx((4 - frame) * per_frame, abs=1e-6)
        assert remaining.share == pytest.approx((frame + 1) / 5)


def test_stored_frames_cost_nothing() -> None:
    plan, clock = plan_of(climb(2.5)), Clock()
    (shot,) = plan.shots
    remaining = Remaining(plan, {(0, 0): 1, (0, 1): 1, (0, 2): 1}, now=clock)
    for _ in range(3):
        clock.now += 99  # a slow disk says nothing about the climb
        remaining.painted(shot, stored=True)
    paint(remaining, clock, plan, shot, 3, pace=1e-3)
    assert remaining.seconds == pytest.approx(4 * (64 * 64 + 32 * 32) * 1e-3)
    assert Remaining(plan, {(0, frame): 1 for frame in range(5)}).seconds == 0


def test_of_a_frame_that_is_stored_in_part_the_rest_is_left() -> None:
    plan, clock = plan_of(climb(1)), Clock()
    remaining = Remaining(plan, {(0, 0): 0.75}, now=clock)
    paint(remaining, clock, plan, plan.shots[0], 1, pace=1e-3)
    assert remaining.share == pytest.approx(0.8)  # one frame of one and a quarter


def test_each_shot_has_its_own_pace_once_it_is_known() -> None:
    plan, clock = plan_of(climb(1), climb(1)), Clock()
    fast, slow = plan.shots
    remaining = Remaining(plan, now=clock)
    per_frame = 4 * (64 * 64 + 32 * 32) * 1e-3
    for frame in range(2):
        paint(remaining, clock, plan, fast, frame, pace=1e-3)
    assert remaining.seconds == pytest.approx(2 * per_frame)  # nothing better is known of the second shot
    paint(remaining, clock, plan, slow, 0, pace=5e-3)
    assert remaining.seconds == pytest.approx(5 * per_frame)


def test_a_shot_that_is_only_moved_counts_by_its_frames() -> None:
    plan, clock = plan_of(Shot(source=Colour(), seconds=2)), Clock()
    remaining = Remaining(plan, now=clock)
    clock.now = 3.0
    remaining.painted(plan.shots[0], stored=False)
    assert remaining.seconds == pytest.approx(9.0)


def test_what_each_network_climbs_in_a_second() -> None:
    plan, clock = plan_of(climb(1), climb(1)), Clock()
    remaining = Remaining(plan, now=clock)
    for shot in plan.shots:
        for frame in range(2):
            paint(remaining, clock, plan, shot, frame, pace=1e-3)
    megapixels, seconds = remaining.speeds["tiny"]
    assert seconds / megapixels == pytest.approx(1e-3 * 1e6)
