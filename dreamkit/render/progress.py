"""How far a rendering is, in words; whoever shows it decides where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import final

from dreamkit.optimizers.search import Search
from dreamkit.parts import Size
from dreamkit.plan.cost import stops_early
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.render.remaining import Remaining


@final
class Progress:
    """Counts what a renderer tells, and shows it after every step; where `stopping` is set, it stops there.

    `queries` counts how many candidates searches have had scored.

    Args:
        plan: the film.
        stored: how much of which frames needs no painting; see `stored_frames`.
        show: is called with this object whenever something has changed.
    """

    def __init__(
        self, plan: Plan, stored: Mapping[tuple[int, int], float], show: Callable[[Progress], None] | None = None
    ) -> None:
        self.name, self.frames = plan.name, sum(planned.frames for planned in plan.shots)
        self.done, self.score, self.queries = 0, "", 0
        self.stopping = False
        self.remaining = Remaining(plan, stored)
        self._at_most = "at most " if stops_early(plan) else ""
        self._show = show

    def stepped(self, planned: PlannedShot, frame: int, octave: int, step: int, size: Size, score: float) -> None:
        """A step was taken."""
        del frame, step
        self.remaining.stepped(planned, octave, size)
        self.score = f"{score:.4g}"
        shot = planned.shot
        if isinstance(shot.optimizer, Search) and shot.objective is not None:
            self.queries += shot.optimizer.looks * shot.objective.pictures
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
        words += [f"{self.queries:,} queries"] if self.queries else []
        words += [f"{self._at_most}{clock_time(seconds)} left"] if seconds else []
        return ", ".join(words)


def clock_time(seconds: float) -> str:
    """A length of time as a clock shows it.

    >>> clock_time(80.4), clock_time(3725)
    ('1:20', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
