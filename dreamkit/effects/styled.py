"""What effects share that paint frames in a style: how much is taken of it, where, and together with which others."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Sequence
from typing import Any, Self, final

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.errors import InvalidValue
from dreamkit.objectives.masked import check_mask
from dreamkit.parts import Knob, Size, Tensor
from dreamkit.sources.base import Source


@dataclasses.dataclass(frozen=True)
class Styled(Effect, abc.ABC):
    """Paints frames in a style, as far as `strength` says, and where `mask` is white.

    `a + b` takes two styles at once, each as far as its strength and its mask say.
    """

    @property
    @abc.abstractmethod
    def strength(self) -> Knob:
        """How much of the style is taken, from 0 to 1."""

    @property
    @abc.abstractmethod
    def mask(self) -> Source | None:
        """A picture of the film's shape: white places take the style; without it, all do."""

    @abc.abstractmethod
    def together(self, image: Tensor, styles: Sequence[Self]) -> Tensor:
        """Pictures (batch, height, width, 3) in [0, 1] in several styles, which are mixed as `shares` says."""

    def apart_from(self, other: Self) -> str:
        """Why it cannot be mixed with another of its kind, as a sentence; empty if it can."""
        del other
        return ""

    def check(self) -> None:
        """Refuse a mask that shows no picture, or one that moves."""
        check_still(self.mask, "mask", by=self)

    @property
    def takes_alpha(self) -> bool:
        """It is left as it is."""
        return False

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture with as much of the style as `strength` and `mask` say."""
        del moment
        return self.together(image, (self,))

    def share(self, image: Tensor) -> Tensor:
        """How much of the style each place takes, (1, height, width, 1), or (1, 1, 1, 1) where all take as much."""
        strength = ops.reshape(ops.convert_to_tensor(self.strength, dtype="float32"), (1, 1, 1, 1))
        if self.mask is None:
            return strength
        size = int(image.shape[1]), int(image.shape[2])
        check_mask(self.mask, size, "picture", by=self)
        mask = self.mask.frame(0.0, size, 0).mean(axis=-1, keepdims=True)
        return strength * ops.convert_to_tensor(mask[None])

    def __add__(self, other: Styled | Together) -> Together:
        return Together((self, *_styles(other))) if isinstance(other, (Styled, Together)) else NotImplemented


@final
@dataclasses.dataclass(frozen=True)
class Together(Effect):
    """The frame in several styles at once, each as far as its strength and its mask say; what `a + b` is.

    Strengths that add up to more than 1 are taken as shares.

    Args:
        styles: all of one kind.

    Raises:
        InvalidValue: for what cannot be mixed.
    """

    styles: tuple[Styled, ...]

    def check(self) -> None:
        """Refuse what is no style, and styles that cannot be mixed."""
        given: Any = self.styles
        if not isinstance(given, tuple) or not given or not all(isinstance(style, Styled) for style in given):
            raise InvalidValue(f"Together is made of effects that paint in a style, and {given!r} came", by=self)
        first = self.styles[0]
        for other in self.styles[1:]:
            other_kind = f"styles are mixed with their like, and {first!r} and {other!r} came"
            why = first.apart_from(other) if type(first) is type(other) else other_kind
            if why:
                raise InvalidValue(why, by=self, hint="a | b paints one after the other")

    @property
    def takes_alpha(self) -> bool:
        """It is left as it is."""
        return False

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As they come, unless they are too small for one of the styles."""
        for style in self.styles:
            style.shape(pictures, size)
        return pictures, size

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture in all styles; raises `InvalidValue` where it is too small."""
        del moment
        return self.styles[0].together(image, self.styles)

    def __add__(self, other: Styled | Together) -> Together:
        return Together((*self.styles, *_styles(other))) if isinstance(other, (Styled, Together)) else NotImplemented

    def __repr__(self) -> str:
        return " + ".join(map(repr, self.styles))


def shares(image: Tensor, styles: Sequence[Styled]) -> tuple[list[Tensor], Tensor]:
    """What each place of a picture takes of each style, at most 1 of all of them, and what was asked for in all.

    Both as `Styled.share` gives them.
    """
    asked = [style.share(image) for style in styles]
    whole = sum(asked)
    return [share / ops.maximum(whole, 1.0) for share in asked], whole


def check_still(source: Source | None, field: str, *, by: Effect) -> None:
    """Raise `InvalidValue` for what shows no picture, or one that moves; `field` is what it was given as."""
    given: Any = source
    name = f"{type(by).__name__}.{field}"
    if not isinstance(given, Source | None):
        raise InvalidValue(f"{name} takes a source of pictures, and {given!r} came", by=by, hint=_SAY.format(field))
    if given is not None and given.moves:
        what = f"{name} is looked at once, and {given!r} moves"
        raise InvalidValue(what, by=by, hint="take a still; a strength may move")


_SAY = 'say {0}=Photo("{0}.jpg")'


def _styles(effect: Styled | Together) -> tuple[Styled, ...]:
    return effect.styles if isinstance(effect, Together) else (effect,)
