"""Making a picture or film again, from the note inside it."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dreamkit.errors import BadPicture
from dreamkit.film import Recipe
from dreamkit.loader import LoadedRecipe, plan_recipe, recipes_in, run_file
from dreamkit.options import Words
from dreamkit.parts import Size
from dreamkit.plan.plan import Plan
from dreamkit.registry import Registry
from dreamkit.render.made import Made


def is_at_hand(made: Made) -> bool:
    """Whether the recipe in the note lies, word for word, in the file that it names."""
    try:
        return Path(made.path).read_text(encoding="utf-8") == made.source
    except (OSError, ValueError):
        return False


def words_again(made: Made, words: Sequence[str]) -> list[str]:
    """The settings of the note, with those that `words` give instead."""
    given = {word.partition("=")[0] for word in words}
    return [*(f"{name}={value}" for name, value in made.settings.items() if name not in given), *words]


def options_again(made: Made, given: Words) -> dict[str, dict[str, Any]]:
    """The options of plugins in the note, with those that are given instead."""
    plugins = dict.fromkeys([*made.options, *given])
    return {plugin: {**made.options.get(plugin, {}), **given.get(plugin, {})} for plugin in plugins}


def plan_again(
    made: Made,
    words: Sequence[str],
    registry: Registry,
    *,
    size: Size | int | None = None,
    fps: float | None = None,
    seed: int | None = None,
    bits: int = 8,
    options: Words = MappingProxyType({}),
) -> Plan:
    """The plan of the same film; `words`, size, fps and seed change what the note says; `options` are all there are.

    This runs the recipe in the note: ask first whether that is wanted. Raises `BadPicture` where the note holds no
    such recipe, or a picture is missing that lay beside the recipe.
    """
    path = Path(made.path)
    recipe = recipes_in(run_file(path, made.source)).get(made.recipe)
    if recipe is None:
        raise BadPicture(f"the note names a recipe {made.recipe!r}, and its source holds none of that name")
    words = words_again(made, words)
    _check_files(made, recipe, words)
    return plan_recipe(
        LoadedRecipe(recipe, path, made.source),
        words,
        registry,
        size=made.size if size is None else size,
        fps=made.fps if fps is None else fps,
        seed=made.seed if seed is None else seed,
        bits=bits,
        options=options,
    )


def _check_files(made: Made, recipe: Recipe[Any], words: Sequence[str]) -> None:
    given = {word.partition("=")[0] for word in words}
    for name, parameter in inspect.signature(recipe.function).parameters.items():
        file = parameter.default
        if name not in given and isinstance(file, Path) and not file.exists():
            raise BadPicture(
                f"the recipe {made.recipe} takes {file}, and there is no such file here",
                hint=f"give another with {name}=FILE, or go where {made.path} is",
            )
