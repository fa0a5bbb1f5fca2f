"""How a rendering goes on: a bar on a terminal, now and then a line elsewhere, nothing when nobody wants to know."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, final

import click

if TYPE_CHECKING:
    from dreamkit.plan.plan import Plan
    from dreamkit.render.progress import Progress

EVERY: Final = 10.0
"""Seconds between two lines where there is no terminal."""


@contextmanager
def progress(plan: Plan, stored: Mapping[tuple[int, int], float], *, quiet: bool) -> Iterator[Progress]:
    """Shows how far a plan is; gives the watcher to tell."""
    from rich.console import Console

    from dreamkit.render.progress import Progress

    console = Console(stderr=True)
    if quiet:
        yield Progress(plan, stored)
    elif console.is_terminal:
        with _bar(console, plan.name) as show:
            yield Progress(plan, stored, show)
    else:
        yield Progress(plan, stored, _Lines())


@final
class _Lines:
    """A line now and then, for logs."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            click.echo(f"{progress.name}: {progress}", err=True)


@contextmanager
def _bar(console: Any, name: str) -> Iterator[Callable[[Progress], None]]:
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[words]}"))
    with Bar(*columns, console=console, transient=True, refresh_per_second=4) as bar:
        task = bar.add_task(name, total=1.0, words="starting")
        yield lambda progress: bar.update(task, completed=progress.remaining.share, words=str(progress))
