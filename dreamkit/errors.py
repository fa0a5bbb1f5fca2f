"""What a person reads when something is wrong: what, where in the recipe, and what would work."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dreamkit.parts import Part


class DreamkitError(Exception):
    """A mistake that its reader can mend; it never needs a traceback.

    Args:
        what: one sentence, without a full stop, that says what is wrong and what came.
        by: the part of the recipe that asked for it; its place in the recipe is told.
        hint: what would work.
    """

    def __init__(self, what: str, *, by: Part | None = None, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.by = by
        self.hint = hint

    def __str__(self) -> str:
        lines = [self.what]
        if self.by is not None:
            place = getattr(self.by, "_place", "")
            lines.append(f"  asked by {self.by!r}" + (f", {place}" if place else ""))
        if self.hint:
            lines.append(f"  {self.hint}")
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in a traceback's place."""
        return str(self).splitlines()


@contextmanager
def asked_by(part: Part) -> Iterator[None]:
    """Tell of any mistake found in this block that `part` asked for it, where nobody else did."""
    try:
        yield
    except DreamkitError as error:
        error.by = error.by or part
        raise


class InvalidValue(DreamkitError):
    """A part was given a value it cannot work with."""


class UnknownName(DreamkitError):
    """A name was asked for that nothing answers to."""


class UnknownLayer(UnknownName):
    """A network has no layer of that name."""


class BadRecipe(DreamkitError):
    """A recipe file cannot be read, or says something that makes no film."""


class BadOption(DreamkitError):
    """An option of a plugin was given a word that it does not take."""


class BadPicture(DreamkitError):
    """A picture or clip cannot be read."""


class BadWeights(DreamkitError):
    """Trained weights are missing, damaged or not what they claim to be."""


class BadOutput(DreamkitError):
    """The picture or film cannot be written where or how it was asked for."""


class LostGradient(DreamkitError):
    """The ascent has nowhere to go: the gradient is zero everywhere, or not a number."""


class RanAway(DreamkitError):
    """A training's loss grows without end."""


class FailedPart(DreamkitError):
    """A part, a plugin's or a recipe's own, raised something else than a sentence while a frame was painted."""


class BadPlugin(DreamkitError):
    """A folder holds no plugin, or one that is not announced."""


class PlanRefused(DreamkitError):
    """A plugin looked at the plan and said no."""


def one_line(error: BaseException) -> str:
    r"""What any error says, in one line that starts with its class.

    >>> one_line(ValueError("too\nlong")), one_line(KeyError()), one_line(BadOutput("no room", hint="make some"))
    ('ValueError: too', 'KeyError', 'BadOutput: no room')
    """
    text = error.what if isinstance(error, DreamkitError) else str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The nearest known name as a question, or the empty string.

    >>> did_you_mean("block7_ad", ["block7_add", "stem"])
    "did you mean 'block7_add'?"
    >>> did_you_mean("elephant", ["block7_add", "stem"])
    ''
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""


def suggestion(name: str, known: Iterable[str], otherwise: str) -> str:
    """The nearest known name, and then where the others are listed."""
    return " ".join(filter(None, [did_you_mean(name, known), otherwise]))
