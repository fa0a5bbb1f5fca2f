"""What a robust network is taught: to say of attacked photos what it said, as it was, of clean ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.parts import Tensor
from dreamkit.training.attack import Attack
from dreamkit.training.course import Course
from dreamkit.training.crops import Crops
from dreamkit.training.varied import varied

if TYPE_CHECKING:
    import keras

    from dreamkit.training.student import Student

Taught: TypeAlias = "Callable[[LoadedNet, Crops, Course], tuple[Steadfast, Callable[[], Student]]]"

Answered: TypeAlias = tuple[Tensor, Tensor, Tensor, Tensor]
"""Attacked photos, and answers: the teacher's to clean photos, the student's to attacked ones and to clean ones."""

ANSWERS: Final = "probabilities"
"""The layer whose answers are compared as probabilities."""

LAYERS: Final = {"efficientnet_lite0": "pool", "squeezenet": "fire9_concat", "tiny": "pool"}
"""For networks that dreamkit knows: the last layer before the classes.

It has more to say of each photo than its classes have: after 150 steps, efficientnet_lite0 kept 61 % of its answers to
clean photos that it had not learnt from where this was compared, and 28 % where classes were.
"""

_LEAST: Final = 1e-30
"""A probability below which its logarithm is no longer told from that of 0."""


@final
class Steadfast:
    """Tells how far a network's answers to attacked photos are from those that its teacher gives to the clean ones.

    The attack looks for just that, at every step anew. No labels are needed, and a class that the teacher confuses
    stays confused.

    Args:
        teacher: the network as it was, cut at one layer: "probabilities", whose answers are compared by their
            Kullback-Leibler divergence, or one of maps, compared by their squared distance over the teacher's squared
            length.
        attack: how photos are changed.
        clean: how much the answers to clean photos count, against 1 for attacked ones.
        batch: how many photos there are at once.
        side: of the photos, in pixels.
        seed: what the starts of the attacks depend on.

    Source: Goldblum, Fowl, Feizi and Goldstein 2020, "Adversarially Robust Distillation", with the teacher's answers in
    the labels' place; Zhang et al. 2019, "Theoretically Principled Trade-off between Robustness and Accuracy" (two
    terms and a weight); for maps Schlarmann, Singh, Croce and Hein 2024, "Robust CLIP".
    """

    def __init__(self, teacher: Cut, attack: Attack, *, clean: float, batch: int, side: int, seed: int) -> None:
        from keras import random

        (self.layer,) = teacher.layers
        self.cut, self.attack, self.clean = teacher, attack, clean
        self.batch, self.side = batch, side
        self.chance = random.SeedGenerator(seed)

    @property
    def names(self) -> tuple[str, ...]:
        """What the losses are called."""
        return ("Attacked", "Clean") if self.clean else ("Attacked",)

    def painted(self, network: keras.Model, photos: Tensor) -> Answered:
        """Photos (batch, side, side, 3), varied and attacked, and what both networks answer."""
        from keras import random

        photos = ops.reshape(photos, (photos.shape[0] or self.batch, self.side, self.side, 3))
        photos = varied(photos, self.chance)
        wanted = ops.stop_gradient(self.cut(photos)[self.layer])
        start = random.uniform(photos.shape, -1.0, 1.0, seed=self.chance)
        attacked = self.attack(lambda at: self.away(network(at), wanted), photos, start)
        return attacked, wanted, network(attacked), network(photos if self.clean else attacked)

    def losses(self, photos: Tensor, painted: Answered) -> dict[str, Tensor]:
        """The mean distance of the answers to attacked photos, and of those to the clean ones, if they count."""
        del photos
        _, wanted, attacked, clean = painted
        found = {"Attacked": ops.mean(self.away(attacked, wanted))}
        if self.clean:
            found["Clean"] = self.clean * ops.mean(self.away(clean, wanted))
        return found

    def away(self, answers: Tensor, wanted: Tensor) -> Tensor:
        """How far answers are from those that are wanted, (batch,); 0 where they are the same."""
        return divergence(answers, wanted) if self.layer == ANSWERS else distance(answers, wanted)


def layer_for(net: str, layer: str) -> str:
    """The layer that is compared: the one that is named, or that of `LAYERS`, or else the classes.

    >>> layer_for("efficientnet_lite0", ""), layer_for("efficientnet_lite0", "block4_add"), layer_for("yours", "")
    ('pool', 'block4_add', 'probabilities')
    """
    return layer or LAYERS.get(net, ANSWERS)


def divergence(answers: Tensor, wanted: Tensor) -> Tensor:
    """The Kullback-Leibler divergence of probabilities (batch, classes) from those that are wanted, (batch,)."""
    gap = ops.log(ops.maximum(wanted, _LEAST)) - ops.log(ops.maximum(answers, _LEAST))
    return ops.sum(wanted * gap, axis=-1)


def distance(answers: Tensor, wanted: Tensor) -> Tensor:
    """The squared distance of maps (batch, …) from wanted ones, over the squared length of these, (batch,)."""
    inner = tuple(range(1, len(wanted.shape)))
    length = ops.sum(ops.square(wanted), axis=inner)
    return ops.sum(ops.square(answers - wanted), axis=inner) / ops.maximum(length, 1e-12)


def taught_steadfast(layer: str, attack: Attack, *, clean: float) -> Taught:
    """What a training asks: given the network as it was and the course, the lesson and the network that learns.

    Raises `InvalidValue` for a weight below 0.
    """
    if not clean >= 0:
        raise InvalidValue(f"clean photos count at least 0, and {clean!r} came")

    def taught(net: LoadedNet, crops: Crops, how: Course) -> tuple[Steadfast, Callable[[], Student]]:
        from dreamkit.training.student import Student

        del crops
        sizes = {"batch": how.batch, "side": how.side, "seed": how.seed}
        return Steadfast(Cut(net, (layer,)), attack, clean=clean, **sizes), lambda: Student(net.spec, layer)

    return taught
