"""An objective is a sentence about what to see, said before there is a network."""

from __future__ import annotations

import abc
import dataclasses
import numbers
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, TypeAlias

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.nets.labels import Labels
from dreamkit.parts import Knob, Part, Size, Tensor, Tree
from dreamkit.schedules.base import Clock, Schedule, plain

if TYPE_CHECKING:
    from dreamkit.sources.base import Source

Activations: TypeAlias = Mapping[str, Tensor]
"""What the network answers, by layer name; most are (batch, height, width, channels)."""

Look: TypeAlias = Callable[[Tensor], Activations]
"""Shows the network pictures (batch, height, width, 3) in [0, 1]."""

Masks: TypeAlias = Mapping[str, Tensor]
"""How much each place of a layer's answer counts, (1, height, width, 1) in [0, 1], by layer name."""


class Picture(Protocol):
    """Gives a source's picture, (1, height, width, 3) in [0, 1], at this frame."""

    def __call__(self, source: Source, size: Size | float | None = None, /) -> Tensor:
        """At this octave's size, cut to its shape.

        Or at a `size` that is asked for: (height, width), or how many times as long as the octave's longer side its
        own longer side is to be, in which case the picture keeps its own shape.
        """


@dataclasses.dataclass(frozen=True)
class Objective(Part, abc.ABC):
    """What the ascent wants the network to see.

    Objectives add and subtract, and are multiplied with and divided by numbers and schedules; none of it changes its
    operands.
    """

    __array_ufunc__: ClassVar[None] = None  # so that numpy's numbers leave the arithmetic to us

    @property
    @abc.abstractmethod
    def layers(self) -> tuple[str, ...]:
        """The names of the layers that `score` reads; "logits" and "probabilities" are a classifier's answers."""

    @property
    def pictures(self) -> int:
        """How many pictures are made at once, one for each thing that is asked for."""
        return 1

    @property
    def local(self) -> bool:
        """Whether the score is a mean over places, so that a picture may be climbed tile by tile."""
        return False

    @property
    def any_size(self) -> bool:
        """Whether `score` works before the picture's size is known; see `Regularizer.any_size`."""
        return True

    @property
    def additive(self) -> bool:
        """Whether its score is told by sums over places; such a one is an `Additive`."""
        return False

    def suits(self, size: Size, source: Source) -> None:
        """Raise `InvalidValue` where pictures of this size, or that start from this source, make no sense to it.

        Asked before the first frame is painted.
        """
        del size, source

    def targets(self, look: Look, picture: Picture) -> Tree:
        """Tensors that stay the same for all steps of an octave, such as the features of a guide picture."""
        del look, picture
        return ()

    @abc.abstractmethod
    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """How much each picture is what was wanted, shape (batch,); larger is better."""

    def score_within(self, activations: Activations, targets: Tree, masks: Masks) -> Tensor:
        """The score, shape (batch,), where each place counts as far as its layer's mask says.

        As it stands, each layer's answer is multiplied with its mask. What holds places against places, or measures
        what is common to many, says otherwise.
        """
        return self.score({**activations, **masked(activations, masks)}, targets)

    def resolved(self, labels: Labels) -> Objective:
        """The same wish with all that depends on the network's labels settled; called once the network is known."""
        del labels
        return self

    def alone(self, numbers: tuple[int, ...]) -> Objective | None:
        """The same wish for these of its pictures alone, by their numbers from 0; None where they belong together.

        Pictures that do not are painted some at once and kept one by one, and may be many.
        """
        del numbers
        return self if self.pictures == 1 else None

    def wanted(self, clock: Clock) -> bool:
        """Whether anything is wanted at this time; nothing is where all weights stand at 0."""
        del clock
        return True

    def __add__(self, other: Objective) -> Objective:
        from dreamkit.objectives.algebra import summed  # which knows what an objective is from here

        refused = not isinstance(other, Objective)
        return self._refuse("is added to an objective", other) if refused else summed(self, other)

    def __radd__(self, other: Literal[0]) -> Objective:
        return self if other == 0 else self._refuse("is added to an objective", other)  # `sum(…)` starts at 0

    def __sub__(self, other: Objective) -> Objective:
        return self + -other if isinstance(other, Objective) else self._refuse("is taken from an objective", other)

    def __mul__(self, weight: Knob) -> Objective:
        if isinstance(weight, bool) or not isinstance(weight, (numbers.Real, Schedule)):
            return self._refuse("is multiplied with a number or a schedule", weight)
        return self._weighted(plain(weight))

    def __rmul__(self, weight: Knob) -> Objective:
        return self * weight

    def __truediv__(self, weight: Knob) -> Objective:
        if weight == 0 or not isinstance(weight, (numbers.Real, Schedule)):
            return self._refuse("is divided by a number other than 0, or by a schedule", weight)
        return self._weighted(plain(1 / weight))

    def __neg__(self) -> Objective:
        return self._weighted(-1.0)

    def _weighted(self, weight: Knob) -> Objective:
        from dreamkit.objectives.algebra import Weighted

        return Weighted(self, weight)

    def _refuse(self, rule: str, other: object) -> Any:
        """Say what is wrong with a number or a part; other classes may know what to do with an objective."""
        if isinstance(other, (int, float, Part)):
            raise InvalidValue(f"an objective {rule}, and {other!r} came", by=self)
        return NotImplemented


def masked(activations: Activations, masks: Masks) -> Activations:
    """What masks leave of the answers of their layers."""
    return {layer: activations[layer] * mask for layer, mask in masks.items()}


def per_picture(values: Tensor) -> Tensor:
    """The mean of everything but the batch: (batch, …) to (batch,)."""
    axes = tuple(range(1, len(values.shape)))
    return ops.mean(values, axis=axes) if axes else values
