"""What there is to write recipes with, told from the docstrings."""

from __future__ import annotations

import dataclasses
import inspect
import math
import re
import sys
import textwrap
from typing import Any, Final, final

from dreamkit.errors import UnknownName, suggestion
from dreamkit.film import Film, recipe
from dreamkit.kinds import KINDS
from dreamkit.nets.base import NetSpec
from dreamkit.nets.net import Net
from dreamkit.parts import is_knob
from dreamkit.registry import Registry, package_of
from dreamkit.settings import in_words, resolved
from dreamkit.shot import Shot

FRAME: Final = {"Film": Film, "Shot": Shot, "Net": Net, "recipe": recipe}
"""The words that hold a recipe together; no plugin adds any."""


@final
class Catalogue:
    """Everything that has a name, by kind: "film", then the kinds of `KINDS`.

    Args:
        registry: what dreamkit and its plugins have registered.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.kinds: dict[str, dict[str, Any]] = {"film": dict(FRAME)}
        for kind in KINDS:
            parts = registry.of_kind(kind)
            self.kinds[kind] = {part.__name__: part for part in parts.values()}
        self.kinds["nets"] = dict(registry.nets)
        self.kinds["executors"] = dict(registry.executors)

    def overview(self, width: int) -> str:
        """All names, kind by kind."""
        lines = []
        for kind, things in self.kinds.items():
            lines += textwrap.wrap(", ".join(things), width, initial_indent=f"{kind:<18}", subsequent_indent=" " * 18)
        return "\n".join(lines)

    def listing(self, kind: str, width: int) -> str:
        """The things of one kind: how each is written, and its first sentence."""
        lines = []
        for thing in self.kinds[kind].values():
            lines.append(signature(thing))
            lines += textwrap.wrap(first_sentence(thing), width, initial_indent="    ", subsequent_indent="    ")
        return "\n".join(lines)

    def page(self, name: str) -> str:
        """One thing: how it is written, its whole docstring, its fields, and who brings it.

        Raises `UnknownName` with the nearest name.
        """
        kind, thing = self._found(name)
        blocks = [signature(thing), textwrap.indent(_text(thing), "    ")]
        if fields := _fields(thing):
            blocks.append("\n".join(f"    {line}" for line in fields))
        return "\n\n".join([*blocks, f"    {_import_line(thing)}\n    kind: {kind}; {self._origin(thing)}"])

    def _found(self, name: str) -> tuple[str, Any]:
        for kind, things in self.kinds.items():
            for known, thing in things.items():
                if known == name or (known.lower() == name.lower() and name not in self.names):
                    return kind, thing
        hint = suggestion(name, self.names, "`dreamkit show` lists all")
        raise UnknownName(f"there is nothing called {name!r}", hint=hint)

    @property
    def names(self) -> list[str]:
        """The names of all kinds and all things."""
        return [*self.kinds, *(name for things in self.kinds.values() for name in things)]

    def _origin(self, thing: Any) -> str:
        name = thing.name if isinstance(thing, NetSpec) else thing.__name__
        for loaded in self._registry.plugins.loaded:
            if name in loaded.brings:
                return f"from {loaded.distribution or loaded.name} {loaded.version}".rstrip()
        return "from dreamkit"


def signature(thing: Any) -> str:
    """How a thing is written, with its defaults.

    >>> from dreamkit import Octaves
    >>> signature(Octaves)
    "Octaves(count=4, ratio=1.4, detail='hallucinated')"
    """
    if isinstance(thing, NetSpec):
        return f'Net("{thing.name}")'
    words = [_argument(parameter) for parameter in inspect.signature(thing).parameters.values()]
    return f"{thing.__name__}({', '.join(words)})"


def _import_line(thing: Any) -> str:
    if isinstance(thing, NetSpec):
        return "from dreamkit import Net"
    package = package_of(thing)
    public = getattr(sys.modules[package], thing.__name__, None) is thing
    return f"from {package if public else thing.__module__} import {thing.__name__}"


def first_sentence(thing: Any) -> str:
    """The first sentence of a docstring, or a network's summary.

    >>> from dreamkit import Colour
    >>> first_sentence(Colour)
    'One plain colour; red, green and blue in [0, 1].'
    """
    paragraph = _text(thing).split("\n\n")[0].replace("\n", " ")
    sentence = re.match(r".*?\.(?=\s|$)", paragraph)
    return sentence[0] if sentence else paragraph


def _text(thing: Any) -> str:
    if isinstance(thing, NetSpec):
        labels = f"{len(thing.labels()):,} classes" if thing.labels() else "no classes"
        licence = f"; licence {thing.licence}" if thing.licence else ""
        return f"{thing.summary}\n\nMade for pictures of {thing.pixels} pixels; {labels}{licence}."
    return inspect.getdoc(thing) or "It says nothing of itself."


def _argument(parameter: inspect.Parameter) -> str:
    star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
    default = "" if parameter.default is parameter.empty else f"={_short(parameter.default)}"
    return f"{star}{parameter.name}{default}"


def _short(default: Any) -> str:
    return f"{default:.4g}" if isinstance(default, float) and len(repr(default)) > 8 else repr(default)


def _fields(thing: Any) -> list[str]:
    """A line for each field of a part: its name, what it must be, and in which range."""
    if not dataclasses.is_dataclass(thing) or isinstance(thing, NetSpec):
        return []
    fields = sorted(dataclasses.fields(thing), key=lambda field: field.kw_only is True)
    width = max((len(field.name) for field in fields), default=0)
    return [f"{field.name:<{width}}  {_range(thing, field)}" for field in fields]


def _range(thing: Any, field: dataclasses.Field[Any]) -> str:
    low, high = field.metadata.get("within", (-math.inf, math.inf))
    ends = [f"from {low:g}" if math.isfinite(low) else "", f"to {high:g}" if math.isfinite(high) else ""]
    kind = "a number or a schedule" if is_knob(field) else _kind(thing, field)
    default = "" if field.default is dataclasses.MISSING else f"; {_short(field.default)} if not given"
    return " ".join(filter(None, [kind, *ends])) + default


def _kind(thing: Any, field: dataclasses.Field[Any]) -> str:
    home = next(kind for kind in thing.__mro__ if field.name in inspect.get_annotations(kind))
    try:
        return in_words(resolved(field.type, vars(sys.modules[home.__module__])))
    except NameError:  # a name that only a type checker knows
        return str(field.type)
