"""What dreamkit asks this package for."""

from __future__ import annotations

from collections.abc import Iterable

from dreamkit.effects import Effect
from dreamkit.hookspecs import hookimpl
from dreamkit.nets.base import NetSpec
from dreamkit_styles.painted import Painted


@hookimpl
def register_effects() -> Iterable[type[Effect]]:
    """The one that paints."""
    return (Painted,)


@hookimpl
def register_nets() -> Iterable[NetSpec]:
    """The one that is hard to attack."""
    from dreamkit_styles.robust import ROBUST

    return (ROBUST,)
