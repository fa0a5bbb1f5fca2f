"""What evolution finds: how a museum fills with evaluations, and what becomes of it with niches of their own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .evolving import POPULATION, _judge
from .report import Goal, Report, Table

if TYPE_CHECKING:
    from dreamkit.evolution.archive import Archive

MINUTES: Final = 30
NOTED: Final = tuple(1250 * 2**power for power in range(8))
"""After how many evaluations it is looked at, and at the end."""

SEEDS: Final = (0, 1)
BUDGET: Final = 5000
"""Evaluations for each of the rules that are compared."""

MEDIAN_OF_A_TRIAL: Final = 0.10
"""What an earlier trial of the same network had after 58,720 evaluations."""


def run() -> Report:
    """The long museum, and then the short ones, in which only the rule differs."""
    judge = _judge()
    return _growth(judge) + _rules(judge)


def _growth(judge: Any) -> Report:
    from dreamkit import MapElites
    from dreamkit.evolution.archive import Archive

    rules, archive, rows = MapElites(population=POPULATION), Archive.empty(judge.classes, 0), []
    began, noted = time.monotonic(), list(NOTED)
    while time.monotonic() - began < 60 * MINUTES:
        archive = rules.next(archive, judge)
        if noted and archive.born >= noted[0]:
            rows.append(_row(f"{noted.pop(0):,}", archive, time.monotonic() - began))
            print("    ", *rows[-1], flush=True)
    rows.append(_row(f"{archive.born:,}", archive, time.monotonic() - began))
    note = (
        f"efficientnet_lite0, 1000 classes, networks of functions, generations of {POPULATION}, seed 0, nothing else "
        f"running; {archive.jumps:,} times a child has taken a cell. The paper spent some four days on 128 cores."
    )
    title = f"A museum of 1000 classes in {MINUTES} minutes on this machine"
    median = float(np.median(archive.scores))
    goal = Goal("median best probability, against an earlier trial's", median / MEDIAN_OF_A_TRIAL, 1)
    return Report([Table(title, ["evaluations", *_COLUMNS, "minutes"], rows, note)], [goal])


def _rules(judge: Any) -> Report:
    from dreamkit import MapElites
    from dreamkit.evolution.archive import Archive

    rows = []
    for niches in ("every class", "best class"):
        for seed in SEEDS:
            rules, archive = MapElites(population=POPULATION, niches=niches), Archive.empty(judge.classes, seed)
            while archive.born < BUDGET:
                archive = rules.next(archive, judge)
            rows.append([f'niches="{niches}", seed {seed}', *_figures(archive)])
            print("    ", *rows[-1], flush=True)
    note = f"{BUDGET:,} evaluations each. A child competes in all cells, as in the paper, or in that of its own class."
    return Report([Table("One cell for a child, or all", ["", *_COLUMNS], rows, note)])


_COLUMNS: Final = ("median best probability", "above 0.5", "above 0.9", "above 0.99", "empty cells")


def _row(name: str, archive: Archive, seconds: float) -> list[str]:
    return [name, *_figures(archive), f"{seconds / 60:.1f}"]


def _figures(archive: Archive) -> list[str]:
    from dreamkit.evolution.standing import Standing

    standing = Standing(archive)
    return [f"{float(standing):.3f}", *map(str, standing.above), str(len(archive.cells) - len(archive.living))]
