"""What dreamkit asks this package for."""

from __future__ import annotations

from collections.abc import Iterable

from dreamkit.hookspecs import hookimpl
from dreamkit.optimizers import Optimizer
from dreamkit_cma.cmaes import CMAES


@hookimpl
def register_optimizers() -> Iterable[type[Optimizer]]:
    """The one search."""
    return (CMAES,)
