"""A frame made larger by a network that has learnt what small pictures lose."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, final

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.errors import BadWeights, InvalidValue, asked_by
from dreamkit.feedforward.bicubic import enlarged
from dreamkit.feedforward.enlarger import FACTORS, KIND, SMALLEST
from dreamkit.feedforward.files import load_network, read_note
from dreamkit.feedforward.windowed import windowed
from dreamkit.parts import Knob, Size, Tensor, within

if TYPE_CHECKING:
    import keras


@final
@dataclasses.dataclass(frozen=True)
class SuperResolution(Effect):
    """The frame several times as large, with edges and textures where a plain enlarging leaves it soft; for a finish.

    How many times is told by the network's file, which `dreamkit train super-resolution` makes; `--size` is that of
    the frame before it is enlarged. Effects that look at the source, which stays small, go before it. The network has
    learnt from photos that were blurred by a pixel before they were made small: what was not may get faint halos.
    A large frame goes through the network in windows, one after another and without a seam.

    Args:
        net: the network's `.keras` file, which says how it was made. What code a file holds is never run.
        strength: how much of what the network adds is added; 0 is a bicubic enlargement.

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
        self.factor()

    @property
    def takes_alpha(self) -> bool:
        """It grows with the picture."""
        return True

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It changes the size of the picture, which only a viewer can bear."""
        del moving
        return "" if finish else "SuperResolution makes a larger picture for the viewer, so it goes into finish="

    def factor(self) -> int:
        """How many times as high and wide it makes a picture."""
        with asked_by(self):
            factor = read_note(self.net, (KIND,)).settings.get("factor")
            if factor not in FACTORS:
                raise BadWeights(f"{self.net} does not say how many times it enlarges a picture")
        return int(factor)

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As many, so many times as high and wide; raises `InvalidValue` where they are too small to begin with."""
        height, width = size
        if min(size) < SMALLEST:
            what = f"SuperResolution enlarges pictures of {SMALLEST} pixels a side or more, and {width}x{height} came"
            raise InvalidValue(what, by=self, hint="say a larger --size")
        factor = self.factor()
        return pictures, (factor * height, factor * width)

    def prepare(self) -> None:
        """Load the network."""
        self._network()

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The larger picture, (batch, factor * height, factor * width, channels) in [0, 1]."""
        del moment
        factor = self.factor()
        plain = enlarged(image, factor)
        painted = windowed(self._network(), image[..., :3], factor)
        sharp = plain[..., :3] + self.strength * (painted - plain[..., :3])
        return ops.clip(ops.concatenate([sharp, plain[..., 3:]], axis=-1), 0, 1)

    def _network(self) -> keras.Model:
        with asked_by(self):
            return load_network(self.net, (KIND,))
