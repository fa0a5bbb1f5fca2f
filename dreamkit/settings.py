"""A recipe's settings: the arguments of its function, written as words such as "seconds=4"."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from dreamkit.errors import BadRecipe, suggestion
from dreamkit.film import Recipe


def settings(recipe: Recipe[Any], words: Sequence[str]) -> dict[str, Any]:
    """The arguments that words such as "seconds=4" give a recipe, each in the type that its function declares.

    Raises `BadRecipe` for a name that the recipe does not know or that comes twice, a value that does not fit and a
    setting left out.
    """
    parameters = inspect.signature(recipe.function).parameters
    given: dict[str, Any] = {}
    for text in words:
        name, equals, value = text.partition("=")
        if not equals:
            raise BadRecipe(f"a setting is written NAME=VALUE, and {text!r} came", hint=listing(recipe))
        if name not in parameters:
            what = f"the recipe {recipe.name} has no setting {name!r}"
            raise BadRecipe(what, hint=suggestion(name, parameters, listing(recipe)))
        if name in given:
            raise BadRecipe(f"the setting {name!r} came twice", hint=listing(recipe))
        given[name] = parsed(name, value, kind_of(recipe, name))
    for name, parameter in parameters.items():
        if parameter.default is parameter.empty and name not in given:
            raise BadRecipe(f"the recipe {recipe.name} needs the setting {name!r}", hint=listing(recipe))
    return given


def as_words(recipe: Recipe[Any], given: dict[str, Any]) -> dict[str, str]:
    """Every setting of a recipe by name, as the word that would give it; what is not given has its default."""
    parameters = inspect.signature(recipe.function).parameters.values()
    return {p.name: word(given.get(p.name, p.default)) for p in parameters}


def listing(recipe: Recipe[Any]) -> str:
    """A recipe's settings with their defaults, as a sentence."""
    parameters = inspect.signature(recipe.function).parameters.values()
    words = [f"{p.name}={'…' if p.default is p.empty else word(p.default)}" for p in parameters]
    return f"its settings are {' '.join(words)}" if words else "it has no settings"


def kind_of(recipe: Recipe[Any], name: str) -> Any:
    """The type of a setting: what its function declares, or else the type of its default, or else text."""
    function = recipe.function
    declared = function.__annotations__.get(name)
    if declared is None:
        default = inspect.signature(function).parameters[name].default
        return str if default is None or default is inspect.Parameter.empty else type(default)
    try:
        return resolved(declared, function.__globals__)
    except (NameError, AttributeError, TypeError) as error:
        raise BadRecipe(f"the type of the setting {name!r} means nothing when the recipe runs: {error}") from error


def resolved(annotation: Any, names: dict[str, Any]) -> Any:
    """The type that an annotation means where these names are known, whatever else its function or class declares.

    >>> resolved("int | None", {})
    int | None
    """
    alone = types.SimpleNamespace(__annotations__={"it": annotation})
    return typing.get_type_hints(alone, names)["it"]


def parsed(name: str, text: str, kind: Any) -> Any:
    """A word from the command line as a value of a declared type.

    >>> parsed("seconds", "4", float), parsed("loop", "yes", bool), parsed("corner", "3,-4", tuple[int, int])
    (4.0, True, (3, -4))
    """
    try:
        return _value(text, kind)
    except ValueError:
        raise BadRecipe(f"{name} is {in_words(kind)}, and {text!r} came") from None
    except TypeError:
        what = f"{name} is {in_words(kind)}, which no word on a command line can give"
        raise BadRecipe(what, hint="write it into the recipe") from None


def word(value: Any) -> str:
    """A setting's value as the word that gives it.

    >>> word(True), word((3, -4)), word(None)
    ('yes', '3,-4', 'none')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return ",".join(map(word, value))
    return "none" if value is None else str(value)


def in_words(kind: Any) -> str:
    """A type as the end of a sentence that begins with "it is".

    >>> in_words(int), in_words(tuple[float, float]), in_words(Literal["cover", "stretch"])
    ('a whole number', '2 numbers with commas between them', 'one of cover, stretch')
    """
    choices = _choices(kind)
    if choices:
        return " or ".join(in_words(choice) for choice in [*choices[1:], choices[0]])
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        return f"one of {', '.join(map(word, inner))}"
    if origin in (tuple, list) and inner:
        count = "" if origin is list or Ellipsis in inner else f"{len(inner)} "
        return f"{count}{_SEVERAL.get(inner[0], 'values')} with commas between them"
    name = str(getattr(kind, "__name__", kind))
    return _PLAIN.get(kind, f"{'an' if name[0] in 'AEIOU' else 'a'} {name}")


_NONE = type(None)

_PLAIN = {int: "a whole number", float: "a number", str: "text", Path: "a file", bool: "yes or no", _NONE: "none"}

_SEVERAL = {int: "whole numbers", float: "numbers", str: "words", Path: "files"}

_TRUTH = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}


def _value(text: str, kind: Any) -> Any:
    """`text` as a `kind`; ValueError where it is none, TypeError where text cannot be."""
    choices = _choices(kind)
    if choices:
        return _first_that_fits(text, choices)
    origin = typing.get_origin(kind)
    if origin is Literal:
        named = {word(choice): choice for choice in typing.get_args(kind)}
        return _looked_up(text, named)
    if origin in (tuple, list):
        return origin(_items(text, kind))
    if kind is bool:
        return _looked_up(text.lower(), _TRUTH)
    if kind is _NONE:
        return _looked_up(text.lower(), {"none": None})
    if kind is Path:
        return Path(text).expanduser()
    if kind not in _PLAIN:
        raise TypeError
    return kind(text)


def _choices(kind: Any) -> list[Any]:
    """The types of a union, none first; none for anything else."""
    if typing.get_origin(kind) not in (typing.Union, types.UnionType):
        return []
    return sorted(typing.get_args(kind), key=lambda choice: choice is not _NONE)


def _first_that_fits(text: str, choices: list[Any]) -> Any:
    for choice in choices:
        try:
            return _value(text, choice)
        except ValueError:
            continue
    raise ValueError


def _items(text: str, kind: Any) -> list[Any]:
    words = [item.strip() for item in text.split(",")] if text else []
    kinds = typing.get_args(kind)
    if typing.get_origin(kind) is list or Ellipsis in kinds:
        kinds = kinds[:1] * len(words)
    return [_value(item, inner) for item, inner in zip(words, kinds, strict=True)]


def _looked_up(text: str, named: dict[str, Any]) -> Any:
    if text not in named:
        raise ValueError
    return named[text]
