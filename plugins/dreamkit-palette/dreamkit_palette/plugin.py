"""What dreamkit asks this package for."""

from __future__ import annotations

from collections.abc import Iterable

from dreamkit.hookspecs import hookimpl
from dreamkit.regularizers import Regularizer
from dreamkit_palette.palette import Palette, PaletteClamp


@hookimpl
def register_regularizers() -> Iterable[type[Regularizer]]:
    """The soft one and the hard one."""
    return (Palette, PaletteClamp)
