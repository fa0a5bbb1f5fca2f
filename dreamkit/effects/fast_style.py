"""A frame painted by a network that was trained for it, in one pass."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, final

from dreamkit.effects.styled import Styled, shares
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.feedforward.files import load_network, read_note
from dreamkit.feedforward.johnson import SMALLEST
from dreamkit.parts import Knob, Size, Tensor, within
from dreamkit.sources.base import Source

if TYPE_CHECKING:
    import keras

KINDS: Final = ("style", "dreamer")
"""The kinds of networks that it runs."""


@final
@dataclasses.dataclass(frozen=True)
class FastStyle(Styled):
    """The frame in the style that a network has learnt, such as `dreamkit train style` makes: one pass, no climbing.

    Over a `Clip` it paints a film, each frame for itself; over a `Photo`, a still. `a + b` mixes what two networks
    paint.

    Args:
        net: the network's `.keras` file, which says how it was made. What code a file holds is never run.
        strength: how much of the painted frame is mixed in; 0 leaves the frame as it came.
        mask: a picture of the film's shape: white places are painted, black ones stay as they are.

    Raises:
        BadWeights: when it is used, and the file is missing, damaged, or of another kind or version.

    Source: Johnson, Alahi and Fei-Fei 2016, "Perceptual Losses for Real-Time Style Transfer and Super-Resolution".
    """

    net: Path
    strength: Knob = within(0, 1, default=1.0)
    mask: Source | None = None

    def __init__(self, net: str | Path, strength: Knob = 1.0, mask: Source | None = None) -> None:
        for name, given in {"net": Path(net), "strength": strength, "mask": mask}.items():
            object.__setattr__(self, name, given)
        self.__post_init__()

    def check_files(self) -> None:
        """Refuse a file that is no such network."""
        with asked_by(self):
            read_note(self.net, KINDS)

    def prepare(self) -> None:
        """Load the network."""
        self._network()

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As they come; raises `InvalidValue` where they are too small."""
        if min(size) < SMALLEST:
            what = f"FastStyle paints pictures of {SMALLEST} pixels a side or more, and {size[1]}x{size[0]} came"
            raise InvalidValue(what, by=self, hint="say a larger --size")
        return pictures, size

    def together(self, image: Tensor, styles: Sequence[FastStyle]) -> Tensor:
        """The mean of the painted pictures and the one that came, each with its share."""
        pairs = zip(styles, shares(image, styles)[0], strict=True)
        return image + sum(share * (style._network()(image, training=False) - image) for style, share in pairs)

    def _network(self) -> keras.Model:
        with asked_by(self):
            return load_network(self.net, KINDS)
