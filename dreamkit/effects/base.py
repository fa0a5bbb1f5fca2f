"""An effect changes a whole frame, once: it moves it, mixes it, colours it."""

from __future__ import annotations

import abc
import dataclasses
import functools
import itertools
import math
import statistics
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.geometry import Matrix, followed, warped
from dreamkit.parts import Part, Size, Tensor

Asked: TypeAlias = Literal["attribution", "alpha", "fitness", "past"]
"""What a finish may ask for besides the picture; see `Moment`."""


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
            In a finish, this frame as it was painted, before any other effect of the finish.
        source: what the shot's source shows now, (1, height, width, channels).
        seconds: since when the picture has been moving, a float scalar: since the frame before where it grows out of
            that one, else since the shot's start.
        interval: from the frame before to this one, in seconds, a float scalar.
        dose: how much of a change to make, a float scalar: the part of a second since the frame before where the
            picture grows out of that one, so that the change is made once every second; else 1, the whole change.
        attribution: how strongly each place was pulled while the picture was climbed, against the place that was
            pulled the most, (batch, height, width, 1) in [0, 1], for a finish that asks for it; see `AttributedStep`.
        alpha: how opaque the source is, (1, height, width, 1) in [0, 1], for a finish that asks for it.
        fitness: how sure the network is of each picture's class, (batch,) in [0, 1], for a finish that asks for it.
        past: what the finish has `noted` of each frame of the shot up to this one, (frames, numbers), for a finish that
            asks for it; the frames to come have the newest numbers.
    """

    previous: Tensor
    source: Tensor
    seconds: Tensor
    interval: Tensor = 1.0
    dose: Tensor = 1.0
    attribution: Tensor = 1.0
    alpha: Tensor = 1.0
    fitness: Tensor = 1.0
    past: Tensor = 1.0


@dataclasses.dataclass(frozen=True)
class Effect(Part):
    """Changes a frame; `a | b` does first `a`, then `b`. As it stands, an `Effect()` changes nothing.

    Speeds are per second, so that a film moves alike at any frame rate.
    """

    @property
    def takes_alpha(self) -> bool | None:
        """Whether `apply` is given a transparent picture with its alpha, as a fourth channel.

        True for what moves pixels or adds some, and so has their alpha go along; False for what only changes colours,
        which is shown those alone. None, which says neither, cannot come after `Transparent` or `KeepAlpha`.
        """
        return None

    @property
    def asks(self) -> tuple[Asked, ...]:
        """What it looks at besides the picture; what asks for anything comes first in a finish."""
        return ()

    @property
    def compares(self) -> bool:
        """Whether it looks at the source or the frame before place by place, and so wants the picture in their size."""
        return False

    def channels(self, channels: int) -> int:
        """How many channels it makes of so many: 3, or 4 with alpha; most effects leave them as they are."""
        return channels

    def prepare(self) -> None:
        """Make what cannot be made while it is traced, such as a network; asked before the first frame is painted."""

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """Why it makes no sense as a shot's finish (or motion), over a moving (or still) source; empty if it does."""
        del finish, moving
        return ""

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The changed picture; (batch, height, width, channels) in [0, 1], as it came."""
        del moment
        return image

    def noted(self, image: Tensor) -> Tensor:
        """What a finish that asks for the past keeps of a painted frame (1, height, width, 3): numbers, (count,)."""
        del image
        return ops.zeros((0,))

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

    @property
    def takes_alpha(self) -> bool:
        """It moves with the picture."""
        return True

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

    @property
    def asks(self) -> tuple[Asked, ...]:
        """All that its links ask for."""
        return tuple(asked for link in self.links for asked in link.asks)

    def channels(self, channels: int) -> int:
        """What comes out of the last link."""
        for link in self.links:
            channels = link.channels(channels)
        return channels

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """Through every link in turn, and through neighbouring cameras at once."""
        for _, run in itertools.groupby(self.links, key=lambda link: isinstance(link, Camera)):
            image = _through(tuple(run), image, moment)
        return image

    def noted(self, image: Tensor) -> Tensor:
        """What the link that asks for the past wants to know; a shot refuses two of them."""
        return next((link.noted(image) for link in self.links if "past" in link.asks), ops.zeros((0,)))

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """What comes out of the last link; raises `InvalidValue` for one that compares what has another size by now."""
        before = size
        for link in self.links:
            if link.compares and size != before:
                came = f"{size[1]}x{size[0]} instead of {before[1]}x{before[0]} pixels"
                what = f"{type(link).__name__} compares each place with the source, and what comes to it has {came}"
                raise InvalidValue(what, by=link, hint="let it stand before the effect that changes the size")
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
        image = _applied(link, image, moment)
    return image


def _applied(link: Effect, image: Tensor, moment: Moment) -> Tensor:
    """A picture through one link, and past it the alpha of which that knows nothing."""
    if image.shape[-1] == 3 or link.takes_alpha:
        return link.apply(image, moment)
    return ops.concatenate([link.apply(image[..., :3], moment), image[..., 3:]], axis=-1)
