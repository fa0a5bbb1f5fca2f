"""The main film: how much of its time are the steps, and what all the rest takes."""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from unittest import mock

from .race import ROOT, Contender, race
from .report import Goal, Report, Table, milliseconds, seconds

RECIPE: Final = ROOT / "recipes" / "tunnel.py"
SECONDS: Final = 2.0
"""Of film; in a much shorter one the second frame, which compiles the motion, would weigh too much."""

BESIDE_GOAL: Final = 5

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]


def run(rounds: int) -> Report:
    """The film, painted and encoded from nothing, in a new process each time."""
    results = race([Contender("tunnel", "film:tunnel")], max(1, rounds // 3), fresh=True)
    result = results["tunnel"]
    if not result.laps:
        return Report([Table("recipes/tunnel.py", ["", ""], [["tunnel", result.failed]])], [], {"film": results})
    share = 100 * result.median("beside")
    rows = [
        ["from the call to the first frame, trace included", seconds(result.median("first"))],
        ["a later frame", milliseconds(result.median("frame"))],
        ["… of it in the steps", milliseconds(result.median("steps"))],
        ["… of it beside the steps: warp, octaves, PNG, bookkeeping", f"{share:.1f} %"],
        ["after the last frame, to the finished mp4", milliseconds(result.median("last"))],
        [f"all {result.facts['frames']} frames", seconds(result.median())],
    ]
    note = "The encoder runs beside the painter; what it takes from the painter's cores is in the steps' time."
    table = Table(f"recipes/tunnel.py, {SECONDS:g} seconds of it", ["", "median"], rows, note)
    goal = Goal("a film's time that is not in its steps", share, BESIDE_GOAL, "%", at_most=True)
    return Report([table], [goal], {"film": results})


def tunnel() -> Lap:
    """One whole rendering, as the command line does it."""
    from dreamkit.loader import load_recipe, plan_recipe
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry
    from dreamkit.render.endings import output_at
    from dreamkit.render.render import render

    registry = Registry(Plugins([]))
    plan = plan_recipe(load_recipe(str(RECIPE)), [f"seconds={SECONDS}"], registry)

    def lap() -> dict[str, float]:
        watch = Watch()
        with tempfile.TemporaryDirectory() as folder, watch.on_steps():
            began = time.perf_counter()
            render(plan, output_at(str(Path(folder) / "tunnel.mp4")), registry, watch, fresh=True)
            ended = time.perf_counter()
        painted, stepped = watch.painted_at, watch.step_seconds
        frames = [after - before for before, after in itertools.pairwise(painted)]
        return {
            "first": painted[0] - began,
            "frame": statistics.median(frames),
            "steps": statistics.median(stepped[1:]),
            "beside": 1 - sum(stepped[1:]) / sum(frames),
            "last": ended - painted[-1],
        }

    return lap, {"frames": plan.frames}


class Watch:
    """Notes when each frame was there, and how long its steps took."""

    def __init__(self) -> None:
        self.painted_at: list[float] = []
        self.step_seconds: list[float] = []
        self._now = 0.0

    def stepped(self, *facts: object) -> None:
        pass

    def painted(self, *facts: object, stored: bool) -> None:
        self.painted_at.append(time.perf_counter())
        self.step_seconds.append(self._now)
        self._now = 0.0

    def on_steps(self) -> Any:
        """Time every step until the end of the block; its score is looked at, so that it is done."""
        from dreamkit.render.step import Step

        take = Step.__call__

        def timed(step: Step, *arguments: Any) -> Any:
            began = time.perf_counter()
            answer = take(step, *arguments)
            float(answer[2])
            self._now += time.perf_counter() - began
            return answer

        return mock.patch.object(Step, "__call__", timed)
