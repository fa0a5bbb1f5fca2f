"""What a feed-forward network is to learn: any objective, as a loss of its pictures."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol, final

from dreamkit import backend, ops
from dreamkit.errors import InvalidValue
from dreamkit.feedforward.bicubic import reduced
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.objectives.algebra import Sum, Weighted
from dreamkit.objectives.base import Objective
from dreamkit.parts import Size, Tensor, Tree, below
from dreamkit.regularizers.base import Regularizer, links, overrides
from dreamkit.render.sources import sized
from dreamkit.schedules.base import Schedule
from dreamkit.sources.base import Source
from dreamkit.training.calm import Calm, moved
from dreamkit.training.given import Given

if TYPE_CHECKING:
    import keras

_MOMENTS = ("sizes", "climb", "view", "precondition", "project")


@final
@dataclasses.dataclass(frozen=True)
class Term:
    """One wish of an objective.

    Args:
        name: what its loss is called, such as "Style".
        wish: the wish itself.
        weight: how much it counts.
        of_photo: whether it asks for the photo that is painted.
    """

    name: str
    wish: Objective
    weight: float
    of_photo: bool


class Teacher(Protocol):
    """What a training asks of a lesson."""

    cut: Cut
    """The network that looks."""

    @property
    def chance(self) -> keras.random.SeedGenerator | None:
        """What all that is random in it comes from, if anything is."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the losses are called."""

    def painted(self, network: keras.Model, photos: Tensor) -> Tree:
        """What a network that learns makes of photos (batch, side, side, 3), and behind it what the losses ask for."""

    def losses(self, photos: Tensor, painted: Tree) -> dict[str, Tensor]:
        """The loss of each name, a scalar."""


@final
class Lesson:
    """Tells how far painted pictures are from what is wanted, term by term.

    Args:
        objective: what the network that looks is to see; `Given()` in it is the photo that is painted.
        regularizer: penalties on the painted pictures.
        net: the network that looks; it never learns.
        batch: how many photos are painted at once; a fixed number, since objectives ask for their shapes.
        side: of the squares that are painted, in pixels.
        pixels: how much the mean squared difference between the painted pictures and their photos counts.
        factor: how many times smaller than the photos the pictures are that the network is shown.
        calm: what is wanted of photos that move, if anything.

    Raises:
        InvalidValue: for what has no meaning in a training: schedules, several pictures at once, and regularizers that
            are no penalties.
        UnknownLayer: where the network has no layer of that name.
    """

    def __init__(
        self,
        objective: Objective,
        regularizer: Regularizer,
        net: LoadedNet,
        *,
        batch: int,
        side: int,
        pixels: float = 0.0,
        factor: int = 1,
        calm: Calm | None = None,
    ) -> None:
        check_lesson(objective, regularizer)
        self.regularizer, self.pixels, self.factor, self.calm = regularizer, pixels, factor, calm
        self.terms = named(objective.resolved(net.spec.labels()))
        self.cut = Cut(net, objective.layers, by=objective)
        self.batch, self.size = batch, (side, side)
        look = backend.compiled(lambda _, image: self._seen(image))
        self._fixed: dict[str, Tree] = {
            term.name: term.wish.targets(look, self._shown) for term in self.terms if not term.of_photo
        }

    @property
    def chance(self) -> keras.random.SeedGenerator | None:
        """Moves and grain, where calm is wanted."""
        return self.calm.chance if self.calm else None

    @property
    def names(self) -> tuple[str, ...]:
        """What the losses are called."""
        others = {"Pixels": self.pixels > 0, "Penalty": overrides(self.regularizer, "penalty"), "Calm": bool(self.calm)}
        return (*(term.name for term in self.terms), *(name for name, there in others.items() if there))

    def painted(self, network: keras.Model, photos: Tensor) -> tuple[Tensor, ...]:
        """What the network makes of photos (batch, side, side, 3), of the same shape; where calm is wanted, once more.

        The second time they are moved, and how far comes last.
        """
        photos = self._sized(photos)
        painted = network(reduced(photos, self.factor) if self.factor > 1 else photos)
        if self.calm is None:
            return (painted,)
        moves = self.calm.moves()
        return painted, network(self.calm.grained(moved(photos, moves))), moves

    def losses(self, photos: Tensor, painted: tuple[Tensor, ...]) -> dict[str, Tensor]:
        """The mean loss of each term, a scalar, of what `painted` gives for photos (batch, side, side, 3).

        It can be traced, and its gradient goes to `painted`.
        """
        photos, picture = self._sized(photos), self._sized(painted[0])
        seen = self._seen(picture)
        of_photos = self._seen(photos) if any(term.of_photo for term in self.terms) else {}

        def look(image: Tensor) -> dict[str, Tensor]:
            return of_photos if image is photos else self._seen(image)

        def shown(source: Source, size: Size | float | None = None) -> Tensor:
            return photos if isinstance(source, Given) else self._shown(source, size)

        found = {}
        for term in self.terms:
            targets = term.wish.targets(look, shown) if term.of_photo else self._fixed[term.name]
            found[term.name] = -term.weight * ops.mean(term.wish.score(seen, targets))
        if "Pixels" in self.names:
            found["Pixels"] = self.pixels * ops.mean(ops.square(picture - photos))
        if "Penalty" in self.names:
            found["Penalty"] = ops.mean(self.regularizer.penalty(picture))
        if self.calm is not None:
            found["Calm"] = self.calm.loss(*painted)
        return found

    def _sized(self, pictures: Tensor) -> Tensor:
        """Pictures with a size that is known, as it is not in a `fit`."""
        return ops.reshape(pictures, (pictures.shape[0] or self.batch, *self.size, 3))

    def _seen(self, image: Tensor) -> dict[str, Tensor]:
        """What the network answers, in 32 bits, whatever it computes in: a Gram matrix has no room in 16."""
        return {layer: ops.cast(answer, "float32") for layer, answer in self.cut(image).items()}

    def _shown(self, source: Source, size: Size | float | None = None) -> Tensor:
        asked = self.size if size is None else sized(source, size, self.size)
        return ops.convert_to_tensor(source.frame(0.0, asked, 0)[None])


