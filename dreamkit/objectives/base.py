"""An objective is a sentence about what to see, said before there is a network."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias, final

from dreamkit import ops
from dreamkit.parts import Knob, Part, Tensor, Tree
from dreamkit.schedules.base import Schedule

if TYPE_CHECKING:
    from dreamkit.sources.base import Source

Activations: TypeAlias = Mapping[str, Tensor]
"""What the network answers, by layer name; most are (batch, height, width, channels)."""

Look: TypeAlias = Callable[[Tensor], Activations]
"""Shows the network pictures (batch, height, width, 3) in [0, 1]."""

Picture: TypeAlias = "Callable[[Source], Tensor]"
"""A source's picture (1, height, width, 3) at this frame and this octave's size."""


@dataclasses.dataclass(frozen=True)
class Objective(Part, abc.ABC):
    """What the ascent wants the network to see.

    Objectives add and subtract, and multiply with numbers and schedules; none of it changes its operands.
    """

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

    def targets(self, look: Look, picture: Picture) -> Tree:
        """Tensors that stay the same for all steps of an octave, such as the features of a guide picture."""
        del look, picture
        return ()

    @abc.abstractmethod
    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """How much each picture is what was wanted, shape (batch,); larger is better."""

    def __add__(self, other: Objective) -> Objective:
        return Sum((self, other)) if isinstance(other, Objective) else NotImplemented

    def __sub__(self, other: Objective) -> Objective:
        return Sum((self, -other)) if isinstance(other, Objective) else NotImplemented

    def __mul__(self, weight: Knob) -> Objective:
        return Weighted(self, weight) if isinstance(weight, (int, float, Schedule)) else NotImplemented

    def __rmul__(self, weight: Knob) -> Objective:
        return self * weight

    def __neg__(self) -> Objective:
        return Weighted(self, -1.0)


@final
@dataclasses.dataclass(frozen=True)
class Sum(Objective):
    """Several wishes at once; what `a + b` is."""

    terms: tuple[Objective, ...]

    @property
    def layers(self) -> tuple[str, ...]:
        """All the layers of all terms, each once."""
        return tuple(dict.fromkeys(name for term in self.terms for name in term.layers))

    @property
    def pictures(self) -> int:
        """As many as the term that asks for the most."""
        return max(term.pictures for term in self.terms)

    @property
    def local(self) -> bool:
        """Whether all terms are."""
        return all(term.local for term in self.terms)

    @property
    def any_size(self) -> bool:
        """Whether all terms do."""
        return all(term.any_size for term in self.terms)

    def targets(self, look: Look, picture: Picture) -> Tree:
        """Each term's own."""
        return tuple(term.targets(look, picture) for term in self.terms)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The sum of the terms' scores, shape (batch,)."""
        scores = [term.score(activations, target) for term, target in zip(self.terms, targets, strict=True)]
        return sum(scores[1:], scores[0])

    def __repr__(self) -> str:
        return " + ".join(map(repr, self.terms))


@final
@dataclasses.dataclass(frozen=True)
class Weighted(Objective):
    """A wish that counts more or less, or, below zero, its opposite; what `0.5 * a` is."""

    term: Objective
    weight: Knob

    @property
    def layers(self) -> tuple[str, ...]:
        """The term's."""
        return self.term.layers

    @property
    def pictures(self) -> int:
        """The term's."""
        return self.term.pictures

    @property
    def local(self) -> bool:
        """The term's."""
        return self.term.local

    @property
    def any_size(self) -> bool:
        """The term's."""
        return self.term.any_size

    def targets(self, look: Look, picture: Picture) -> Tree:
        """The term's."""
        return self.term.targets(look, picture)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The weight times the term's score, shape (batch,)."""
        return self.weight * self.term.score(activations, targets)

    def __repr__(self) -> str:
        return f"{self.weight!r} * {self.term!r}"


def per_picture(values: Tensor) -> Tensor:
    """The mean of everything but the batch: (batch, …) to (batch,)."""
    return ops.mean(values, axis=tuple(range(1, len(values.shape))))
