"""What dreamkit asks this package for."""

from __future__ import annotations

from collections.abc import Iterable

from dreamkit.effects import Effect
from dreamkit.hookspecs import hookimpl
from dreamkit_kaleidoscope.kaleidoscope import Kaleidoscope


@hookimpl
def register_effects() -> Iterable[type[Effect]]:
    """The one effect."""
    return (Kaleidoscope,)
