"""A picture written as waves, coarse ones at hand and fine ones far away."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.colours import COLOURS, Colours, squashed, stretched
from dreamkit.errors import InvalidValue
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parameterizations.waves import frequencies, pictures, waves
from dreamkit.parts import Size, Tensor, Tree, within


@final
@dataclasses.dataclass(frozen=True)
class Fourier(Parameterization):
    """The numbers are waves, so that a step changes the whole picture, and grain does not come before shape.

    The numbers are (batch, 2, 3, height, width / 2 + 1), real and imaginary. Each wave is divided by its frequency, as
    in natural photos, and a sigmoid keeps the colours in (0, 1). Begin with `NaturalNoise()` or a photo.

    Args:
        decay: the power of the frequency that a wave is divided by; 0 makes all alike, 1 is that of natural photos.
        colours: "apart" moves lightness and the two contrasts of colour each for itself, as in natural photos they are
            independent; "plain" moves red, green and blue.

    Source: Mordvintsev, Pezzotti, Schubert and Olah 2018, Differentiable Image Parameterizations; lucid's `fft_image`.
    """

    decay: float = within(0, 4, default=1.0)
    colours: Colours = "apart"

    def check(self) -> None:
        """Refuse colours that are neither."""
        if self.colours not in COLOURS:
            raise InvalidValue(f"Fourier.colours is one of {', '.join(COLOURS)}, and {self.colours!r} came", by=self)

    def encode(self, image: Tensor) -> Tree:
        """The waves of a picture (batch, height, width, 3) in [0, 1]."""
        return self.written(stretched(image, self.colours))

    def decode(self, numbers: Tree, size: Size) -> Tensor:
        """The picture that the waves add up to."""
        return squashed(self.read(numbers, size), self.colours)

    def written(self, unbounded: Tensor) -> Tensor:
        """The waves of pictures (batch, height, width, 3) of any numbers: before colours are mixed and squashed."""
        spectrum = waves(4 * unbounded) / self._loudness((unbounded.shape[1], unbounded.shape[2]))
        return ops.swapaxes(spectrum, 0, 1)

    def read(self, numbers: Tensor, size: Size) -> Tensor:
        """What `written` wrote."""
        return pictures(ops.swapaxes(numbers, 0, 1) * self._loudness(size), size) / 4

    def _loudness(self, size: Size) -> Tensor:
        """How much a number weighs by its frequency; numbers of one size are steps of a like size at any resolution."""
        height, width = size
        return float(width * height) ** 0.5 / frequencies(size) ** self.decay
