"""What a plan says of films that search: evaluations, and a pace of their own."""

from __future__ import annotations

import pytest

from dreamkit import Ascent, Channel, Film, HillClimb, Layer, Net, Octaves, Optimizer, Shot
from dreamkit.plan import Plan, make_plan
from dreamkit.plan.cost import Cost, cost, seconds_needed
from dreamkit.plan.storyboard import storyboard
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.remaining import Remaining


def shot(optimizer: Optimizer) -> Shot:
    return Shot(
        net=Net("tiny"),
        objective=Channel("relu1", (0, 1, 2)),
        regularizer=Octaves(2, ratio=2.0),
        optimizer=optimizer,
        seconds=1,
    )


def plan_of(*shots: Shot) -> Plan:
    registry = Registry(Plugins(only=()))
    return make_plan(Film(*shots), name="evolve", size=(40, 60), fps=4, seed=7, registry=registry)


PIXELS = 3 * (40 * 60 + 20 * 30)
"""Of all pictures of a frame at all octaves."""


def test_a_search_is_counted_in_evaluations() -> None:
    plan = plan_of(shot(HillClimb(steps=5, population=16)))
    assert cost(plan) == Cost(0, pytest.approx(4 * 5 * 16 * PIXELS / 1e6), 4 * 5 * 16 * 2 * 3)
    board = storyboard(plan, stored={0: 3})
    assert "  octaves          30x20 → 60x40, 5 generations of 16 candidates each\n" in board
    assert "cost  1,920 evaluations, 2.9 megapixel-evaluations, of which 480 evaluations" in board


def test_a_film_with_both_counts_both() -> None:
    whole = cost(plan_of(shot(Ascent(steps=10)), shot(HillClimb(steps=5, population=16))))
    assert (whole.steps, whole.evaluations) == (4 * 10 * 2, 1920)
    assert str(whole) == "80 steps and 1,920 evaluations, 3.2 megapixels in all"


def test_a_search_has_a_pace_of_its_own() -> None:
    plan = plan_of(shot(HillClimb(steps=5, population=16)), shot(Ascent(steps=10)))
    search, ascent = 4 * 5 * 16 * PIXELS / 1e6, 4 * 10 * PIXELS / 1e6
    assert seconds_needed(plan, {}, {"tiny": 2.0}) is None
    speeds = {"tiny": 2.0, "tiny without gradient": 8.0}
    assert seconds_needed(plan, {}, speeds) == pytest.approx(search / 8 + ascent / 2)
    assert seconds_needed(plan_of(shot(HillClimb())), {0: 4}, {}) == 0


def test_the_time_that_is_left_counts_candidates() -> None:
    plan, now = plan_of(shot(HillClimb(steps=5, population=16))), [0.0]
    remaining = Remaining(plan, now=lambda: now[0])
    for octave, size in enumerate([(20, 30), (40, 60)]):
        for _ in range(5):
            now[0] += size[0] * size[1] * 1e-3
            remaining.stepped(plan.shots[0], octave, size)
    assert remaining.share == pytest.approx(1 / 4)
    assert remaining.seconds == pytest.approx(3 * 5 * (600 + 2400) * 1e-3)
    assert list(remaining.speeds) == ["tiny without gradient"]


def test_a_plan_of_a_search_is_json_and_back() -> None:
    plan = plan_of(shot(HillClimb(steps=5, population=16, sigma=0.2)), Shot(net=Net("tiny"), objective=Layer("relu1")))
    assert Plan.from_json(plan.to_json(), Registry(Plugins(only=()))) == plan
