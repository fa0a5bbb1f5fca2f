"""An end before the last step: when, what is told of it, and that it comes at the same step again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamkit import Adam, Ascent, Averaged, Channel, Clamp, Film, Layer, Net, Noise, Scales, Shot, UntilStill
from dreamkit.errors import InvalidValue
from dreamkit.optimizers import Optimizer
from dreamkit.parts import Size
from dreamkit.plan import Plan, make_plan
from dreamkit.plan.pieces import pieces
from dreamkit.plan.plan import PlannedShot
from dreamkit.plan.storyboard import storyboard
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.executors import Local
from dreamkit.render.progress import Progress
from dreamkit.render.renderer import Renderer, film_frames
from dreamkit.render.store import Store
from dreamkit.testing import check_part

REGISTRY = Registry(Plugins([]))


def plan_of(optimizer: Optimizer, **fields: Any) -> Plan:
    """A film of two frames in two octaves, whose pictures can go no farther than white."""
    shot = {
        "net": Net("tiny"),
        "objective": Layer("relu1"),
        "source": Noise(0.1),
        "regularizer": Scales(16, ratio=1.5, first=1.5) | Clamp(),
        "optimizer": optimizer,
        "seconds": 1.0,
        **fields,
    }
    return make_plan(Film(Shot(**shot)), name="still", size=(16, 24), fps=2, seed=0, registry=REGISTRY)


class Diary:
    """Remembers all that a progress bar is told, and what it shows."""

    def __init__(self, plan: Plan) -> None:
        self.steps: list[tuple[int, int, int]] = []
        self.lines: list[str] = []
        self.progress = Progress(plan, {}, lambda progress: self.lines.append(str(progress)))

    def stepped(self, planned: PlannedShot, frame: int, octave: int, step: int, size: Size, score: float) -> None:
        self.steps.append((frame, octave, step))
        self.progress.stepped(planned, frame, octave, step, size, score)

    def painted(self, planned: PlannedShot, frame: int, *, stored: bool) -> None:
        self.progress.painted(planned, frame, stored=stored)


def rendered(plan: Plan, store: Path) -> tuple[list[Any], Diary]:
    diary = Diary(plan)
    frames = list(film_frames(plan, Local().shots(Renderer(plan, REGISTRY, Store(store), diary))))
    return frames, diary


@given(st.lists(st.floats(-10, 10), max_size=30), st.floats(0, 1), st.integers(1, 10))
def test_it_is_done_where_the_best_has_hardly_got_better(scores: Sequence[float], change: float, over: int) -> None:
    expected = len(scores) > over
    if expected:
        best = max(scores[:-over])
        expected = all(score <= best + change * abs(best) + 1e-12 for score in scores[-over:])
    assert UntilStill(Adam(), change, over).done(scores) == expected or np.isclose(
        max(scores[-over:]) - max(scores[:-over]), change * abs(max(scores[:-over]))
    )


def test_octaves_end_where_the_picture_is_still_and_all_is_told(tmp_path: Path) -> None:
    plan = plan_of(UntilStill(Ascent(200, rate=0.2), change=1e-3, over=5))
    frames, diary = rendered(plan, tmp_path)
    taken = [[s for f, o, s in diary.steps if (f, o) == (frame, octave)] for frame in (0, 1) for octave in (0, 1)]
    for steps in taken:
        assert steps == list(range(len(steps)))
        assert 6 <= len(steps) < 200
    assert len(frames) == 2
    assert diary.lines[-1].startswith("2 of 2 frames, score ")
    assert diary.progress.remaining.seconds == pytest.approx(0, abs=1e-9)
    assert diary.progress.remaining.share == pytest.approx(1)
    halfway = next(line for line in diary.lines if line.startswith("1 of 2"))
    assert "at most " in halfway


def test_the_same_film_ends_at_the_same_steps_and_goes_on_from_what_is_stored(tmp_path: Path) -> None:
    plan = plan_of(UntilStill(Averaged(Ascent(200, rate=0.2)), change=1e-3, over=5))
    whole, first = rendered(plan, tmp_path / "a")
    again, second = rendered(plan, tmp_path / "b")
    assert first.steps == second.steps
    np.testing.assert_array_equal(whole, again)
    _, third = rendered(plan, tmp_path / "a")
    assert third.steps == []


def test_an_optimizer_that_need_not_stop_takes_all_its_steps(tmp_path: Path) -> None:
    _, diary = rendered(plan_of(UntilStill(Ascent(4), over=4)), tmp_path)
    assert [octave for _, octave, _ in diary.steps] == ([0] * 6 + [1] * 4) * 2  # first=1.5


def test_a_plan_says_at_most() -> None:
    board = storyboard(plan_of(Averaged(UntilStill(Adam(200)))), speeds={"tiny": 1e-3})
    assert "\n  octaves          16x11 → 24x16, at most 300, 200 steps\n" in board
    assert "\ncost  at most 1,000 steps, 0.26 megapixel-steps; at most 4 minutes 19 seconds on this machine" in board
    plain = storyboard(plan_of(Adam(200)), speeds={"tiny": 1e-3})
    assert "\n  octaves          16x11 → 24x16, 300, 200 steps\n" in plain
    assert "at most" not in plain


def test_pictures_that_stop_together_are_painted_together() -> None:
    batch = Channel("relu1", (0, 1, 2))
    (alone,) = plan_of(Adam(5), objective=batch).shots
    (together,) = plan_of(UntilStill(Adam(5)), objective=batch).shots
    assert (len(pieces(alone)), len(pieces(together))) == (3, 1)


def test_it_keeps_the_contract() -> None:
    check_part(UntilStill(Ascent(3), 0.01, 2))
    assert repr(UntilStill(Adam(), over=3, steps=7)) == "UntilStill(Adam(steps=7), over=3)"


def test_what_cannot_be_is_a_sentence() -> None:
    with pytest.raises(InvalidValue, match="UntilStill takes an optimizer that follows the gradient, and 3 came"):
        UntilStill(3)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match=r"UntilStill\.over must be at least 1, and 0 came"):
        UntilStill(Adam(), over=0)
