"""The first frame: what tracing costs for each octave, and a whole frame of four octaves from cold."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from .cases import CASES
from .race import Contender, race
from .report import Goal, Report, Table, milliseconds, seconds
from .step import Climb

OCTAVES: Final = 4
STEPS: Final = 5

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]


def run(rounds: int, names: tuple[str, ...]) -> Report:
    """Each lap is the first of a new process."""
    report = Report()
    for name in names:
        given = {"case": name, "octaves": OCTAVES, "steps": STEPS}
        contenders = [
            Contender("dreamkit, TensorFlow", "cold:frame", given),
            Contender("keras.io loop", "peers.keras_loops:keras_io_cold", given),
        ]
        results = race(contenders, max(1, rounds // 3), fresh=True)
        octaves = [f"octave {number + 1}" for number in range(OCTAVES)]
        rows = [
            [who, *(milliseconds(result.median(octave)) for octave in octaves), seconds(result.median("film"))]
            if result.laps
            else [who, result.failed]
            for who, result in results.items()
        ]
        title = f"Cold: {CASES[name].title}, {OCTAVES} octaves × {STEPS} steps"
        note = (
            "The first step at each octave's size, trace included, then all steps together; the net is loaded before."
        )
        report.tables.append(Table(title, ["", *octaves, "all"], rows, note))
        report.results[title] = results
        ours, theirs = (results[who].median("film") for who in ("dreamkit, TensorFlow", "keras.io loop"))
        report.goals.append(Goal(f"cold frame against keras.io, {CASES[name].net}", theirs / ours, 1.5))
    return report


def frame(case: str, octaves: int, steps: int) -> Lap:
    """dreamkit's."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    climb = Climb(case)
    full = CASES[case].size

    def lap() -> dict[str, float]:
        times, started = [], time.perf_counter()
        for octave in reversed(range(octaves)):
            size = (round(full[0] / 1.4**octave), round(full[1] / 1.4**octave))
            began = time.perf_counter()
            climb.steps(1, size)
            times.append(time.perf_counter() - began)
            climb.steps(steps - 1, size)
        return {f"octave {number + 1}": took for number, took in enumerate(times)} | {
            "film": time.perf_counter() - started
        }

    return lap, {}
