"""Pictures in the style of others that no network was trained for: their features are given the others' statistics."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from dreamkit import ops
from dreamkit.effects.styled import Styled, check_still, shares
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.geometry import stretched
from dreamkit.parts import Knob, Tensor, Tree, within
from dreamkit.render.decoded import decoder_note, learnt, level
from dreamkit.sources.base import Source

FADED_IN: Final = 0.25
"""From this strength on all that one sees comes out of a decoder, which gives back no picture quite as it was."""


@dataclasses.dataclass(frozen=True)
class Restyled(Styled, abc.ABC):
    """What `AdaIN` and `WCT` share: a painting, decoders, and how much of the painting's style is taken where."""

    style: Source
    decoder: str | Path | tuple[str | Path, ...]
    strength: Knob = within(0, 1, default=1.0)
    pixels: int = within(32, 4096, default=512)
    mask: Source | None = None

    def __post_init__(self) -> None:
        given: Any = self.decoder
        paths = tuple(map(Path, given)) if isinstance(given, tuple) else Path(given)
        object.__setattr__(self, "decoder", paths)
        super().__post_init__()

    def check(self) -> None:
        """Refuse what shows no picture, one that moves, and no decoder at all."""
        super().check()
        check_still(self.style, "style", by=self)
        if not self.decoders:
            raise InvalidValue(f"{type(self).__name__} needs a decoder, and () came", by=self)

    def check_files(self) -> None:
        """Refuse files that are no decoders."""
        with asked_by(self):
            for path in self.decoders:
                decoder_note(path)

    @property
    def decoders(self) -> tuple[Path, ...]:
        """The one decoder, or all of them, in the order in which they paint."""
        return tuple(map(Path, self.decoder if isinstance(self.decoder, tuple) else (self.decoder,)))

    def prepare(self) -> None:
        """Load the networks, and look at the painting."""
        for number in range(len(self.decoders)):
            self._learnt(number)

    def apart_from(self, other: Restyled) -> str:
        """Styles are mixed before a decoder paints them."""
        same = self.decoders == other.decoders
        return "" if same else f"styles are mixed before one decoder paints them, and {other!r} has another"

    def together(self, image: Tensor, styles: Sequence[Restyled]) -> Tensor:
        """The picture in all styles; raises `InvalidValue` where it is too small."""
        return restyled(image, styles)

    def changed(self, features: Tensor, number: int) -> Tensor:
        """The features (batch, height, width, channels) of a picture, as those that this decoder is for would be."""
        return self.like(features, tuple(map(ops.convert_to_tensor, self._learnt(number))))

    @staticmethod
    @abc.abstractmethod
    def learn(features: Tensor) -> Tree:
        """What is to be known of the painting's features, (1, height, width, channels)."""

    @staticmethod
    @abc.abstractmethod
    def like(features: Tensor, painting: Tree) -> Tensor:
        """The features with what was learnt of the painting."""

    def _learnt(self, number: int) -> Tree:
        with asked_by(self):
            return learnt(self.style, self.decoders[number], self.pixels, type(self).learn)


def restyled(image: Tensor, styles: Sequence[Restyled]) -> Tensor:
    """Pictures (batch, height, width, 3) in [0, 1] with a share of each style, decoder by decoder.

    At each level the features go from their own to those of the styles, as far as the shares say. Where these are
    small, the picture itself shows through.

    Source: Huang and Belongie 2017, section 7.2 (strength, mixing and masks of styles).
    """
    size = int(image.shape[1]), int(image.shape[2])
    taken, whole = shares(image, styles)
    painted = image
    for number, path in enumerate(styles[0].decoders):
        way = level(path)
        if min(size) < way.smallest:
            what = f"it paints pictures of {way.smallest} pixels a side or more, and {size[1]}x{size[0]} came"
            raise InvalidValue(f"{type(styles[0]).__name__}: {what}", by=styles[0], hint="say a larger --size")
        features = way.encode(painted)
        pairs = zip(styles, taken, strict=True)
        change = sum(_at(share, features) * (style.changed(features, number) - features) for style, share in pairs)
        painted = way.decode(features + change, size)
    return image + ops.minimum(whole / FADED_IN, 1.0) * (painted - image)


def _at(share: Tensor, features: Tensor) -> Tensor:
    """A share for each place of features."""
    return share if tuple(share.shape[1:3]) == (1, 1) else stretched(share, features.shape[1:3])
