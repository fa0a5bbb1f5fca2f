"""A frame painted by a network that was trained for it, in one pass."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Final, final

from dreamkit.effects.base import Effect, Moment
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.feedforward.files import load_network, read_note
from dreamkit.feedforward.johnson import SMALLEST
from dreamkit.parts import Knob, Size, Tensor, within

if TYPE_CHECKING:
    import keras

KINDS: Final = ("style", "dreamer")
"""The kinds of networks that it runs."""


@final
@dataclasses.dataclass(frozen=True)
class FastStyle(Effect):
    """The frame in the style that a network has learnt, such as `dreamkit train style` makes: one pass, no climbing.

    Over a `Clip` it paints a film, each frame for itself; over a `Photo`, a still.

    Args:
        net: the network's `.keras` file, which says how it was made. What code a file holds is never run.
        strength: how much of the painted frame is mixed in; 0 leaves the frame as it came.

    Raises:
        BadWeights: when it is used, and the file is missing, damaged, or of another kind or version.

    Source: Johnson, Alahi and Fei-Fei 2016, "Perceptual Losses for Real-Time Style Transfer and Super-Resolution".
    """

    net: Path
    strength: Knob = within(0, 1, default=1.0)

    def __init__(self, net: str | Path, strength: Knob = 1.0) -> None:
        object.__setattr__(self, "net", Path(net))
        object.__setattr__(self, "strength", strength)
        self.__post_init__()

    def check_files(self) -> None:
        """Refuse a file that is no such network."""
        with asked_by(self):
            read_note(self.net, KINDS)

    @property
    def takes_alpha(self) -> bool:
        """It is left as it is."""
        return False

    def prepare(self) -> None:
        """Load the network."""
        self._network()

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As they come; raises `InvalidValue` where they are too small."""
        if min(size) < SMALLEST:
            what = f"FastStyle paints pictures of {SMALLEST} pixels a side or more, and {size[1]}x{size[0]} came"
            raise InvalidValue(what, by=self, hint="say a larger --size")
        return pictures, size

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The painted picture, as far as `strength` says."""
        del moment
        return image + self.strength * (self._network()(image, training=False) - image)

    def _network(self) -> keras.Model:
        with asked_by(self):
            return load_network(self.net, KINDS)
