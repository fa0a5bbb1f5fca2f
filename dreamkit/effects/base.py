"""An effect changes a whole frame, once: it moves it, mixes it, colours it."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.parts import Part, Size, Tensor


@final
@dataclasses.dataclass(frozen=True)
class Moment:
    """What an effect may look at besides the picture in its hands.

    Args:
        previous: the frame before as it was painted, (batch, height, width, channels); the source in the first frame.
        source: what the shot's source shows now, (1, height, width, channels).
        seconds: a float scalar: since when the picture has been moving. From a still source that is the frame before;
            from a moving one, whose frames each come afresh, the start of the shot.
    """

    previous: Tensor
    source: Tensor
    seconds: Tensor


@dataclasses.dataclass(frozen=True)
class Effect(Part):
    """Changes a frame; `a | b` does first `a`, then `b`. As it stands, an `Effect()` changes nothing.

    Speeds are per second, so that a film moves alike at any frame rate.
    """

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The changed picture; (batch, height, width, channels) in [0, 1], as it came."""
        del moment
        return image

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """How many pictures it makes of so many of a size, and of what size; most effects change neither."""
        return pictures, size

    def __or__(self, after: Effect) -> Effect:
        if not isinstance(after, Effect):
            return NotImplemented
        return Effects((*links(self), *links(after)))


def links(effect: Effect) -> tuple[Effect, ...]:
    """The effects of a chain, one after the other; none for an effect that does nothing."""
    if isinstance(effect, Effects):
        return effect.links
    return () if type(effect) is Effect else (effect,)


@final
@dataclasses.dataclass(frozen=True)
class Effects(Effect):
    """One effect after the other; what `a | b` is."""

    links: tuple[Effect, ...]

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """Through every link in turn."""
        for link in self.links:
            image = link.apply(image, moment)
        return image

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """What comes out of the last link."""
        for link in self.links:
            pictures, size = link.shape(pictures, size)
        return pictures, size

    def __repr__(self) -> str:
        return " | ".join(map(repr, self.links))
