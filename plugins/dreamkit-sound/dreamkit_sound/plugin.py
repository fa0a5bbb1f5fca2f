"""What dreamkit is told of this package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dreamkit.hookspecs import hookimpl
from dreamkit.schedules.base import Schedule

if TYPE_CHECKING:
    import click

    from dreamkit.plan.plan import Plan


@hookimpl
def register_schedules() -> Iterable[type[Schedule]]:
    """Numbers that follow a sound."""
    from dreamkit_sound import Band, Beats, Loudness

    return (Band, Beats, Loudness)


@hookimpl
def register_options() -> Iterable[click.Option]:
    """Which sound a film carries."""
    import click

    words = "Which sound the film carries, or none; the first that it follows, where this is not given."
    return (click.Option(["--sound"], metavar="FILE", help=words),)


@hookimpl
def film_planned(plan: Plan) -> None:
    """Refuse a film whose sound cannot be read, before it is painted."""
    from dreamkit_sound.film import check_choice

    check_choice(plan)


@hookimpl
def film_encoded(plan: Plan, path: Path) -> str:
    """Put the sound into a film, where its kind of file can carry one."""
    from dreamkit_sound.film import carry

    return carry(plan, path)
