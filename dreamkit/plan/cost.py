"""What a film costs: steps, the pixels that they move, and the time that this machine needs for them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import final

from dreamkit.plan.plan import Plan, PlannedShot


@final
@dataclasses.dataclass(frozen=True)
class Cost:
    """The work of some frames.

    Args:
        steps: how many times the network looks and the picture moves.
        megapixels: the pixels of all these steps, in millions.
    """

    steps: int = 0
    megapixels: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.steps + other.steps, self.megapixels + other.megapixels)

    def __mul__(self, frames: int) -> Cost:
        return Cost(self.steps * frames, self.megapixels * frames)

    def __str__(self) -> str:
        megapixels = f"{self.megapixels:,.0f}" if self.megapixels >= 100 else f"{self.megapixels:.2g}"
        return f"{self.steps:,} steps, {megapixels} megapixel-steps"


def frame_cost(plan: Plan, planned: PlannedShot) -> Cost:
    """The work of one frame of a shot; a shot without an objective climbs nothing."""
    shot = planned.shot
    if shot.objective is None:
        return Cost()
    sizes = shot.regularizer.sizes(plan.size)
    pixels = sum(height * width for height, width in sizes) * shot.objective.pictures
    return Cost(shot.optimizer.steps * len(sizes), shot.optimizer.steps * pixels / 1e6)


def cost(plan: Plan, stored: Mapping[int, int] = MappingProxyType({})) -> Cost:
    """The work of a film, without that of the frames of each shot, by its number, that are stored."""
    costs = (frame_cost(plan, p) * (p.frames - stored.get(p.number, 0)) for p in plan.shots)
    return sum(costs, Cost())


def seconds_needed(plan: Plan, stored: Mapping[int, int], speeds: Mapping[str, float]) -> float | None:
    """How long the rest of a film takes at these megapixel-steps a second by network; None where one is missing."""
    seconds = 0.0
    for planned in plan.shots:
        rest = frame_cost(plan, planned) * (planned.frames - stored.get(planned.number, 0))
        if rest.steps:
            net = planned.shot.net.name if planned.shot.net else ""
            if net not in speeds:
                return None
            seconds += rest.megapixels / speeds[net]
    return seconds


def in_time(seconds: float) -> str:
    """A length of time, as precisely as one would say it.

    >>> in_time(8.24), in_time(80), in_time(4000)
    ('8.2 seconds', '1 minute 20 seconds', '1 hour 7 minutes')
    """
    if seconds < 60:
        return f"{seconds:.2g} seconds"
    if seconds < 3600:
        return _two(round(seconds), 60, "minute", "second")
    return _two(round(seconds / 60), 60, "hour", "minute")


def _two(number: int, base: int, large: str, small: str) -> str:
    parts = [(number // base, large), (number % base, small)]
    return " ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count)
