"""What a recipe says: frozen values, and no pixels yet."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Generic, ParamSpec, final, overload

from dreamkit.effects.base import Effect, links
from dreamkit.errors import BadRecipe, InvalidValue, did_you_mean
from dreamkit.nets.base import PREPROCESSINGS
from dreamkit.objectives.base import Objective
from dreamkit.optimizers.ascent import Ascent
from dreamkit.optimizers.base import Optimizer
from dreamkit.optimizers.search import Search
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parameterizations.pixels import Pixels
from dreamkit.parts import Part, Size, within
from dreamkit.regularizers.base import Regularizer, overrides
from dreamkit.regularizers.base import links as regularizers
from dreamkit.sources.base import Source
from dreamkit.sources.plain import Noise

P = ParamSpec("P")

LARGEST_SIDE: Final = 65536
"""In pixels; no codec and few disks take more."""

FASTEST: Final = 1000
"""In frames a second."""


@final
@dataclasses.dataclass(frozen=True)
class Net(Part):
    """The network that looks at the pictures.

    Args:
        name: a name that `dreamkit nets` lists, or the path of a `.keras` file of your own. The lines of the file
            `<name>.labels.txt` beside that, if there is one, name its classes.
        weights: "trained", "random" (as the network is born), or the path of a weights file.
        pixels: what a network of your own wants its pictures to be: "0..1", "-1..1", "0..255", "caffe" (BGR minus the
            ImageNet mean) or "torch" (ImageNet mean and deviation). A network that dreamkit knows needs none. One that
            takes a single channel sees the mean of red, green and blue; in a fourth channel it sees an alpha of 1.
    """

    name: str
    weights: str = "trained"
    pixels: str = ""

    def check(self) -> None:
        """Refuse what is no text, weights that are neither named nor a file of them, and unknown kinds of pixels."""
        for field in ("name", "weights", "pixels"):
            if not isinstance(getattr(self, field), str):
                raise InvalidValue(f"Net.{field} is text, and {getattr(self, field)!r} came", by=self)
        if self.weights not in _WEIGHTS and not self.weights.endswith(".h5"):
            what = f'Net.weights is "trained", "random" or the path of an .h5 file, and {self.weights!r} came'
            raise InvalidValue(what, by=self, hint=did_you_mean(self.weights, _WEIGHTS))
        if self.pixels and self.pixels not in PREPROCESSINGS:
            what = f"Net.pixels is one of {', '.join(PREPROCESSINGS)}, and {self.pixels!r} came"
            raise InvalidValue(what, by=self, hint=did_you_mean(self.pixels, PREPROCESSINGS))


_WEIGHTS: Final = ("trained", "random")


@final
@dataclasses.dataclass(frozen=True, kw_only=True)
class Shot(Part):
    """One take of a film: what a network is to see, in what, and how it moves.

    Args:
        net: who looks. Needed only where there is an objective.
        objective: what it is to see more of. Without one, the shot is its source through its effects.
        regularizer: what keeps the picture sane.
        optimizer: how it climbs.
        parameterization: how the picture is written as numbers.
        source: what the first frame starts from, or, if it moves, every frame.
        motion: what happens to a frame before it is climbed.
        finish: what happens to it afterwards, for the viewer only.
        seconds: how long; without it the shot is one still, or, where its source moves, as long as the source.
        largest_pixels: a picture of more pixels than this is climbed in tiles, to keep within the memory; what is
            wanted must then be the same all over the picture (a layer or channel, not a class). A search shows its
            candidates in batches of at most so many.
    """

    net: Net | None = None
    objective: Objective | None = None
    regularizer: Regularizer = Regularizer()
    optimizer: Optimizer = Ascent()
    parameterization: Parameterization = Pixels()
    source: Source = Noise()
    motion: Effect = Effect()
    finish: Effect = Effect()
    seconds: float | None = None
    largest_pixels: int = within(250_000, default=1_500_000)

    def check(self) -> None:
        """Refuse a part in the wrong slot, an objective without a net, an odd effect, and a length that is none."""
        for slot, kind in _SLOTS.items():
            value = getattr(self, slot)
            if not isinstance(value, kind) and not (value is None and slot in ("net", "objective")):
                raise InvalidValue(_wrong_slot(slot, kind, value), by=self)
        if self.objective is not None and self.net is None:
            raise InvalidValue(
                "a shot with an objective needs a net to look", by=self, hint='add net=Net("efficientnet_lite0")'
            )
        if self.seconds is not None and not 0 < self.seconds < float("inf"):
            raise InvalidValue(f"a shot lasts more than 0 seconds, and {self.seconds!r} came", by=self)
        if isinstance(self.optimizer, Search):
            self._check_search()
        if not self.parameterization.reads:
            self._check_forgetful()
        for slot, effect in (("motion", self.motion), ("finish", self.finish)):
            for link in links(effect):
                misplaced = link.misplaced(finish=slot == "finish", moving=self.source.moves)
                if misplaced:
                    raise InvalidValue(misplaced, by=link)

    def _check_forgetful(self) -> None:
        """Refuse what changes a picture that then cannot be written down."""
        for link in regularizers(self.regularizer):
            if overrides(link, "project") or overrides(link, "climb"):
                name, numbers = type(link).__name__, type(self.parameterization).__name__
                raise InvalidValue(
                    f"{name} goes on from a picture that it has changed, and {numbers} cannot be begun from a picture",
                    by=link,
                    hint="a penalty (TotalVariation) or a view (Jitter) works with it, and Fourier with all",
                )

    def _check_search(self) -> None:
        """Refuse what would change a gradient where there is none."""
        for link in regularizers(self.regularizer):
            if overrides(link, "precondition"):
                name, search = type(link).__name__, type(self.optimizer).__name__
                raise InvalidValue(
                    f"{name} changes the gradient, and {search} searches without one",
                    by=link,
                    hint="a penalty (TotalVariation), a view (Jitter) or a projection (Clamp) works with a search, "
                    f"and {name} with an optimizer that follows the gradient (Ascent)",
                )


_SLOTS: dict[str, type[Part]] = {
    "net": Net,
    "objective": Objective,
    "regularizer": Regularizer,
    "optimizer": Optimizer,
    "parameterization": Parameterization,
    "source": Source,
    "motion": Effect,
    "finish": Effect,
}


def _wrong_slot(slot: str, kind: type[Part], value: Any) -> str:
    right = next((name for name, other in _SLOTS.items() if isinstance(value, other)), "")
    hint = f"; it goes into {right}=" if right else ""
    article = "an" if kind.__name__[0] in "EO" else "a"
    return f"Shot.{slot} takes {article} {kind.__name__}, and {value!r} came{hint}"


@final
@dataclasses.dataclass(frozen=True, init=False)
class Film(Part):
    """Shots, one after the other; each dissolves into the next over `dissolve` seconds, which they share."""

    shots: tuple[Shot, ...]
    dissolve: float

    def __init__(self, *shots: Shot, dissolve: float = 0.0) -> None:
        object.__setattr__(self, "shots", shots)
        object.__setattr__(self, "dissolve", dissolve)
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
class Recipe(Generic[P]):
    """A function of some settings that says a film; called, it gives the `Film`.

    Args:
        function: the recipe's function; its arguments are the settings that a command line can change.
        size: (height, width) in pixels, or the longer side of a picture that keeps its first source's shape.
        fps: frames a second.
        seed: what all chance in the film depends on.
    """

    function: Callable[P, Film]
    size: Size | int
    fps: float
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
def recipe(*, size: Size | int = 512, fps: float = 24, seed: int = 0) -> Callable[[Callable[P, Film]], Recipe[P]]: ...
def recipe(
    function: Callable[P, Film] | None = None, /, *, size: Size | int = 512, fps: float = 24, seed: int = 0
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


def check_frame(size: Size | int, fps: float, seed: int) -> None:
    """Raise `BadRecipe` for a size, a rate or a seed that no film has."""
    sides = size if isinstance(size, tuple) else (size,)
    if len(sides) not in (1, 2) or not all(_is_whole(side) and 0 < side <= LARGEST_SIDE for side in sides):
        what = f"a film's size is (height, width) or its longer side, in pixels from 1 to {LARGEST_SIDE}"
        raise BadRecipe(f"{what}, and {size!r} came")
    if isinstance(fps, bool) or not isinstance(fps, (int, float)) or not 0 < fps <= FASTEST:
        raise BadRecipe(f"a film's fps lies above 0 and up to {FASTEST}, and {fps!r} came")
    if not _is_whole(seed) or seed < 0:
        raise BadRecipe(f"a film's seed is a whole number from 0, and {seed!r} came")


def _is_whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
