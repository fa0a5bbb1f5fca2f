"""From a recipe file, and words such as "seconds=4", to a film."""

from __future__ import annotations

import dataclasses
import inspect
import sys
import traceback
import types
import typing
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, final

from dreamkit.errors import BadRecipe, DreamkitError, suggestion
from dreamkit.film import Film, Recipe


@final
@dataclasses.dataclass(frozen=True)
class LoadedRecipe:
    """A recipe and the file it stands in."""

    recipe: Recipe[Any]
    path: Path
    text: str


def load_recipe(where: str) -> LoadedRecipe:
    """The recipe in a file, or, where a file has several, the one named behind a colon: "recipes/dreams.py:tunnel".

    Raises `BadRecipe` with file and line where the file is no Python, fails, or holds no such recipe.
    """
    file, _, name = where.rpartition(":") if ":" in where and not Path(where).exists() else (where, "", "")
    path = Path(file)
    if not path.is_file():
        hint = "`dreamkit new recipe NAME` writes one"
        raise BadRecipe(f"there is no recipe file {path}", hint=hint)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRecipe(f"{path} cannot be read as text: {error}") from error
    recipes = {key: value for key, value in vars(run_file(path, text)).items() if isinstance(value, Recipe)}
    return LoadedRecipe(_pick(recipes, name, path), path, text)


def run_file(path: Path, text: str) -> types.ModuleType:
    """The module that the text of a recipe makes; `path` is where it stands, or stood."""
    module = types.ModuleType("recipe")
    module.__file__ = str(path)
    sys.modules["recipe"] = module  # dataclasses look up the module that they are made in
    try:
        exec(compile(text, str(path), "exec"), vars(module))
    except DreamkitError:
        raise
    except SyntaxError as error:
        raise BadRecipe(f"{path.name}:{error.lineno} is no Python: {error.msg}") from error
    except Exception as error:
        raise BadRecipe(f"{_line(error, path)} fails: {type(error).__name__}: {error}") from error
    return module


def call(loaded: LoadedRecipe, settings: dict[str, Any]) -> Film:
    """The film that a recipe says with these settings; what fails in the recipe is told with its line."""
    try:
        film: Film = loaded.recipe(**settings)
        return film
    except DreamkitError:
        raise
    except Exception as error:
        raise BadRecipe(f"{_line(error, loaded.path)} fails: {type(error).__name__}: {error}") from error


def settings(recipe: Recipe[Any], words: Sequence[str]) -> dict[str, Any]:
    """The arguments that words such as "seconds=4" give a recipe, each in the type that its function declares.

    Raises `BadRecipe` for a name that the recipe does not know, a value that does not fit and a setting left out.
    """
    parameters = inspect.signature(recipe.function).parameters
    hints = typing.get_type_hints(recipe.function)
    given: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise BadRecipe(f"a setting is written NAME=VALUE, and {word!r} came", hint=_listing(recipe))
        if name not in parameters:
            raise BadRecipe(
                f"the recipe {recipe.name} has no setting {name!r}", hint=suggestion(name, parameters, _listing(recipe))
            )
        given[name] = parsed(name, value, hints.get(name, str))
    for name, parameter in parameters.items():
        if parameter.default is inspect.Parameter.empty and name not in given:
            raise BadRecipe(f"the recipe {recipe.name} needs the setting {name!r}", hint=_listing(recipe))
    return given


def parsed(name: str, word: str, kind: Any) -> Any:
    """A word from the command line as a value of a declared type.

    >>> parsed("seconds", "4", float), parsed("loop", "yes", bool)
    (4.0, True)
    """
    origin, choices = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        for choice in choices:
            if str(choice) == word:
                return choice
        raise BadRecipe(f"{name} is one of {', '.join(map(str, choices))}, and {word!r} came")
    if origin in (typing.Union, types.UnionType):
        if type(None) in choices and word.lower() == "none":
            return None
        return parsed(name, word, next(choice for choice in choices if choice is not type(None)))
    if kind is bool:
        return _truth(name, word)
    try:
        return kind(word)
    except (TypeError, ValueError):
        raise BadRecipe(f"{name} is {_KINDS.get(kind, f'a {kind}')}, and {word!r} came") from None


_KINDS = {int: "a whole number", float: "a number", str: "text", Path: "a file"}


def _truth(name: str, word: str) -> bool:
    if word.lower() in ("yes", "true", "on", "1"):
        return True
    if word.lower() in ("no", "false", "off", "0"):
        return False
    raise BadRecipe(f"{name} is yes or no, and {word!r} came")


def _pick(recipes: dict[str, Recipe[Any]], name: str, path: Path) -> Recipe[Any]:
    if not recipes:
        raise BadRecipe(f"{path} holds no recipe", hint="put @recipe() above a function that returns a Film")
    if name:
        if name not in recipes:
            raise BadRecipe(
                f"{path} holds no recipe {name!r}", hint=suggestion(name, recipes, f"it holds {', '.join(recipes)}")
            )
        return recipes[name]
    if len(recipes) > 1:
        raise BadRecipe(
            f"{path} holds {len(recipes)} recipes", hint=f"say which: {', '.join(f'{path}:{key}' for key in recipes)}"
        )
    return next(iter(recipes.values()))


def _listing(recipe: Recipe[Any]) -> str:
    parameters = inspect.signature(recipe.function).parameters.values()
    words = [f"{p.name}={'…' if p.default is p.empty else p.default}" for p in parameters]
    return f"its settings are {' '.join(words)}" if words else "it has no settings"


def _line(error: Exception, path: Path) -> str:
    lines = [entry.lineno for entry in traceback.extract_tb(error.__traceback__) if entry.filename == str(path)]
    return f"{path.name}:{lines[-1]}" if lines else path.name
