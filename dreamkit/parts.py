"""What every building block shares: it is a frozen value, it can be written down, its knobs can turn."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import math
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar, Union

from dreamkit.errors import InvalidValue

if TYPE_CHECKING:
    from dreamkit.schedules.base import Schedule

Tensor: TypeAlias = Any
"""A tensor of the backend in use."""

Tree: TypeAlias = Any
"""Tensors in nested tuples, lists and dicts."""

Size: TypeAlias = tuple[int, int]
"""(height, width) in pixels."""

Knob: TypeAlias = Union[float, "Schedule"]
"""A number that may move with time. Fields of this type are inputs of the compiled step; all others are baked in."""

P = TypeVar("P", bound="Part")

_PACKAGE = str(Path(__file__).parent)


@dataclasses.dataclass(frozen=True)
class Part:
    """One word of a recipe: a frozen value that compares, prints, hashes and can be written down as JSON."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "__repr__" not in vars(cls):  # or else a dataclass writes one that tells every default
            cls.__repr__ = super(cls, cls).__repr__  # type: ignore[method-assign]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_place", _place_in_recipe(self))
        for field in dataclasses.fields(self):
            _check_number(self, field)
        self.check()

    def check(self) -> None:
        """Raise `InvalidValue` where the fields make no sense together; called when the part is made."""

    def check_files(self) -> None:
        """Raise a `DreamkitError` where a file that it names cannot be used; `dreamkit check` asks for it."""

    @classmethod
    def example(cls) -> Self:
        """One such part, to be tried by `dreamkit check`; where some field has no default, say here what to try."""
        return cls()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(arguments(self))})"


def within(low: float = -math.inf, high: float = math.inf, *, default: Any = dataclasses.MISSING) -> Any:
    """A numeric field that must lie in [low, high], schedules included; for the body of a part.

    A number outside raises `InvalidValue` when the part is made, a schedule when its film is planned.
    """
    return dataclasses.field(default=default, metadata={"within": (low, high)})


def is_knob(field: dataclasses.Field[Any]) -> bool:
    """Whether a field is declared as a `Knob`, and so may move without a new trace."""
    return field.type is Knob or (isinstance(field.type, str) and field.type.split(".")[-1] == "Knob")


def knobs(part: Part) -> Iterator[Knob]:
    """Every knob below `part`, depth first, in the order of the fields."""
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if is_knob(field):
            yield value
        else:
            for below in _parts_in(value):
                yield from knobs(below)


def turned(part: P, values: Iterator[Tensor]) -> P:
    """`part` with its knobs set to `values`, which come in the order of `knobs(part)`; tensors are welcome."""
    new = copy.copy(part)  # not `replace`: a traced tensor has no range to check
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if is_knob(field):
            value = next(values)
        elif isinstance(value, Part):
            value = turned(value, values)
        elif isinstance(value, tuple):
            value = tuple(turned(item, values) if isinstance(item, Part) else item for item in value)
        object.__setattr__(new, field.name, value)
    return new


def changed(part: P, **fields: Any) -> P:
    """`part` with some fields set otherwise, unchecked; it still knows its place in the recipe.

    >>> from dreamkit.regularizers import Jitter
    >>> changed(Jitter(8), pixels=4)
    Jitter(pixels=4)
    """
    new = copy.copy(part)  # not `replace`, which would take the caller's place for the part's
    for name, value in fields.items():
        object.__setattr__(new, name, value)
    return new


def below(part: Part) -> Iterator[Part]:
    """`part` and every part inside it, schedules included, depth first."""
    yield part
    for field in dataclasses.fields(part):
        for inner in _parts_in(getattr(part, field.name)):
            yield from below(inner)


def named_knobs(part: Part) -> Iterator[tuple[str, Part, Knob, tuple[float, float]]]:
    """Each knob as (name such as "Zoom.per_second", its part, its value, the range it must keep)."""
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if is_knob(field):
            yield (
                f"{type(part).__name__}.{field.name}",
                part,
                value,
                field.metadata.get("within", (-math.inf, math.inf)),
            )
        else:
            for inner in _parts_in(value):
                yield from named_knobs(inner)


def check_range(part: Part, name: str, number: float, low: float, high: float) -> None:
    """Raise `InvalidValue` where `number` is not a finite number in [low, high]."""
    if not math.isfinite(number) or not low <= number <= high:
        raise InvalidValue(f"{name} must {_range_in_words(low, high)}, and {number:g} came", by=part)


def arguments(part: Part) -> list[str]:
    """The arguments as a recipe writes them: by place where they have no default, by name where they differ from it."""
    by_place: list[str] = []
    by_name: list[str] = []
    for argument in inspect.signature(type(part)).parameters.values():
        value = getattr(part, argument.name, argument.default)
        if argument.kind is argument.VAR_POSITIONAL:
            by_place += map(repr, value)
        elif argument.default is argument.empty and argument.kind is not argument.KEYWORD_ONLY:
            by_place.append(_written(value))
        elif type(value) is not type(argument.default) or value != argument.default:  # a tensor must not be compared
            by_name.append(f"{argument.name}={_written(value)}")
    return by_place + by_name


def _written(value: Any) -> str:
    return repr(str(value)) if isinstance(value, Path) else repr(value)


def _check_number(part: Part, field: dataclasses.Field[Any]) -> None:
    if not is_knob(field) and "within" not in field.metadata:
        return
    value, name = getattr(part, field.name), f"{type(part).__name__}.{field.name}"
    if is_knob(field) and isinstance(value, Part) and hasattr(value, "at"):
        return  # a schedule: its track is checked when the film is planned
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        kind = "a number or a schedule" if is_knob(field) else "a number"
        hint = f"a formula is written Expression({value!r})" if is_knob(field) and isinstance(value, str) else ""
        raise InvalidValue(f"{name} must be {kind}, and {value!r} came", by=part, hint=hint)
    if not isinstance(value, int) and field.type == "int":
        raise InvalidValue(f"{name} must be a whole number, and {value!r} came", by=part)
    check_range(part, name, value, *field.metadata.get("within", (-math.inf, math.inf)))


def _range_in_words(low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return "be a finite number"
    if math.isinf(high):
        return f"be at least {low:g}"
    if math.isinf(low):
        return f"be at most {high:g}"
    return f"lie between {low:g} and {high:g}"


def _parts_in(value: Any) -> Iterator[Part]:
    if isinstance(value, Part):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts_in(item)


def _place_in_recipe(part: Part) -> str:
    """The file and line, outside dreamkit and the part's own methods, that is making a part, such as "tunnel.py:17"."""
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__", "").startswith("click."):
            return ""  # a command makes it, and no recipe
        file = frame.f_code.co_filename
        # a dataclass's own __init__ is compiled from "<string>"
        if not file.startswith((_PACKAGE, "<")) and frame.f_locals.get("self") is not part:
            cell = "get_ipython" in frame.f_globals and not Path(file).exists()
            return f"line {frame.f_lineno} of its cell" if cell else f"{Path(file).name}:{frame.f_lineno}"
        frame = frame.f_back
    return ""