def check_lesson(objective: Objective, regularizer: Regularizer) -> None:
    """Raise `InvalidValue` for what has no meaning in a training; needs no network."""
    if objective.pictures != 1:
        what = f"a network is trained to one wish, and {objective.pictures} pictures at once were asked for"
        raise InvalidValue(what, by=objective)
    for whole in (objective, regularizer):
        for part in below(whole):
            if isinstance(part, Schedule):
                raise InvalidValue("a network is trained to a wish that stands still, and a schedule came", by=part)
    for link in links(regularizer):
        if any(overrides(link, moment) for moment in _MOMENTS):
            what = f"{type(link).__name__} is for a picture that climbs, and a network that is trained climbs none"
            raise InvalidValue(what, by=link, hint="a penalty works here, such as TotalVariation")


def named(objective: Objective) -> tuple[Term, ...]:
    """The terms of an objective, each by a name of its own.

    >>> from dreamkit.objectives import Layer
    >>> [(term.name, term.weight) for term in named(0.5 * (Layer("a") + 2 * Layer("b")))]
    [('Layer', 0.5), ('Layer 2', 1.0)]
    """
    terms: dict[str, Term] = {}
    for wish, weight in _split(objective, 1.0):
        kind = type(wish).__name__
        count = sum(type(term.wish) is type(wish) for term in terms.values())
        name = f"{kind} {count + 1}" if count else kind
        terms[name] = Term(name, wish, weight, any(isinstance(part, Given) for part in below(wish)))
    return tuple(terms.values())


def _split(objective: Objective, weight: Any) -> Iterator[tuple[Objective, float]]:
    if isinstance(objective, Sum):
        for term in objective.terms:
            yield from _split(term, weight)
    elif isinstance(objective, Weighted):
        yield from _split(objective.term, weight * objective.weight)
    else:
        yield objective, weight
