"""A quick look at a film: a quarter of its size, half of its steps, all of its frames."""

from __future__ import annotations

import dataclasses
import math

from dreamkit.parts import Size, changed
from dreamkit.plan.plan import Plan, PlannedShot


def previewed(plan: Plan) -> Plan:
    """The plan of the preview; its frames have names of their own in the store."""
    return dataclasses.replace(plan, size=quarter(plan.size), shots=tuple(map(_hurried, plan.shots)))


def quarter(size: Size) -> Size:
    """A quarter of each side, in even numbers, so that any film can be made of it; 16 at least.

    >>> quarter((720, 1280)), quarter((1001, 40))
    ((180, 320), (250, 16))
    """
    height, width = (max(16, 2 * round(side / 8)) for side in size)
    return height, width


def _hurried(planned: PlannedShot) -> PlannedShot:
    optimizer = planned.shot.optimizer
    fewer = changed(optimizer, steps=math.ceil(optimizer.steps / 2))
    return dataclasses.replace(planned, shot=changed(planned.shot, optimizer=fewer))
