"""What a recipe says: frozen values, and no pixels yet."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, Generic, ParamSpec, final

from dreamkit.effects.base import Effect
from dreamkit.errors import BadRecipe, InvalidValue
from dreamkit.objectives.base import Objective
from dreamkit.optimizers.ascent import Ascent
from dreamkit.optimizers.base import Optimizer
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parameterizations.pixels import Pixels
from dreamkit.parts import Part, Size, within
from dreamkit.regularizers.base import Regularizer
from dreamkit.sources.base import Source
from dreamkit.sources.plain import Noise

P = ParamSpec("P")


@final
@dataclasses.dataclass(frozen=True)
class Net(Part):
    """The network that looks at the pictures.

    Args:
        name: a name that `dreamkit nets` lists, or the path of a `.keras` file of your own.
        weights: "trained", "random" (as the network is born), or the path of a weights file.
        pixels: what a network of your own wants its pictures to be: "0..1", "-1..1", "0..255", "caffe" (BGR minus the
            ImageNet mean) or "torch" (ImageNet mean and deviation). A network that dreamkit knows needs none.
    """

    name: str
    weights: str = "trained"
    pixels: str = ""


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
        largest_pixels: a picture of more pixels than this is climbed in tiles, to keep within the memory; what is wanted
            must then be the same all over the picture (a layer or channel, not a class).
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
        """Refuse a part in the wrong slot, an objective without a net, and a length that is none."""
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

    def __call__(self, *args: P.args, **settings: P.kwargs) -> Film:
        film: Any = self.function(*args, **settings)
        if isinstance(film, Shot):
            return Film(film)
        if not isinstance(film, Film):
            raise BadRecipe(f"the recipe {self.name} must return a Film, and it returned {film!r}")
        return film


def recipe(*, size: Size | int = 512, fps: float = 24, seed: int = 0) -> Callable[[Callable[P, Film]], Recipe[P]]:
    """Make a function that returns a `Film` into a recipe that the command line can render; see `Recipe`."""
    sides = (size,) if isinstance(size, int) else tuple(size)
    if len(sides) not in (1, 2) or not all(isinstance(side, int) and 0 < side <= 65536 for side in sides):
        raise BadRecipe(f"a recipe's size is (height, width) or the longer side, in pixels, and {size!r} came")
    if not 0 < fps <= 1000:
        raise BadRecipe(f"a recipe's fps lies above 0 and up to 1000, and {fps!r} came")
    return lambda function: Recipe(function, size, fps, seed)
