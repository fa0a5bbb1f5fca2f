"""How long a film still takes, told from how long its last steps took."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, final

from dreamkit.parts import Size
from dreamkit.plan import identity
from dreamkit.plan.cost import frame_cost, pace_name, step_megapixels
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.registry import Registry
from dreamkit.render.store import Store


def stored_frames(plan: Plan, registry: Registry, store: Store) -> dict[tuple[int, int], float]:
    """The frames that the store holds, each as the number of its shot and its own number in it, and how much of each.

    That is 1 for a whole frame, and the share of its pictures where only some of them are there.
    """
    found: dict[tuple[int, int], float] = {}
    for planned in plan.shots:
        for frame, names in enumerate(identity.painted(plan, planned, registry)):
            if there := sum(map(store.has, names)):
                found[planned.number, frame] = there / len(names)
    return found


_NOTHING: Final[Mapping[tuple[int, int], float]] = MappingProxyType({})


@final
class Remaining:
    """Keeps count of the work that is left, and of the time that work has taken so far.

    A step counts by its pixels. Stored frames cost nothing; the first step of each octave, which may have waited for
    the compiler, says nothing about the others. Steps that an early end spares are left until their frame is there.

    Args:
        plan: the film.
        stored: how much of which frames needs no painting; see `stored_frames`.
        now: a clock that gives seconds.
    """

    def __init__(
        self, plan: Plan, stored: Mapping[tuple[int, int], float] = _NOTHING, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._plan, self._now = plan, now
        self._efforts = [_effort(plan, planned) for planned in plan.shots]
        self._left = [
            self._efforts[planned.number]
            * sum(1 - stored.get((planned.number, frame), 0) for frame in range(planned.frames))
            for planned in plan.shots
        ]
        self._whole = sum(self._left)
        self._in_frame = [0.0] * len(plan.shots)
        self._done, self._taken = [0.0] * len(plan.shots), [0.0] * len(plan.shots)
        self._compiled: set[tuple[int, int]] = set()
        self._last = now()

    @property
    def seconds(self) -> float | None:
        """How many are left, or None while nothing is known yet."""
        if not any(self._left):
            return 0.0
        if not any(self._done):
            return None
        pace = sum(self._taken) / sum(self._done)  # for a shot that has not begun
        own = [taken / done if done else pace for taken, done in zip(self._taken, self._done, strict=True)]
        return sum(left * each for left, each in zip(self._left, own, strict=True))

    @property
    def share(self) -> float:
        """How much of the work is done, from 0 to 1."""
        return 1 - sum(self._left) / self._whole if self._whole else 1.0

    @property
    def speeds(self) -> dict[str, tuple[float, float]]:
        """What each network has climbed so far, by `pace_name`, in megapixel-steps, and the seconds that this took."""
        found: dict[str, tuple[float, float]] = {}
        for planned, done, taken in zip(self._plan.shots, self._done, self._taken, strict=True):
            if planned.shot.net is not None and planned.shot.objective is not None:
                before, seconds = found.get(pace_name(planned.shot), (0.0, 0.0))
                found[pace_name(planned.shot)] = before + done, seconds + taken
        return found

    def stepped(self, planned: PlannedShot, octave: int, size: Size) -> None:
        """A step was taken at this (height, width)."""
        first = (planned.number, octave) not in self._compiled
        self._compiled.add((planned.number, octave))
        self._count(planned, step_megapixels(planned.shot, size), counts=not first)

    def painted(self, planned: PlannedShot, *, stored: bool) -> None:
        """A frame is there."""
        if stored:
            self._last = self._now()
            return
        if planned.shot.objective is None:
            self._count(planned, self._efforts[planned.number], counts=True)
        if planned.shot.optimizer.stops_early:
            spared = self._efforts[planned.number] - self._in_frame[planned.number]
            self._left[planned.number] = max(0.0, self._left[planned.number] - spared)
            self._in_frame[planned.number] = 0.0

    def _count(self, planned: PlannedShot, work: float, *, counts: bool) -> None:
        now = self._now()
        if counts:
            self._done[planned.number] += work
            self._taken[planned.number] += now - self._last
        self._left[planned.number] = max(0.0, self._left[planned.number] - work)
        self._in_frame[planned.number] += work
        self._last = now


_BARE = 0.05  # a frame that is only moved costs about as much as this share of a step of its size


def _effort(plan: Plan, planned: PlannedShot) -> float:
    """What a frame of a shot costs, in megapixel-steps."""
    if planned.shot.objective is None:
        return _BARE * plan.size[0] * plan.size[1] / 1e6
    return frame_cost(plan, planned).megapixels
