"""What a classifier takes for one of its classes."""

from __future__ import annotations

import dataclasses
from typing import TypeAlias, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.nets.labels import Labels, class_index
from dreamkit.objectives.base import Activations, Objective, per_picture
from dreamkit.objectives.channel import own_channel, own_mask
from dreamkit.parts import Tensor, Tree, changed

Label: TypeAlias = str | int
"""A class of a classifier: its name, such as "tiger shark", or its number."""


@dataclasses.dataclass(frozen=True)
class OfClasses(Objective):
    """What all objectives of classes share: one class of a classifier for each picture."""

    label: Label | tuple[Label, ...] | range

    def __post_init__(self) -> None:
        if isinstance(self.label, range):
            object.__setattr__(self, "label", tuple(self.label))
        super().__post_init__()

    def check(self) -> None:
        """Refuse anything but names and numbers from 0."""
        labels = self.label if isinstance(self.label, tuple) else (self.label,)
        for label in labels:
            if isinstance(label, bool) or not isinstance(label, (str, int)) or (isinstance(label, int) and label < 0):
                raise InvalidValue(self._wanted(), by=self)
        if not labels:
            raise InvalidValue(self._wanted(), by=self)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The classes, one for each picture."""
        return (self.label,) if isinstance(self.label, (str, int)) else tuple(self.label)

    @property
    def layers(self) -> tuple[str, ...]:
        """The classifier's answers before its softmax."""
        return ("logits",)

    @property
    def pictures(self) -> int:
        """One for each class."""
        return len(self.labels)

    def alone(self, numbers: tuple[int, ...]) -> Objective:
        """The classes of these pictures alone; a single one goes with any."""
        return self if self.pictures == 1 else changed(self, label=tuple(self.labels[number] for number in numbers))

    def resolved(self, labels: Labels) -> Objective:
        """With the numbers of its classes instead of their names; raises `UnknownName` with the nearest one."""
        return changed(self, label=tuple(class_index(labels, label, by=self) for label in self.labels))

    def numbers(self, logits: Tensor) -> tuple[int, ...]:
        """The classes' numbers, held against how many the network knows."""
        numbers = tuple(label for label in self.labels if isinstance(label, int))
        if len(numbers) < len(self.labels):
            raise InvalidValue(
                "names of classes mean nothing before `resolved(labels)` has seen the network's", by=self
            )
        count = logits.shape[-1]
        for number in numbers:
            if number >= count:
                raise InvalidValue(f"classes are numbered 0 to {count - 1}, and {number} was asked for", by=self)
        return numbers

    def _wanted(self) -> str:
        name = type(self).__name__
        return f"{name} takes a class's name or its number from 0, or a tuple of them, and {self.label!r} came"


@final
@dataclasses.dataclass(frozen=True)
class Logit(OfClasses):
    """A picture of what a class looks like to the network; several classes make a batch, a picture for each.

    It climbs the class's score before the softmax. That can only grow by more of the class; the probability after
    the softmax also grows by less of all others, and gives plainer pictures.

    Args:
        label: "tiger shark", or 3, or a tuple of such.

    Source: Simonyan, Vedaldi and Zisserman 2013, "Deep Inside Convolutional Networks", section 2.
    """

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The class's logit, shape (batch,)."""
        del targets
        logits = activations["logits"]
        return per_picture(own_channel(logits, self.numbers(logits)))


@final
@dataclasses.dataclass(frozen=True)
class Probability(OfClasses):
    """Whatever makes the network sure of a class, which need not look like it; several classes make a batch.

    It climbs the probability after the softmax, from 0 to 1.

    Args:
        label: "tiger shark", or 3, or a tuple of such.

    Source: Szegedy et al. 2013, "Intriguing properties of neural networks", section 4; Nguyen, Yosinski and Clune
    2015, "Deep Neural Networks are Easily Fooled", the gradient ascent.
    """

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The class's probability, shape (batch,)."""
        del targets
        logits = activations["logits"]
        numbers = self.numbers(logits)
        others = ops.logsumexp(logits - 1e9 * own_mask(logits, numbers), axis=-1)
        # Not 1 / (1 + e^…): its gradient is p - p², which is exactly 0 in float32 long before p has no more to gain.
        return per_picture(ops.exp(-ops.softplus(others - own_channel(logits, numbers))))
