"""From a recipe file, and words such as "seconds=4", to a film and its plan."""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import io
import re
import sys
import tokenize
import traceback
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, final

from dreamkit.digests import digest
from dreamkit.errors import BadRecipe, DreamkitError, one_line, suggestion
from dreamkit.film import Film, Recipe
from dreamkit.options import Words
from dreamkit.parts import Size
from dreamkit.plan.plan import Plan, make_plan
from dreamkit.registry import Registry
from dreamkit.settings import as_words
from dreamkit.settings import settings as settings


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
    path, name = file_and_name(where)
    text = _text(path)
    recipe = _pick(recipes_in(run_file(path, text)), name, path)
    _check_settings(recipe)
    return LoadedRecipe(recipe, path, text)


def file_and_name(where: str) -> tuple[Path, str]:
    """The file, and the recipe's name in it, of what a command line calls a recipe; no name is the empty string.

    >>> str(file_and_name("dreams.py:tunnel")[0]), file_and_name("dreams.py")[1]
    ('dreams.py', '')
    """
    file, _, name = where.rpartition(":") if ":" in where and not Path(where).exists() else (where, "", "")
    return Path(file), name


def recipes_in(module: types.ModuleType) -> dict[str, Recipe[Any]]:
    """The recipes that a module says itself, by name; where it says none, those that it imports."""
    found = {value.name: value for value in vars(module).values() if isinstance(value, Recipe)}
    own = {name: value for name, value in found.items() if value.function.__module__ == module.__name__}
    return own or found


def run_file(path: Path, text: str) -> types.ModuleType:
    """The module that the text of a recipe makes; `path` is where it stands, or stood.

    What lies beside the recipe can be imported by it.
    """
    module = types.ModuleType("recipe")
    module.__file__ = str(path)
    module.__version__ = digest(text)  # type: ignore[attr-defined]  # parts of the recipe's own are of this version
    sys.modules["recipe"] = module  # dataclasses look up the module that they are made in
    with _told_with_lines(path), _importing_from(path.absolute().parent):
        try:
            code = compile(text, str(path), "exec")
        except (SyntaxError, ValueError) as error:  # a null byte is a ValueError
            line = getattr(error, "lineno", None)
            reason = getattr(error, "msg", str(error))
            raise BadRecipe(f"{path.name}{f':{line}' if line else ''} is no Python: {reason}") from error
        exec(code, vars(module))
    return module


def call(loaded: LoadedRecipe, settings: dict[str, Any]) -> Film:
    """The film that a recipe says with these settings; what fails in the recipe is told with its line."""
    with _told_with_lines(loaded.path), _importing_from(loaded.path.absolute().parent):
        film: Film = loaded.recipe(**settings)
        return film


def plan_recipe(
    loaded: LoadedRecipe,
    words: Sequence[str],
    registry: Registry,
    *,
    size: Size | int | None = None,
    fps: float | None = None,
    seed: int | None = None,
    bits: int = 8,
    options: Words = MappingProxyType({}),
) -> Plan:
    """The plan of a recipe with these settings; size, fps and seed are the recipe's where they are None.

    `options` are the words that were typed for options of plugins.
    """
    said, given = loaded.recipe, settings(loaded.recipe, words)
    plan = make_plan(
        call(loaded, given),
        name=said.name,
        size=said.size if size is None else size,
        fps=said.fps if fps is None else fps,
        seed=said.seed if seed is None else seed,
        registry=registry,
        bits=bits,
        options=options,
    )
    return dataclasses.replace(plan, source=loaded.text, settings=as_words(said, given))


def _text(path: Path) -> str:
    if path.is_dir():
        raise BadRecipe(f"{path} is a folder, and a recipe file was wanted")
    if not path.is_file():
        raise BadRecipe(f"there is no recipe file {path}", hint="`dreamkit new recipe NAME` writes one")
    try:
        raw = path.read_bytes()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        return io.TextIOWrapper(io.BytesIO(raw), encoding).read()
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise BadRecipe(f"{path} cannot be read as text: {error}", hint="save it as UTF-8") from error


@contextlib.contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Let files in a folder be imported, as Python does for a script's own folder."""
    entry = str(folder)
    sys.path.insert(0, entry)
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):  # the recipe has taken it away itself
            sys.path.remove(entry)


@contextlib.contextmanager
def _told_with_lines(path: Path) -> Iterator[None]:
    """Turn whatever a recipe raises into a sentence with the file and the line."""
    try:
        yield
    except DreamkitError as error:
        if error.by is None and (line := _line(error, path)):
            error.what = f"{line}: {error.what}"
        raise
    except ImportError as error:
        raise _missing(error, _line(error, path) or path.name) from error
    except SyntaxError as error:  # of a file that the recipe imports
        raise BadRecipe(f"{Path(error.filename or path).name}:{error.lineno} is no Python: {error.msg}") from error
    except (Exception, SystemExit) as error:
        raise BadRecipe(f"{_line(error, path) or path.name} fails: {one_line(error)}") from error


def _missing(error: ImportError, place: str) -> BadRecipe:
    """A sentence for a package, or a word of one, that a recipe imports and that is not there."""
    if word := re.match(r"cannot import name '(\w+)' from '([\w.]+)'", str(error)):
        known = [name for name in dir(sys.modules.get(word[2])) if not name.startswith("_")]
        listing = "`dreamkit show` lists all that there is" if word[2] == "dreamkit" else ""
        return BadRecipe(f"{place}: {word[2]} has no {word[1]!r}", hint=suggestion(word[1], known, listing))
    package = (error.name or "").split(".")[0]
    if isinstance(error, ModuleNotFoundError) and package and package not in sys.modules:
        what = f"{place} needs the package {package!r}, which is not installed"
        return BadRecipe(what, hint=f"pip install {package.replace('_', '-')}")
    return BadRecipe(f"{place} fails: {one_line(error)}")


def _pick(recipes: dict[str, Recipe[Any]], name: str, path: Path) -> Recipe[Any]:
    if not recipes:
        raise BadRecipe(f"{path} holds no recipe", hint="put @recipe above a function that returns a Film")
    if name:
        if name not in recipes:
            hint = suggestion(name, recipes, f"it holds {', '.join(recipes)}")
            raise BadRecipe(f"{path} holds no recipe {name!r}", hint=hint)
        return recipes[name]
    if len(recipes) > 1:
        hint = f"say which: {' or '.join(f'{path}:{key}' for key in recipes)}"
        raise BadRecipe(f"{path} holds {len(recipes)} recipes", hint=hint)
    return next(iter(recipes.values()))


def _check_settings(recipe: Recipe[Any]) -> None:
    for parameter in inspect.signature(recipe.function).parameters.values():
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            raise BadRecipe(
                f"{recipe.place}: the recipe {recipe.name} takes {parameter}, which has no name to set it by",
                hint="give each setting a name of its own, such as photo: Path",
            )


def _line(error: BaseException, path: Path) -> str:
    lines = [entry.lineno for entry in traceback.extract_tb(error.__traceback__) if entry.filename == str(path)]
    return f"{path.name}:{lines[-1]}" if lines else ""
