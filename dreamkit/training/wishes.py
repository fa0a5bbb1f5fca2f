"""An objective as someone types it on a command line."""

from __future__ import annotations

import dreamkit
from dreamkit.errors import BadRecipe, DreamkitError, one_line, suggestion
from dreamkit.objectives.base import Objective
from dreamkit.training.given import Given


def wish_from(text: str) -> Objective:
    """The objective that a recipe's words say, such as 'Layer("block7_add") + 0.1 * Likeness("stem", of=Given())'.

    They are Python, as a recipe is, and run as one is. Raises `BadRecipe` where they say no objective.

    >>> wish_from('0.5 * Layer("block7_add")')
    0.5 * Layer('block7_add')
    """
    words = {name: getattr(dreamkit, name) for name in dreamkit.__all__}
    try:
        wish = eval(text, {**words, "Given": Given})  # noqa: S307  # whoever types it runs it
    except DreamkitError:
        raise
    except NameError as error:
        hint = suggestion(str(error.name), [*words, "Given"], "`dreamkit show objectives` lists all that there are")
        raise BadRecipe(f"the objective {text!r} cannot be read: there is no {error.name!r}", hint=hint) from error
    except Exception as error:  # as anyone's code, it raises anything
        raise BadRecipe(f"the objective {text!r} cannot be read: {one_line(error)}") from error
    if not isinstance(wish, Objective):
        raise BadRecipe(f"an objective was wanted, and {wish!r} came", hint="say 'Layer(\"block7_add\")'")
    return wish
