"""How large the finished pictures will be, and whether one can see through them, known before the first is painted."""

from __future__ import annotations

from dreamkit.parts import Size
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.sheets import best_columns, sheet_size


def finished_shape(plan: Plan, planned: PlannedShot) -> tuple[int, Size]:
    """How many pictures each frame of a shot has after its finish, and their (height, width)."""
    objective = planned.shot.objective
    return planned.shot.finish.shape(objective.pictures if objective else 1, plan.size)


def frame_size(plan: Plan, planned: PlannedShot) -> Size:
    """The (height, width) of a frame; several pictures that no finish has laid out lie on one sheet."""
    pictures, size = finished_shape(plan, planned)
    return size if pictures == 1 else sheet_size(pictures, size, best_columns(pictures, size))


def is_transparent(plan: Plan) -> bool:
    """Whether the finished frames of a film have an alpha; those of opaque shots then have it too, and are opaque."""
    return any(planned.shot.finish.channels(3) > 3 for planned in plan.shots)
