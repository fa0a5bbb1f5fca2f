"""An objective as someone types it on a command line."""

from __future__ import annotations

from typing import Any

from dreamkit.errors import BadRecipe, DreamkitError, one_line, suggestion
from dreamkit.objectives.base import Objective
from dreamkit.registry import Registry
from dreamkit.training.given import Given


def wish_from(text: str, registry: Registry) -> Objective:
    """The objective that a recipe's words say, such as 'Layer("block7_add") + 0.1 * Likeness("stem", of=Given())'.

    They are Python, as a recipe is, and run as one is. Raises `BadRecipe` where they say no objective.

    >>> from dreamkit.plugins import Plugins
    >>> wish_from('0.5 * Layer("block7_add")', Registry(Plugins([])))
    0.5 * Layer('block7_add')
    """
    words: dict[str, Any] = {part.__name__: part for part in registry.classes.values()} | {"Given": Given}
    try:
        wish = eval(text, {**words})  # noqa: S307  # whoever types it runs it
    except DreamkitError:
        raise
    except NameError as error:
        hint = suggestion(str(error.name), words, "`dreamkit show objectives` lists all that there are")
        raise BadRecipe(f"the objective {text!r} cannot be read: there is no {error.name!r}", hint=hint) from error
    except Exception as error:  # as anyone's code, it raises anything
        raise BadRecipe(f"the objective {text!r} cannot be read: {one_line(error)}") from error
    if not isinstance(wish, Objective):
        raise BadRecipe(f"an objective was wanted, and {wish!r} came", hint="say 'Layer(\"block7_add\")'")
    return wish
