"""How a rendering goes on: a bar on a terminal, now and then a line elsewhere, nothing when nobody wants to know."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, final

import click

if TYPE_CHECKING:
    from dreamkit.parts import Size
    from dreamkit.plan.plan import Plan, PlannedShot

EVERY: Final = 10.0
"""Seconds between two lines where there is no terminal."""


@contextmanager
def progress(plan: Plan, stored: Collection[tuple[int, int]], *, quiet: bool) -> Iterator[Progress]:
    """Shows how far a plan is; gives the watcher to tell."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet:
        yield Progress(plan, stored)
    elif console.is_terminal:
        with _bar(console, plan.name) as show:
            yield Progress(plan, stored, show)
    else:
        yield Progress(plan, stored, _Lines())


@final
class Progress:
    """Counts what a renderer tells, and shows it after every step; where `stopping` is set, it stops there.

    Args:
        plan: the film.
        stored: the frames that need no painting, each as its shot's number and its own.
        show: is called with this object whenever something has changed.
    """

    def __init__(
        self, plan: Plan, stored: Collection[tuple[int, int]], show: Callable[[Progress], None] | None = None
    ) -> None:
        from dreamkit.render.remaining import Remaining

        self.name, self.frames = plan.name, sum(planned.frames for planned in plan.shots)
        self.done, self.score = 0, ""
        self.stopping = False
        self.remaining = Remaining(plan, stored)
        self._show = show

    def stepped(self, planned: PlannedShot, frame: int, octave: int, step: int, size: Size, score: float) -> None:
        """A step was taken."""
        del frame, step
        self.remaining.stepped(planned, octave, size)
        self.score = f"{score:.4g}"
        self._tell()

    def painted(self, planned: PlannedShot, frame: int, *, stored: bool) -> None:
        """A frame is there."""
        del frame
        self.remaining.painted(planned, stored=stored)
        self.done += 1
        self._tell()

    def _tell(self) -> None:
        if self.stopping:
            raise KeyboardInterrupt
        if self._show is not None:
            self._show(self)

    def __str__(self) -> str:
        """Such as "12 of 96 frames, score 0.0123, 1:20 left"."""
        seconds = self.remaining.seconds
        words = [f"{self.done} of {self.frames} frames" if self.frames > 1 else f"{self.remaining.share:.0%}"]
        words += [f"score {self.score}"] if self.score else []
        words += [f"{clock_time(seconds)} left"] if seconds else []
        return ", ".join(words)


def clock_time(seconds: float) -> str:
    """A length of time as a clock shows it.

    >>> clock_time(80.4), clock_time(3725)
    ('1:20', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


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
