"""Objectives in sums and with weights: what `a + b` and `0.5 * a` are."""

from __future__ import annotations

import abc
import dataclasses
from typing import final

from dreamkit.errors import InvalidValue
from dreamkit.nets.labels import Labels
from dreamkit.objectives.base import Activations, Look, Masks, Objective, Picture
from dreamkit.objectives.statistics import Additive, Crop, Places, as_additive
from dreamkit.parts import Knob, Tensor, Tree, changed
from dreamkit.schedules.base import Clock, value


@dataclasses.dataclass(frozen=True)
class OfSeveral(Additive):
    """What is made of several objectives; whoever inherits from it says how their scores come together."""

    terms: tuple[Objective, ...]

    def check(self) -> None:
        """Refuse none, what is no objective, and terms that ask for different numbers of pictures."""
        name, terms = type(self).__name__, self.terms
        if not isinstance(terms, tuple) or not terms or not all(isinstance(term, Objective) for term in terms):
            raise InvalidValue(f"a {name} is made of objectives, and {terms!r} came", by=self)
        counts = sorted({term.pictures for term in self.terms} - {1})
        if len(counts) > 1:
            raise InvalidValue(
                f"the terms of a {name.lower()} ask for {' and '.join(map(str, counts))} pictures at once",
                by=self,
                hint="a term for one picture goes with any number of them",
            )

    @property
    def layers(self) -> tuple[str, ...]:
        """All the layers of all terms, each once."""
        return tuple(dict.fromkeys(name for term in self.terms for name in term.layers))

    @property
    def pictures(self) -> int:
        """As many as the term that asks for the most."""
        return max(term.pictures for term in self.terms)

    @property
    def additive(self) -> bool:
        """Whether all terms are."""
        return all(term.additive for term in self.terms)

    @property
    def any_size(self) -> bool:
        """Whether all terms do."""
        return all(term.any_size for term in self.terms)

    def alone(self, numbers: tuple[int, ...]) -> Objective | None:
        """The terms for these pictures alone; a term for one picture goes with any."""
        terms = tuple(term.alone(numbers) for term in self.terms)
        return None if None in terms else changed(self, terms=terms)

    def resolved(self, labels: Labels) -> Objective:
        """Each term on its own."""
        return changed(self, terms=tuple(term.resolved(labels) for term in self.terms))

    def wanted(self, clock: Clock) -> bool:
        """Whether any term is."""
        return any(term.wanted(clock) for term in self.terms)

    def targets(self, look: Look, picture: Picture) -> Tree:
        """Each term's own."""
        return tuple(term.targets(look, picture) for term in self.terms)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The terms' scores together, shape (batch,)."""
        return self._together(
            [term.score(activations, target) for term, target in zip(self.terms, targets, strict=True)]
        )

    def score_within(self, activations: Activations, targets: Tree, masks: Masks) -> Tensor:
        """The terms' scores within the masks together, shape (batch,)."""
        pairs = zip(self.terms, targets, strict=True)
        return self._together([term.score_within(activations, target, masks) for term, target in pairs])

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """Those of each term."""
        pairs = zip(self.terms, targets, strict=True)
        return tuple(as_additive(term).sums(activations, target, places) for term, target in pairs)

    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """What the terms' sums tell together, shape (batch,)."""
        triples = zip(self.terms, sums, targets, strict=True)
        return self._together([as_additive(term).judged(one, target) for term, one, target in triples])

    def cropped(self, targets: Tree, crop: Crop) -> Tree:
        """Those of each term."""
        return tuple(as_additive(term).cropped(target, crop) for term, target in zip(self.terms, targets, strict=True))

    @abc.abstractmethod
    def _together(self, scores: list[Tensor]) -> Tensor:
        """One score (batch,) out of those of all terms."""


@final
@dataclasses.dataclass(frozen=True)
class Sum(OfSeveral):
    """Several wishes at once; what `a + b` is."""

    @property
    def local(self) -> bool:
        """Whether all terms are."""
        return all(term.local for term in self.terms)

    def _together(self, scores: list[Tensor]) -> Tensor:
        return sum(scores[1:], scores[0])

    def __repr__(self) -> str:
        return " + ".join(map(repr, self.terms))


@dataclasses.dataclass(frozen=True)
class OfOne(Additive):
    """What is made of one objective and looks at the same layers as that."""

    term: Objective

    @property
    def layers(self) -> tuple[str, ...]:
        """The term's."""
        return self.term.layers

    @property
    def pictures(self) -> int:
        """The term's."""
        return self.term.pictures

    @property
    def additive(self) -> bool:
        """The term's."""
        return self.term.additive

    @property
    def any_size(self) -> bool:
        """The term's."""
        return self.term.any_size

    def alone(self, numbers: tuple[int, ...]) -> Objective | None:
        """The term for these pictures alone."""
        term = self.term.alone(numbers)
        return None if term is None else changed(self, term=term)

    def resolved(self, labels: Labels) -> Objective:
        """The term on its own."""
        return changed(self, term=self.term.resolved(labels))

    def wanted(self, clock: Clock) -> bool:
        """Whether the term is."""
        return self.term.wanted(clock)


@final
@dataclasses.dataclass(frozen=True)
class Weighted(OfOne):
    """A wish that counts more or less, or, below zero, its opposite; what `0.5 * a` is."""

    weight: Knob

    @property
    def local(self) -> bool:
        """The term's."""
        return self.term.local

    def wanted(self, clock: Clock) -> bool:
        """Whether the term is, and with a weight."""
        return value(self.weight, clock) != 0 and super().wanted(clock)

    def targets(self, look: Look, picture: Picture) -> Tree:
        """The term's."""
        return self.term.targets(look, picture)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The weight times the term's score, shape (batch,)."""
        return self.weight * self.term.score(activations, targets)

    def score_within(self, activations: Activations, targets: Tree, masks: Masks) -> Tensor:
        """The weight times the term's score within the masks, shape (batch,)."""
        return self.weight * self.term.score_within(activations, targets, masks)

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """The term's."""
        return as_additive(self.term).sums(activations, targets, places)

    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """The weight times what the term's sums tell, shape (batch,)."""
        return self.weight * as_additive(self.term).judged(sums, targets)

    def cropped(self, targets: Tree, crop: Crop) -> Tree:
        """The term's."""
        return as_additive(self.term).cropped(targets, crop)

    def __neg__(self) -> Objective:
        return Weighted(self.term, -self.weight)

    def __repr__(self) -> str:
        term = f"({self.term!r})" if isinstance(self.term, Sum) else repr(self.term)
        return f"{self.weight!r} * {term}"


def summed(*objectives: Objective) -> Sum:
    """Their sum, in which a sum among them is its terms."""
    split = (one.terms if isinstance(one, Sum) else (one,) for one in objectives)
    return Sum(tuple(term for terms in split for term in terms))
