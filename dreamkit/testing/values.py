"""Lines 1 to 3 of the contract, and what can be seen of line 8: a part as a value, before anything is computed."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from typing import Any, Final

from dreamkit.errors import DreamkitError
from dreamkit.parts import Part, below, is_knob
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry, config, part_name
from dreamkit.schedules.base import Schedule
from dreamkit.testing.lines import BrokenContract

_MUTABLE: Final = (list, dict, set, bytearray)


def check_value(part: Part) -> None:
    """Lines 1 to 3 for a part and all parts in it."""
    for one in below(part):
        _check_class(type(one))
        for field in dataclasses.fields(one):
            _check_field(f"{type(one).__name__}.{field.name}", getattr(one, field.name))
            _check_moving(one, field)
        _check_docstring(type(one))
    _check_hash(part)
    _check_written(part)


def _check_class(kind: type[Part]) -> None:
    how = vars(kind).get("__dataclass_params__")
    if how is None:
        raise BrokenContract(1, f"{kind.__name__} lacks @dataclass(frozen=True) above it")
    if not how.eq:
        raise BrokenContract(1, f"{kind.__name__} has eq=False, so that two with other fields pass for equal")


def _check_field(name: str, value: Any) -> None:
    if isinstance(value, tuple):
        for item in value:
            _check_field(name, item)
    elif isinstance(value, _MUTABLE):
        raise BrokenContract(1, f"{name} holds a {type(value).__name__}, which can change; a tuple cannot")
    elif isinstance(value, Part) or value is None or isinstance(value, (str, int, float)):
        return
    elif hasattr(value, "shape") and hasattr(value, "dtype"):
        what = f"{name} holds a tensor, which cannot be written down"
        raise BrokenContract(2, f"{what}; hold its numbers in a tuple, and make the tensor where it is used")
    elif inspect.isroutine(value):
        what = f"{name} holds a function, which cannot be written down"
        raise BrokenContract(2, f"{what}; make it a method, or hold the word that chooses it")
    else:
        _check_plain(name, value)


def _check_plain(name: str, value: Any) -> None:
    try:
        config(value)
    except DreamkitError:
        what = f"{name} holds {value!r}, which cannot be written down"
        raise BrokenContract(2, f"{what}; use numbers, text, paths, parts, and tuples of them") from None


def _check_moving(part: Part, field: dataclasses.Field[Any]) -> None:
    """A schedule that holds another may declare it as it likes; its number is asked for outside of the step."""
    moves = isinstance(getattr(part, field.name), Schedule) and not isinstance(part, Schedule)
    if moves and not is_knob(field):
        declared = getattr(field.type, "__name__", field.type)
        what = f"{type(part).__name__}.{field.name} holds a schedule, and is declared as {declared}"
        raise BrokenContract(8, f"{what}; only a Knob can move")


def _check_docstring(kind: type[Part]) -> None:
    text = inspect.cleandoc(vars(kind).get("__doc__") or "")
    if not text or text.startswith(f"{kind.__name__}("):  # as a dataclass writes one by itself
        raise BrokenContract(3, f"{kind.__name__} has no docstring")
    paragraph = text.split("\n\n")[0]
    if not paragraph.endswith((".", "!", "?")):
        raise BrokenContract(3, f"the docstring of {kind.__name__} begins with no whole sentence: {paragraph!r}")
    described = re.findall(r"^    (\w+):", text.partition("\nArgs:\n")[2].partition("\n\n")[0], re.MULTILINE)
    for name in described:
        if name not in inspect.signature(kind).parameters:
            raise BrokenContract(
                3, f"the docstring of {kind.__name__} tells of {name!r}, and there is no such argument"
            )


def _check_hash(part: Part) -> None:
    try:
        hash(part)
    except TypeError as error:
        raise BrokenContract(1, f"{part!r} does not hash: {error}") from error


def _check_written(part: Part) -> None:
    registry = Registry(Plugins([]))
    registry.classes.update({part_name(type(one)): type(one) for one in below(part)})
    try:
        again = registry.part(json.loads(json.dumps(config(part))))
    except (DreamkitError, TypeError, ValueError) as error:
        raise BrokenContract(2, f"{part!r} does not come back from JSON: {error}") from error
    if again != part:
        raise BrokenContract(2, f"{part!r} comes back from JSON as {again!r}")
