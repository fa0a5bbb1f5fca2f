"""One step of Gatys' style transfer, content and five Gram matrices, by dreamkit and by others, and their memory."""

from __future__ import annotations

import math
import tempfile
from typing import Any, Final

from .peers import packages
from .race import Contender, Result, race
from .report import Goal, Report, Table, milliseconds

OURS: Final = "dreamkit, TensorFlow"
BACKENDS: Final = {OURS: "tensorflow", "dreamkit, JAX": "jax", "dreamkit, torch": "torch"}
BY_HAND: Final = "torch by hand, channels last"

GOALS: Final = {256: 1.2, 512: 1.4}
"""How many times as fast as the packages a step should be, by the picture's side in pixels."""

NOTE: Final = (
    "VGG-19's convolutions with random weights, which are as fast, and max pooling; the losses and weights of "
    "neural-style, and Adam, for all. Peak: the most memory that the whole process held, libraries and all. Losses and "
    "gradients on a third photo are within {apart:.0e} of dreamkit's on TensorFlow."
)


def run(rounds: int, *, peers: bool = True) -> Report:
    """Both sizes, one after the other; within a size the contenders take turns."""
    report = Report()
    for side in GOALS:
        with tempfile.TemporaryDirectory() as folder:
            given = {"case": "gatys", "folder": folder, "size": (side, side)}
            made = race([Contender("the network and the pictures, for others", "transfer:written", given)], 0)
            assert not any(result.failed for result in made.values()), made
            others, absent = packages.contenders("gatys", folder) if peers else ([], {})
            results = race([*_ours(given), *others], rounds if side <= 256 else max(1, rounds * 3 // 5))
        results |= {who: Result(failed=why) for who, why in absent.items()}
        report += _report(side, results, [one.name for one in others])
    return report


def _ours(given: dict[str, Any]) -> list[Contender]:
    ones = [Contender(name, "transfer:climb", {**given, "backend": backend}) for name, backend in BACKENDS.items()]
    written = {"case": given["case"], "folder": given["folder"]}
    return [*ones, Contender(BY_HAND, "peers.torch_style:by_hand", written)]


def _report(side: int, results: dict[str, Result], others: list[str]) -> Report:
    mine, held = results[OURS].median(), results[OURS].median("gibibytes")
    rows = []
    for who, result in results.items():
        step, peak = result.median(), result.median("gibibytes")
        figures = [milliseconds(step), f"{step / mine:.2f}", f"{peak:.2f} GiB"]
        rows.append([who, *(figures if result.laps else [result.failed])])
    apart = [result.facts["difference"] for result in results.values() if "difference" in result.facts]
    note = NOTE.format(apart=max(apart, default=math.nan))
    table = Table(f"Gatys' step, {side}×{side}", ["one step", "median", "times ours", "peak"], rows, note)
    goals = []
    for who in others:
        goals.append(Goal(f"Gatys' step against {who}, {side} px", results[who].median() / mine, GOALS[side]))
        share = held / results[who].median("gibibytes")
        goals.append(Goal(f"peak memory against {who}, {side} px", share, 1.0, at_most=True))
    return Report([table], goals, {table.title: results})
