"""A wish that another network is to see fulfilled."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar, final

from dreamkit.errors import InvalidValue
from dreamkit.nets.labels import Labels
from dreamkit.nets.net import Net
from dreamkit.objectives.base import Activations, Look, Masks, Objective, Picture
from dreamkit.objectives.layer import Layer
from dreamkit.parts import Part, Tensor, Tree, below, changed
from dreamkit.schedules.base import Clock

P = TypeVar("P", bound=Part)


@final
@dataclasses.dataclass(frozen=True)
class Seen(Objective):
    """A wish in the eyes of another network than the shot's: `Seen(Logit("hen"), by=Net("squeezenet"))`.

    Both networks look at the same view of the picture in the same step. So
    `Probability("hen") - Seen(Probability("hen"), by=other)` is what one network takes for a hen and the other does
    not, and `Least((Probability("hen"), Seen(Probability("hen"), by=other)))` what both take for one.

    Args:
        term: any objective for the other network: its layers and classes are that network's.
        by: the other network.

    Raises:
        InvalidValue: for a wish within a wish of this kind.

    Source: Liu, Chen, Liu and Song 2016, "Delving into Transferable Adversarial Examples and Black-box Attacks",
    section 4 (several networks at once).
    """

    term: Objective
    by: Net

    def check(self) -> None:
        """Refuse what is no wish, what is no network, and a wish that is already another network's."""
        term: Any = self.term
        by: Any = self.by
        if not isinstance(term, Objective):
            raise InvalidValue(f"Seen.term takes an objective, and {term!r} came", by=self)
        if not isinstance(by, Net):
            hint = f"say by=Net({by!r})" if isinstance(by, str) else ""
            raise InvalidValue(f"Seen.by takes a Net, and {by!r} came", by=self, hint=hint)
        if any(isinstance(part, Seen) for part in below(term)):
            raise InvalidValue("a Seen stands within a Seen, and only one network can look", by=self)

    @classmethod
    def example(cls) -> Self:
        """A layer of the tiny network."""
        return cls(Layer("relu1"), Net("tiny"))

    def key(self, layer: str) -> str:
        """What a layer of the other network is called among all activations."""
        return f"{layer} of {self.by!r}"

    @property
    def layers(self) -> tuple[str, ...]:
        """The keys of the term's layers."""
        return tuple(map(self.key, self.term.layers))

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

    def alone(self, numbers: tuple[int, ...]) -> Objective | None:
        """The term for these pictures alone."""
        term = self.term.alone(numbers)
        return None if term is None else changed(self, term=term)

    def resolved(self, labels: Labels) -> Objective:
        """As it is: its labels are not the shot's network's; see `settled`."""
        del labels
        return self

    def wanted(self, clock: Clock) -> bool:
        """Whether the term is."""
        return self.term.wanted(clock)

    def targets(self, look: Look, picture: Picture) -> Tree:
        """The term's, as the other network looks."""
        return self.term.targets(lambda image: self._own(look(image)), picture)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The term's score in the eyes of the other network, shape (batch,)."""
        return self.term.score(self._own(activations), targets)

    def score_within(self, activations: Activations, targets: Tree, masks: Masks) -> Tensor:
        """The term's score within the masks, shape (batch,)."""
        return self.term.score_within(self._own(activations), targets, self._own(masks))

    def _own(self, seen: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """What the other network has answered, by its layers' own names."""
        return {layer: seen[self.key(layer)] for layer in self.term.layers}


def looking(part: Part) -> tuple[Net, ...]:
    """The other networks that wishes in a part ask, each once."""
    return tuple(dict.fromkeys(one.by for one in below(part) if isinstance(one, Seen)))


def settled(part: P, labels: Callable[[Net], Labels]) -> P:
    """A part in which each `Seen` knows the numbers of its classes, by the labels of its own network."""
    if isinstance(part, Seen):
        return changed(part, term=part.term.resolved(labels(part.by)))
    new = {field.name: _settled(getattr(part, field.name), labels) for field in dataclasses.fields(part)}
    return changed(part, **new) if looking(part) else part


def _settled(value: Any, labels: Callable[[Net], Labels]) -> Any:
    if isinstance(value, tuple):
        return tuple(_settled(item, labels) for item in value)
    return settled(value, labels) if isinstance(value, Part) else value
