"""What a film costs: steps and evaluations, their pixels, and the time that this machine needs for them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import final

from dreamkit.objectives.seen import looking
from dreamkit.optimizers.map_elites import MapElites
from dreamkit.optimizers.search import Search
from dreamkit.parts import Size
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.shot import Shot


@final
@dataclasses.dataclass(frozen=True)
class Cost:
    """The work of some frames.

    Args:
        steps: how many times the network looks and the picture moves along the gradient.
        megapixels: the pixels of all these steps and evaluations, in millions.
        evaluations: how many times a search has a candidate scored.
    """

    steps: int = 0
    megapixels: float = 0.0
    evaluations: int = 0

    def __add__(self, other: Cost) -> Cost:
        evaluations = self.evaluations + other.evaluations
        return Cost(self.steps + other.steps, self.megapixels + other.megapixels, evaluations)

    def __mul__(self, frames: int) -> Cost:
        return Cost(self.steps * frames, self.megapixels * frames, self.evaluations * frames)

    def __str__(self) -> str:
        """Such as "1,200 steps, 35 megapixel-steps".

        >>> print(Cost(1200, 35.2), Cost(0, 157.3, 9600), Cost(1200, 192.5, 9600), sep=chr(10))
        1,200 steps, 35 megapixel-steps
        9,600 evaluations, 157 megapixel-evaluations
        1,200 steps and 9,600 evaluations, 192 megapixels in all
        """
        megapixels = f"{self.megapixels:,.0f}" if self.megapixels >= 100 else f"{self.megapixels:.2g}"
        if not self.evaluations:
            return f"{self.steps:,} steps, {megapixels} megapixel-steps"
        if not self.steps:
            return f"{self.evaluations:,} evaluations, {megapixels} megapixel-evaluations"
        return f"{self.steps:,} steps and {self.evaluations:,} evaluations, {megapixels} megapixels in all"


def frame_cost(plan: Plan, planned: PlannedShot) -> Cost:
    """The work of one frame of a shot, at most; a shot without an objective climbs nothing."""
    shot = planned.shot
    if shot.objective is None:
        return Cost()
    sizes = shot.regularizer.sizes(plan.size)
    steps = plan.steps(planned)
    megapixels = sum(count * step_megapixels(shot, size) for count, size in zip(steps, sizes, strict=True))
    if isinstance(shot.optimizer, MapElites):
        return Cost(0, megapixels, sum(steps) * shot.optimizer.looks)
    if isinstance(shot.optimizer, Search):
        return Cost(0, megapixels, sum(steps) * shot.optimizer.looks * shot.objective.pictures)
    return Cost(sum(steps), megapixels)


def step_megapixels(shot: Shot, size: Size) -> float:
    """How many pixels the network sees in one step at this (height, width), in millions; all views count."""
    if isinstance(shot.optimizer, MapElites):
        return shot.optimizer.looks * shot.optimizer.encoding.pixels**2 / 1e6
    pictures = shot.objective.pictures if shot.objective else 0
    return size[0] * size[1] * pictures * shot.optimizer.looks * shot.regularizer.views / 1e6


def stops_early(plan: Plan) -> bool:
    """Whether some shot may take fewer steps than it is planned with, so that all this is known at most."""
    return any(planned.shot.objective is not None and planned.shot.optimizer.stops_early for planned in plan.shots)


def pace_name(shot: Shot) -> str:
    """What a shot's speed is remembered by: its networks, and whether they are also asked for the gradient."""
    others = looking(shot.objective) if shot.objective else ()
    net = " and ".join(net.name for net in (shot.net, *others) if net)
    if isinstance(shot.optimizer, MapElites):
        views = "ten crops of " if shot.optimizer.crops else ""
        return f"{net} as a judge of {views}{shot.optimizer.encoding.pixels} pixels"
    return f"{net} without gradient" if isinstance(shot.optimizer, Search) else net


def cost(plan: Plan, stored: Mapping[int, int] = MappingProxyType({})) -> Cost:
    """The work of a film, without that of the frames of each shot, by its number, that are stored."""
    costs = (frame_cost(plan, p) * (p.frames - stored.get(p.number, 0)) for p in plan.shots)
    return sum(costs, Cost())


def seconds_needed(plan: Plan, stored: Mapping[int, int], speeds: Mapping[str, float]) -> float | None:
    """How long the rest of a film takes at these megapixels a second by `pace_name`; None where one is missing."""
    seconds = 0.0
    for planned in plan.shots:
        rest = frame_cost(plan, planned) * (planned.frames - stored.get(planned.number, 0))
        if rest.megapixels:
            name = pace_name(planned.shot)
            if name not in speeds:
                return None
            seconds += rest.megapixels / speeds[name]
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
