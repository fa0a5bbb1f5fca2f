"""Parts as a recipe would write them, without what has its default anyway."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from dreamkit.effects.base import Effects
from dreamkit.objectives.base import Sum, Weighted
from dreamkit.parts import Part
from dreamkit.regularizers.base import Regularizers
from dreamkit.schedules.base import Arithmetic


def spelled(value: Any) -> str:
    """A part, or a value of one of its fields, as short Python.

    >>> from dreamkit import Fade, Jitter, Layer, Octaves
    >>> spelled(Fade(1, 0) * Layer("stem")), spelled(Octaves(3) | Jitter())
    ("Fade(1, 0) * Layer('stem')", 'Octaves(count=3) | Jitter()')
    >>> spelled(Fade(1, 0, along="steps"))
    "Fade(1, 0, along='steps')"
    """
    for kind, spell in _JOINED.items():
        if isinstance(value, kind):
            return spell(value)
    if isinstance(value, Part):
        return f"{type(value).__name__}({', '.join(_arguments(value))})"
    if isinstance(value, tuple):
        return f"({', '.join(map(spelled, value))}{',' if len(value) == 1 else ''})"
    return repr(str(value)) if isinstance(value, Path) else repr(value)


def _arguments(part: Part) -> list[str]:
    """The fields without a default by place, and then those that differ from theirs by name."""
    by_place, by_name = [], []
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if field.default is dataclasses.MISSING and not field.kw_only:
            by_place.append(spelled(value))
        elif value != field.default:
            by_name.append(f"{field.name}={spelled(value)}")
    return by_place + by_name


_JOINED: Final[dict[type[Part], Callable[[Any], str]]] = {
    Sum: lambda value: " + ".join(map(spelled, value.terms)),
    Weighted: lambda value: f"{spelled(value.weight)} * {_braced(value.term)}",
    Arithmetic: lambda value: f"({spelled(value.left)} {value.operator} {spelled(value.right)})",
    Regularizers: lambda value: " | ".join(map(spelled, value.links)),
    Effects: lambda value: " | ".join(map(spelled, value.links)),
}
"""What operators make of parts, which is spelled with the operators."""


def _braced(term: Part) -> str:
    return f"({spelled(term)})" if isinstance(term, (Sum, Weighted)) else spelled(term)
