"""Six moments at which a picture can be kept sane; a regularizer is whichever of them it needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import TypeAlias, final

from dreamkit.errors import InvalidValue
from dreamkit.parts import Part, Size, Tensor
from dreamkit.rng import Rng

Ascend: TypeAlias = Callable[[Tensor, int], Tensor]
"""Climbs a picture, already at its octave's size, for one octave; takes the picture and the octave's number."""


@final
@dataclasses.dataclass(frozen=True)
class Instant:
    """What a moment of a step may look at besides its own argument.

    Args:
        image: the picture as it was before this step, (batch, height, width, channels) in [0, 1].
        source: the shot's source at this size, (1, height, width, channels).
        gradient: the preconditioned gradient of this step, of the picture's shape.
        step: the number of this step in its octave, from 0, an int32 scalar.
        rng: random numbers of this step.
    """

    image: Tensor
    source: Tensor
    gradient: Tensor
    step: Tensor
    rng: Rng


@dataclasses.dataclass(frozen=True)
class Regularizer(Part):
    """Keeps a picture from running into noise; `a | b` does first `a`, then `b`, at each moment.

    The moments, in the order in which a frame meets them: `sizes` and `climb` (octaves), `view` (what the network is
    shown), `penalty` (what is taken from the score), `precondition` (of the gradient), `project` (of the picture).
    As it stands, a `Regularizer()` does nothing.
    """

    @property
    def any_size(self) -> bool:
        """Whether view, penalty, precondition and project work before the picture's size is known.

        One trace then serves all octaves where the backend can do so. Say no if `image.shape` is read.
        """
        return True

    @property
    def views(self) -> int:
        """How many views of each picture the network is shown at every step; the score is their mean."""
        return 1

    def sizes(self, full: Size) -> tuple[Size, ...]:
        """The sizes to climb at, coarse to fine, for a picture of the size `full`."""
        return (full,)

    def steps(self, count: int, full: Size) -> tuple[int, ...]:
        """How many steps each of the `sizes` takes, where the optimizer is to take `count`."""
        return (count,) * len(self.sizes(full))

    def climb(self, start: Tensor, ascend: Ascend) -> Tensor:
        """Climb from `start`, (batch, height, width, channels), through all octaves."""
        return ascend(start, 0)

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """What the network is shown instead of the picture; the gradient comes back through it."""
        del rng
        return image

    def penalty(self, image: Tensor) -> Tensor:
        """What is taken from each picture's score: a number, or shape (batch,)."""
        del image
        return 0.0

    def precondition(self, gradient: Tensor, instant: Instant) -> Tensor:
        """The gradient that the optimizer gets instead; both of the picture's shape."""
        del instant
        return gradient

    def project(self, image: Tensor, instant: Instant) -> Tensor:
        """The picture that is kept instead of the one that the step arrived at."""
        del instant
        return image

    def __or__(self, after: Regularizer) -> Regularizer:
        if not isinstance(after, Regularizer):
            return NotImplemented
        return Regularizers((*links(self), *links(after)))


def links(regularizer: Regularizer) -> tuple[Regularizer, ...]:
    """The regularizers of a chain, one after the other."""
    return regularizer.links if isinstance(regularizer, Regularizers) else (regularizer,)


def overrides(regularizer: Regularizer, moment: str) -> bool:
    """Whether a regularizer, or any link of a chain, has something to do at this moment."""
    return any(getattr(type(link), moment) is not getattr(Regularizer, moment) for link in links(regularizer))


@final
@dataclasses.dataclass(frozen=True)
class Regularizers(Regularizer):
    """One regularizer after the other; what `a | b` is."""

    links: tuple[Regularizer, ...]

    def check(self) -> None:
        """Refuse two ladders of octaves, and two numbers of views, in one chain."""
        if len(list(self._ladders())) > 1:
            raise InvalidValue("a picture climbs one ladder of octaves, and two came", by=self)
        if len(counts := [link.views for link in self.links if link.views > 1]) > 1:
            raise InvalidValue(
                f"a picture is shown in one number of views, and {counts[0]} and {counts[1]} came", by=self
            )

    @property
    def any_size(self) -> bool:
        """Whether all links do."""
        return all(link.any_size for link in self.links)

    @property
    def views(self) -> int:
        """Those of the one link that has several."""
        return max(link.views for link in self.links)

    def sizes(self, full: Size) -> tuple[Size, ...]:
        """Those of the one link that has any."""
        return next((link.sizes(full) for link in self._ladders()), (full,))

    def steps(self, count: int, full: Size) -> tuple[int, ...]:
        """Those of the one link that has octaves."""
        return next((link.steps(count, full) for link in self._ladders()), (count,))

    def climb(self, start: Tensor, ascend: Ascend) -> Tensor:
        """As the one link with octaves does."""
        for link in self._ladders():
            return link.climb(start, ascend)
        return ascend(start, 0)

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """Through every link in turn."""
        for link in self.links:
            image = link.view(image, rng)
        return image

    def penalty(self, image: Tensor) -> Tensor:
        """The sum of all links'."""
        penalties = [link.penalty(image) for link in self.links]
        return sum(penalties[1:], penalties[0])

    def precondition(self, gradient: Tensor, instant: Instant) -> Tensor:
        """Through every link in turn."""
        for link in self.links:
            gradient = link.precondition(gradient, instant)
        return gradient

    def project(self, image: Tensor, instant: Instant) -> Tensor:
        """Through every link in turn."""
        for link in self.links:
            image = link.project(image, instant)
        return image

    def _ladders(self) -> Iterator[Regularizer]:
        return (link for link in self.links if type(link).sizes is not Regularizer.sizes)

    def __repr__(self) -> str:
        return " | ".join(map(repr, self.links))
