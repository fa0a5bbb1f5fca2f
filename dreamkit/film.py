"""What a recipe says: frozen values, and no pixels yet."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Generic, ParamSpec, final, overload

from dreamkit.errors import BadRecipe, InvalidValue
from dreamkit.parts import Part, Size, within
from dreamkit.shot import Shot
from dreamkit.shown import Shown

P = ParamSpec("P")

LARGEST_SIDE: Final = 65536
"""In pixels; no codec and few disks take more."""

FASTEST: Final = 1000
"""In frames a second."""


@final
@dataclasses.dataclass(frozen=True, init=False)
class Film(Part, Shown):
    """Shots, one after the other; each dissolves into the next over `dissolve` seconds, which they share.

    Args:
        shots: its takes. Several stills become one sheet, row by row.
        dissolve: in seconds.
        columns: how many pictures such a sheet has in a row; 0 finds the sheet that is the most pleasant on a screen.
    """

    shots: tuple[Shot, ...]
    dissolve: float
    columns: int = within(0, default=0)

    def __init__(self, *shots: Shot, dissolve: float = 0.0, columns: int = 0) -> None:
        object.__setattr__(self, "shots", shots)
        object.__setattr__(self, "dissolve", dissolve)
        object.__setattr__(self, "columns", columns)
        self.__post_init__()

    def check(self) -> None:
        """Refuse a film of nothing, of something else than shots, or with a dissolve below zero."""
        if not self.shots:
            raise InvalidValue("a film needs at least one Shot", by=self)
        for shot in self.shots:
            if not isinstance(shot, Shot):
                raise InvalidValue(f"a film is made of Shots, and {shot!r} came", by=self)
        if not self.dissolve >= 0:
            raise InvalidValue(f"Film.dissolve is a number of seconds from 0, and {self.dissolve!r} came", by=self)


@final
@dataclasses.dataclass(frozen=True)
class Recipe(Shown, Generic[P]):
    """A function of some settings that says a film; called, it gives the `Film`.

    Args:
        function: the recipe's function; its arguments are the settings that a command line can change.
        size: (height, width) in pixels, or the longer side of a picture that keeps its first source's shape.
        fps: frames a second; None takes the rate of its first clip, or 24 where it has none.
        seed: what all chance in the film depends on.
    """

    function: Callable[P, Film]
    size: Size | int
    fps: float | None
    seed: int

    @property
    def name(self) -> str:
        """The function's."""
        return self.function.__name__

    @property
    def place(self) -> str:
        """Where the function stands, such as "tunnel.py:23"."""
        code = inspect.unwrap(self.function).__code__
        return f"{Path(code.co_filename).name}:{code.co_firstlineno}"

    def __call__(self, *args: P.args, **settings: P.kwargs) -> Film:
        film: Any = self.function(*args, **settings)
        if isinstance(film, Shot):
            return Film(film)
        if not isinstance(film, Film):
            what = f"{self.place}: the recipe {self.name} must return a Film, and it returned {film!r}"
            raise BadRecipe(what, hint="end it with: return Film(Shot(…))")
        return film


@overload
def recipe(function: Callable[P, Film], /) -> Recipe[P]: ...
@overload
def recipe(
    *, size: Size | int = 512, fps: float | None = None, seed: int = 0
) -> Callable[[Callable[P, Film]], Recipe[P]]: ...
def recipe(
    function: Callable[P, Film] | None = None, /, *, size: Size | int = 512, fps: float | None = None, seed: int = 0
) -> Any:
    """Make a function that returns a `Film` into a recipe that the command line can render; see `Recipe`.

    Works with and without parentheses. Raises `BadRecipe` for a size, rate or seed that no film has.
    """
    check_frame(size, fps, seed)

    def made(function: Callable[P, Film]) -> Recipe[P]:
        if not inspect.isfunction(function):
            raise BadRecipe(f"@recipe stands above a function that returns a Film, and {function!r} came")
        return Recipe(function, size, fps, seed)

    return made if function is None else made(function)


def check_frame(size: Size | int, fps: float | None, seed: int) -> None:
    """Raise `BadRecipe` for a size, a rate or a seed that no film has."""
    sides = size if isinstance(size, tuple) else (size,)
    if len(sides) not in (1, 2) or not all(_is_whole(side) and 0 < side <= LARGEST_SIDE for side in sides):
        what = f"a film's size is (height, width) or its longer side, in pixels from 1 to {LARGEST_SIDE}"
        raise BadRecipe(f"{what}, and {size!r} came")
    is_rate = isinstance(fps, (int, float)) and not isinstance(fps, bool) and 0 < fps <= FASTEST
    if fps is not None and not is_rate:
        raise BadRecipe(f"a film's fps lies above 0 and up to {FASTEST}, and {fps!r} came")
    if not _is_whole(seed) or seed < 0:
        raise BadRecipe(f"a film's seed is a whole number from 0, and {seed!r} came")


def _is_whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
