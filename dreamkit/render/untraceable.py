"""Why a part cannot be traced, in words that are the same for all backends."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from typing import Final

from dreamkit.parts import Part, below
from dreamkit.registry import package_of

_REASONS: Final = {
    r"TracerBool|as a Python `bool`|DataDependent|Concretization|TracerInteger|not '?SymbolicTensor": (
        "asks a tensor for its value{place}, which is not known while it is traced; choose with ops.where"
    ),
    r"Iterating over a symbolic": "unpacks a tensor{place}, or loops over it; take its items by their number",
    r"numpy|TracerArray": "gives a tensor to numpy{place}, which cannot be traced; use dreamkit.ops",
}
"""What the backends say, and what it means."""


def reason(error: Exception, part: Part) -> str:
    """What a part does that no backend can trace, as the end of a sentence; empty where the error is another one."""
    text = f"{type(error).__name__}: {error}"
    for said, what in _REASONS.items():
        if re.search(said, text):
            return what.format(place=place_of(error, part))
    return ""


def place_of(error: Exception, part: Part) -> str:
    """Where in the part's own package an error arose, such as " in glow.py:31"; nothing for dreamkit's own parts."""
    packages = {package_of(type(one)) for one in below(part)} - {"dreamkit"}
    places = [
        f" in {Path(frame.f_code.co_filename).name}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_globals.get("__name__", "").split(".")[0] in packages
    ]
    return places[-1] if places else ""


def at_fault(error: Exception, whole: Part) -> Part | None:
    """The part inside `whole`, of somebody else's, in whose method an error arose; None where it is dreamkit's own.

    While it is traced, a part is a copy with tensors for its knobs, and still has its place in the recipe.
    """
    found: Part | None = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        caller = frame.f_locals.get("self")
        if isinstance(caller, Part) and package_of(type(caller)) != "dreamkit":
            found = caller
    same = (one for one in below(whole) if type(one) is type(found) and _place(one) == _place(found))
    return next(same, None)


def _place(part: Part | None) -> str:
    return str(getattr(part, "_place", ""))
