"""What dreamkit is told of this package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dreamkit.hookspecs import hookimpl
from dreamkit.schedules.base import Schedule

if TYPE_CHECKING:
    from dreamkit.plan.plan import Plan


@hookimpl
def register_schedules() -> Iterable[type[Schedule]]:
    """Numbers that follow a sound."""
    from dreamkit_sound import Band, Beats, Loudness

    return (Band, Beats, Loudness)


@hookimpl
def film_encoded(plan: Plan, path: Path) -> None:
    """Put the sound that a film follows into it, where its kind of file can carry one."""
    from dreamkit_sound.film import carry

    carry(plan, path)
