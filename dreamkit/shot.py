"""One take of a film, and which parts go into it; frozen, and no pixels yet."""

from __future__ import annotations

import dataclasses
from typing import Any, final

from dreamkit.effects.base import Effect, links
from dreamkit.errors import InvalidValue
from dreamkit.nets.net import Net
from dreamkit.objectives.base import Objective
from dreamkit.objectives.classes import Probability
from dreamkit.optimizers.ascent import Ascent
from dreamkit.optimizers.base import Optimizer
from dreamkit.optimizers.map_elites import MapElites
from dreamkit.optimizers.search import Search
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parameterizations.pixels import Pixels
from dreamkit.parts import Part, within
from dreamkit.regularizers.base import Regularizer, overrides
from dreamkit.regularizers.base import links as regularizers
from dreamkit.shown import Shown
from dreamkit.sources.base import Source
from dreamkit.sources.plain import Noise


@final
@dataclasses.dataclass(frozen=True, kw_only=True)
class Shot(Part, Shown):
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
        at_once: how many pictures of a batch are painted together, and kept together when the work is stopped, where
            none looks at another, as with many channels; the fewer, the less memory they take.
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
    at_once: int = within(1, default=16)
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
        if isinstance(self.optimizer, MapElites):
            self._check_evolution(self.optimizer)
        if not self.parameterization.reads:
            self._check_forgetful()
        for slot, effect in (("motion", self.motion), ("finish", self.finish)):
            for link in links(effect):
                misplaced = link.misplaced(finish=slot == "finish", moving=self.source.moves)
                if misplaced:
                    raise InvalidValue(misplaced, by=link)
        self._check_alpha()
        for link in links(self.finish):
            if unanswered := self._unanswered(link):
                raise InvalidValue(unanswered, by=link)

    def _check_alpha(self) -> None:
        """Refuse a finish in which an alpha comes too late, or would be forgotten."""
        channels = 3
        for number, link in enumerate(links(self.finish)):
            name = type(link).__name__
            if number and set(link.asks) - {"past"}:
                what = f"{name} looks at the picture as it was painted, and {type(links(self.finish)[0]).__name__}"
                raise InvalidValue(f"{what} stands before it", by=link, hint="let it come first in finish=")
            if channels > 3 and link.takes_alpha is None:
                what = (
                    f"{name} comes after {type(links(self.finish)[0]).__name__}, and does not say what it does to alpha"
                )
                hint = "put `Backdrop()` before it, or say in its class whether it `takes_alpha`"
                raise InvalidValue(what, by=link, hint=hint)
            channels = link.channels(channels)

    def _unanswered(self, link: Effect) -> str:
        """Why this shot cannot tell what an effect in its finish asks for; empty if it can."""
        name = type(link).__name__
        if "attribution" in link.asks and self.objective is None:
            return f"{name} asks where the picture was pulled, and a shot without an objective pulls it nowhere"
        if "attribution" in link.asks and isinstance(self.optimizer, (Search, MapElites)):
            search = type(self.optimizer).__name__
            return f"{name} asks where the gradient pulled the picture, and {search} searches without one"
        if "fitness" in link.asks and not isinstance(self.optimizer, MapElites):
            return (
                f"{name} asks how sure the network is of each picture, which MapElites tells and {self.optimizer!r} not"
            )
        if "past" in link.asks and self.seconds is None and not self.source.moves:
            return f"{name} shows what has been since the shot's start, and a still has no other frames"
        if "past" in link.asks and sum("past" in other.asks for other in links(self.finish)) > 1:
            return f"two links of the finish look back at the frames before, {name} among them, and one can"
        if "alpha" in link.asks and not self.source.has_alpha:
            return f"{name} keeps the transparency of a Photo, and the picture starts from {self.source!r}"
        movers = [type(other).__name__ for other in links(self.motion) if other.takes_alpha is not False]
        if "alpha" in link.asks and movers:
            return f"{name} keeps the transparency where it is in the photo, and {movers[0]} moves the picture"
        return ""

    def _check_evolution(self, rules: MapElites) -> None:
        """Refuse other wishes than classes, and whatever an evolution, which begins from nothing, has no use for."""
        if not isinstance(self.objective, Probability):
            what = f"MapElites looks for pictures of classes, and the objective is {self.objective!r}"
            raise InvalidValue(
                what, by=rules, hint='objective=Probability(("tiger shark", "maze")) says whose are shown'
            )
        for slot in ("regularizer", "parameterization", "source", "motion"):
            value = getattr(self, slot)
            if value != type(self).__dataclass_fields__[slot].default:
                what = f"MapElites breeds pictures out of nothing, and has no use for the {slot} {value!r}"
                raise InvalidValue(what, by=rules, hint=f"leave {slot}= out; how pictures are written is its encoding")

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
        """Refuse what would change a gradient where there is none, and pictures that cannot be tried one by one."""
        assert isinstance(self.optimizer, Search)
        self.optimizer.suits(self.parameterization)
        if not self.parameterization.apart:
            name, search = type(self.parameterization).__name__, type(self.optimizer).__name__
            what = (
                f"{search} tries one candidate for a picture after the other, and {name} writes pictures down together"
            )
            raise InvalidValue(what, by=self.parameterization, hint="Fourier or Cosines would work")
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
