"""From one wish to another: a share of each, moving in time or from picture to picture."""

from __future__ import annotations

import abc
import dataclasses
from typing import Any, final

import numpy as np

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.nets.labels import Labels
from dreamkit.objectives.base import Activations, Look, Masks, Objective, Picture
from dreamkit.objectives.statistics import Additive, Crop, Places, as_additive
from dreamkit.parts import Knob, Tensor, Tree, changed, within
from dreamkit.schedules.base import Clock, value


@dataclasses.dataclass(frozen=True)
class _OfTwo(Additive):
    """What `Mix` and `Interpolation` share: two wishes."""

    first: Objective
    second: Objective

    def check(self) -> None:
        """Refuse what is no wish."""
        for field in ("first", "second"):
            wish: Any = getattr(self, field)
            if not isinstance(wish, Objective):
                raise InvalidValue(f"{type(self).__name__}.{field} takes an objective, and {wish!r} came", by=self)

    @property
    def layers(self) -> tuple[str, ...]:
        """Those of both, each once."""
        return tuple(dict.fromkeys((*self.first.layers, *self.second.layers)))

    @property
    def local(self) -> bool:
        """Whether both are."""
        return self.first.local and self.second.local

    @property
    def additive(self) -> bool:
        """Whether both are."""
        return self.first.additive and self.second.additive

    @property
    def any_size(self) -> bool:
        """Whether both do."""
        return self.first.any_size and self.second.any_size

    def resolved(self, labels: Labels) -> Objective:
        """Each on its own."""
        return changed(self, first=self.first.resolved(labels), second=self.second.resolved(labels))

    def targets(self, look: Look, picture: Picture) -> Tree:
        """Those of each."""
        return self.first.targets(look, picture), self.second.targets(look, picture)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The two scores in their shares, shape (batch,)."""
        return self._mixed(self.first.score(activations, targets[0]), self.second.score(activations, targets[1]))

    def score_within(self, activations: Activations, targets: Tree, masks: Masks) -> Tensor:
        """The two scores within the masks in their shares, shape (batch,)."""
        first = self.first.score_within(activations, targets[0], masks)
        return self._mixed(first, self.second.score_within(activations, targets[1], masks))

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """Those of each."""
        pairs = zip(self._both(), targets, strict=True)
        return tuple(one.sums(activations, target, places) for one, target in pairs)

    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """What the sums of each tell, in their shares, shape (batch,)."""
        first, second = self._both()
        return self._mixed(first.judged(sums[0], targets[0]), second.judged(sums[1], targets[1]))

    def cropped(self, targets: Tree, crop: Crop) -> Tree:
        """Those of each."""
        return tuple(one.cropped(target, crop) for one, target in zip(self._both(), targets, strict=True))

    @abc.abstractmethod
    def _mixed(self, first: Tensor, second: Tensor) -> Tensor:
        """Two scores in their shares, shape (batch,)."""

    def _both(self) -> tuple[Additive, Additive]:
        return as_additive(self.first), as_additive(self.second)


@final
@dataclasses.dataclass(frozen=True)
class Mix(_OfTwo):
    """Something between two wishes: `share` 0 is the first, 1 the second, and a schedule goes from one to the other.

    The score is (1 - share) × the first's + share × the second's.

    Args:
        first: a wish, such as a neuron.
        second: another.
        share: how much of the second.

    Source: Olah, Mordvintsev and Schubert 2017, "Feature Visualization", on interpolating between neurons.
    """

    share: Knob = within(0, 1, default=0.5)

    def check(self) -> None:
        """Refuse what is no wish, and wishes for different numbers of pictures."""
        super().check()
        counts = sorted({self.first.pictures, self.second.pictures} - {1})
        if len(counts) > 1:
            what = f"the two of a Mix ask for {counts[0]} and {counts[1]} pictures at once"
            raise InvalidValue(what, by=self, hint="a wish for one picture goes with any number of them")

    @property
    def pictures(self) -> int:
        """As many as the wish that asks for more."""
        return max(self.first.pictures, self.second.pictures)

    def wanted(self, clock: Clock) -> bool:
        """Whether either is, and has a share."""
        share = value(self.share, clock)
        return (share < 1 and self.first.wanted(clock)) or (share > 0 and self.second.wanted(clock))

    def _mixed(self, first: Tensor, second: Tensor) -> Tensor:
        return (1 - self.share) * first + self.share * second


@final
@dataclasses.dataclass(frozen=True)
class Interpolation(_OfTwo):
    """A row of pictures that leads from one wish to another in equal steps; the first and last show one of them alone.

    What neighbours have in common tends to turn up in different places; `+ Alignment(layer, pictures)` prevents it.

    Args:
        first: a wish for one picture, such as a channel.
        second: another.
        pictures: how many pictures there are, both ends included.

    Source: Olah, Mordvintsev and Schubert 2017, "Feature Visualization", on interpolating between neurons; lucid's
    `channel_interpolate`.
    """

    pictures: int = within(2, 1024, default=6)

    def check(self) -> None:
        """Refuse what is no wish, and wishes for several pictures."""
        super().check()
        for wish in (self.first, self.second):
            if wish.pictures > 1:
                raise InvalidValue(
                    f"an Interpolation leads from one picture to another, and {wish!r} asks for {wish.pictures}",
                    by=self,
                )

    def wanted(self, clock: Clock) -> bool:
        """Whether either is."""
        return self.first.wanted(clock) or self.second.wanted(clock)

    def _mixed(self, first: Tensor, second: Tensor) -> Tensor:
        share = ops.convert_to_tensor(np.linspace(0, 1, self.pictures), dtype=first.dtype)
        return (1 - share) * first + share * second
