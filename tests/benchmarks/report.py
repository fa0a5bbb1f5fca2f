"""Tables and goals, as text and as RESULTS.md."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any, Final, final

from .race import Result

HERE: Final = Path(__file__).parent


@final
@dataclasses.dataclass(frozen=True)
class Table:
    """Figures side by side; a row shorter than `columns` is a contender and why it has none."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str = ""


@final
@dataclasses.dataclass(frozen=True)
class Goal:
    """A figure and what it should be, at least or at most."""

    what: str
    figure: float
    target: float
    unit: str = "×"
    at_most: bool = False

    @property
    def met(self) -> str:
        """In a word; a figure that could not be taken is not met."""
        if math.isnan(self.figure):
            return "not measured"
        return "yes" if (self.figure <= self.target if self.at_most else self.figure >= self.target) else "no"

    @property
    def row(self) -> list[str]:
        """As a row of a table."""
        sign = "≤" if self.at_most else "≥"
        return [self.what, f"{sign} {self.target:g} {self.unit}", f"{self.figure:.2f} {self.unit}", self.met]


@final
@dataclasses.dataclass
class Report:
    """What a job has found out."""

    tables: list[Table] = dataclasses.field(default_factory=list)
    goals: list[Goal] = dataclasses.field(default_factory=list)
    results: dict[str, dict[str, Result]] = dataclasses.field(default_factory=dict)

    def __add__(self, other: Report) -> Report:
        return Report(self.tables + other.tables, self.goals + other.goals, self.results | other.results)

    def text(self) -> str:
        """For a terminal."""
        tables = [*self.tables, *([goals_table(self.goals)] if self.goals else [])]
        return "\n\n".join(f"{table.title}\n{_aligned(table)}\n{table.note}".rstrip() for table in tables)


def goals_table(goals: list[Goal]) -> Table:
    """All goals in one table."""
    return Table("Targets", ["what", "target", "here", "met"], [goal.row for goal in goals])


def write(job: str, report: Report, when: str, head: str, folder: Path = HERE) -> None:
    """Put what a job has found into results.json, every single lap, and make RESULTS.md of all that is there.

    `when` says when and how it was measured; jobs that have not run stay as they were.
    """
    file = folder / "results.json"
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    kept[job] = {"when": when, **dataclasses.asdict(report)}
    file.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    goals = goals_table([Goal(**goal) for each in kept.values() for goal in each["goals"]])
    sections = [_section(goals), *(_section(Table(**table)) for each in kept.values() for table in _dated(each))]
    (folder / "RESULTS.md").write_text("\n\n".join([head, *sections]) + "\n", encoding="utf-8")


def _dated(job: dict[str, Any]) -> list[dict[str, Any]]:
    """A job's tables, the last of them with the job's date."""
    *others, last = job["tables"]
    return [*others, {**last, "note": f"{last['note']}\n\n*{job['when']}*".lstrip()}]


def _section(table: Table) -> str:
    return f"## {table.title}\n\n{_markdown(table)}\n\n{table.note}".rstrip()


def milliseconds(value: float) -> str:
    """Of seconds, with three figures or so."""
    return f"{1e3 * value:.0f} ms" if value >= 0.03 else f"{1e3 * value:.1f} ms"


def seconds(value: float) -> str:
    """With one decimal."""
    return f"{value:.1f} s"


def _filled(table: Table) -> list[list[str]]:
    return [[*row, *[""] * (len(table.columns) - len(row))] for row in table.rows]


def _aligned(table: Table) -> str:
    rows = [table.columns, *_filled(table)]
    widths = [max(len(row[column]) for row in rows if len(row[0]) < 80) for column in range(len(table.columns))]
    return "\n".join(
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def _markdown(table: Table) -> str:
    rows = [table.columns, ["---"] * len(table.columns), *_filled(table)]
    return "\n".join(f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |" for row in rows)
