"""An effect changes a whole frame, once: it moves it, mixes it, colours it."""

from __future__ import annotations

import abc
import dataclasses
import functools
import itertools
import math
import statistics
from collections.abc import Callable, Sequence
from typing import Any, final

from dreamkit.geometry import Matrix, followed, warped
from dreamkit.parts import Part, Size, Tensor


def speed(
    low: float = -math.inf,
    high: float = math.inf,
    *,
    default: float,
    mean: Callable[[Sequence[float]], float] = statistics.fmean,
) -> Any:
    """A knob that says how fast, within [low, high]; for the body of an effect, which multiplies it with the seconds.

    Where a picture comes afresh and has been moving since the shot's start, the knob stands at the mean of its speeds
    since then, so that a speed that changes leads to the same place as in small steps.
    """
    return dataclasses.field(default=default, metadata={"within": (low, high), "mean": mean})


@final
@dataclasses.dataclass(frozen=True)
class Moment:
    """What an effect may look at besides the picture in its hands.

    In the motion of a shot with a still source, each frame grows out of the one before; in that of a moving source, and
    in every finish, each picture comes afresh. That decides what the three times below say.

    Args:
        previous: the frame before as it was painted, (batch, height, width, channels); the source in the first frame.
        source: what the shot's source shows now, (1, height, width, channels).
        seconds: since when the picture has been moving, a float scalar: since the frame before where it grows out of
            that one, else since the shot's start.
        interval: from the frame before to this one, in seconds, a float scalar.
        dose: how much of a change to make, a float scalar: the part of a second since the frame before where the
            picture grows out of that one, so that the change is made once every second; else 1, the whole change.
    """

    previous: Tensor
    source: Tensor
    seconds: Tensor
    interval: Tensor = 1.0
    dose: Tensor = 1.0


@dataclasses.dataclass(frozen=True)
class Effect(Part):
    """Changes a frame; `a | b` does first `a`, then `b`. As it stands, an `Effect()` changes nothing.

    Speeds are per second, so that a film moves alike at any frame rate.
    """

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """Why it makes no sense as a shot's finish (or motion), over a moving (or still) source; empty if it does."""
        del finish, moving
        return ""

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


@dataclasses.dataclass(frozen=True)
class Camera(Effect, abc.ABC):
    """Looks at the picture from elsewhere; what lies outside is mirrored.

    Neighbours in a chain become one projection, so that the picture is sampled, and softened, only once.
    """

    @abc.abstractmethod
    def matrix(self, image: Tensor, moment: Moment) -> Matrix:
        """The projection from the new picture to the one that came, for `dreamkit.geometry.warped`."""

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture as it looks from there."""
        return warped(image, self.matrix(image, moment))


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
        """Through every link in turn, and through neighbouring cameras at once."""
        for _, run in itertools.groupby(self.links, key=lambda link: isinstance(link, Camera)):
            image = _through(tuple(run), image, moment)
        return image

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """What comes out of the last link."""
        for link in self.links:
            pictures, size = link.shape(pictures, size)
        return pictures, size

    def __repr__(self) -> str:
        return " | ".join(map(repr, self.links))


def _through(run: tuple[Effect, ...], image: Tensor, moment: Moment) -> Tensor:
    """A picture through neighbouring links, which are all cameras or none of them."""
    matrices = [link.matrix(image, moment) for link in run if isinstance(link, Camera)]
    if matrices:
        return warped(image, functools.reduce(followed, matrices))
    for link in run:
        image = link.apply(image, moment)
    return image
