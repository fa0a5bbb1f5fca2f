"""A recipe to begin with."""

from __future__ import annotations

import importlib.resources
import keyword
import re
from pathlib import Path

from dreamkit.errors import BadOutput, InvalidValue


def new_recipe(name: str, folder: Path) -> Path:
    """Write a working recipe called `name` into `folder`; gives the path of its file.

    Raises `InvalidValue` for a name that no Python function can have, `BadOutput` where there is such a file already,
    or none can be written.
    """
    name = name.removesuffix(".py")
    if not name.isidentifier() or keyword.iskeyword(name):
        near = re.sub(r"\W+", "_", name).strip("_")
        hint = f"{near!r} would work" if near.isidentifier() and not keyword.iskeyword(near) else ""
        raise InvalidValue(f"a recipe's name is that of a Python function, and {name!r} cannot be one", hint=hint)
    path = folder / f"{name}.py"
    template = (importlib.resources.files("dreamkit") / "templates" / "recipe.txt").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(template.replace("$name", name))
    except FileExistsError:
        raise BadOutput(f"there is a file {path} already", hint="choose another name; nothing is overwritten") from None
    except OSError as error:
        raise BadOutput(f"{path} cannot be written: {error.strerror}") from error
    return path
