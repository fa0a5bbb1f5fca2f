"""The names of a classifier's classes, and finding a class by any of them."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.errors import InvalidValue, UnknownName, did_you_mean
from dreamkit.parts import Part


@final
@dataclasses.dataclass(frozen=True)
class Labels:
    """What a classifier calls its classes, in order.

    Args:
        names: one for each class, the one to show; empty where a network names nothing.
        synonyms: for each class, what else it may be called; empty, or as long as `names`.
    """

    names: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.names)

    def also(self, index: int) -> tuple[str, ...]:
        """The synonyms of one class."""
        return self.synonyms[index] if self.synonyms else ()


def class_index(labels: Labels, wanted: str | int, by: Part | None = None) -> int:
    """The number of the class that is called `wanted`, or `wanted` itself where it is a number.

    Names are found whatever their case. The name that is shown for a class comes before another class's synonym.
    Raises `UnknownName` with the nearest name, and `InvalidValue` for a number out of range, for a name that several
    classes share, and where the network names nothing.

    >>> fish = Labels(("tench", "tiger shark"), (("Tinca tinca",), ()))
    >>> class_index(fish, "tinca TINCA"), class_index(fish, 1)
    (0, 1)
    """
    if isinstance(wanted, bool) or not isinstance(wanted, (int, str)):
        raise InvalidValue(f"a class is asked for by its name or number, and {wanted!r} came", by=by)
    if isinstance(wanted, int):
        return _checked(labels, wanted, by)
    if not labels.names:
        raise InvalidValue(f"this network has no names for its classes, and {wanted!r} came", by=by, hint=_BY_NUMBER)
    found = _called(labels, wanted.strip().casefold())
    if not found:
        near = did_you_mean(wanted, [*labels.names, *(other for also in labels.synonyms for other in also)])
        raise UnknownName(f"there is no class {wanted!r}", by=by, hint=f"{near} {_LISTING}".strip())
    if len(found) > 1:
        choices = ", ".join(f"{index} ({_described(labels, index)})" for index in found)
        raise InvalidValue(f"{wanted!r} is the name of {len(found)} classes: {choices}", by=by, hint=_BY_NUMBER)
    return found[0]


_BY_NUMBER = "ask for the class by its number"
_LISTING = "`dreamkit nets classes NET` lists all that a network knows"


def _checked(labels: Labels, index: int, by: Part | None) -> int:
    if index < 0 or (labels.names and index >= len(labels)):
        range_ = f"0 to {len(labels) - 1}" if labels.names else "from 0"
        raise InvalidValue(f"classes are numbered {range_}, and {index} was asked for", by=by)
    return index


def _called(labels: Labels, wanted: str) -> list[int]:
    """The classes that show this name or, where none does, those that have it as a synonym."""
    shown = [index for index, name in enumerate(labels.names) if name.casefold() == wanted]
    return shown or [index for index, also in enumerate(labels.synonyms) if wanted in map(str.casefold, also)]


def _described(labels: Labels, index: int) -> str:
    return ", ".join([labels.names[index], *labels.also(index)])
