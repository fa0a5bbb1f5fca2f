"""Pictures that are made at once and have their broad forms in common."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.colours import COLOURS, Colours, squashed, stretched
from dreamkit.errors import InvalidValue
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parameterizations.fourier import Fourier
from dreamkit.parts import Size, Tensor, Tree, within
from dreamkit.regularizers.octaves import resized


@final
@dataclasses.dataclass(frozen=True)
class Shared(Parameterization):
    """Each picture of a batch is waves of its own, as with `Fourier`, plus small pictures that all have in common.

    So what is broad lies at the same place in all of them, and a film or a sheet from one to the next changes what
    they show and not where. The numbers are the waves, and for each shared picture, halved `levels` times, half of that
    and so on, (batch, height / 2^k, width / 2^k, 3): a copy for each picture, of which the mean is seen. All copies
    have the same gradient, the mean of the pictures' own. A sigmoid keeps the colours in (0, 1).

    Args:
        levels: how many shared pictures; the smallest has 2^levels times fewer pixels a side.
        decay: of the waves, as for `Fourier`.
        colours: "apart" or "plain", as for `Fourier`.

    Raises:
        InvalidValue: for a picture that cannot be halved so often.

    Source: Mordvintsev, Pezzotti, Schubert and Olah 2018, Differentiable Image Parameterizations, section 1 (aligned
    feature visualization interpolation); lucid's `lowres_tensor`.
    """

    levels: int = within(1, 12, default=4)
    decay: float = within(0, 4, default=1.0)
    colours: Colours = "apart"

    def check(self) -> None:
        """Refuse colours that are neither."""
        if self.colours not in COLOURS:
            raise InvalidValue(f"Shared.colours is one of {', '.join(COLOURS)}, and {self.colours!r} came", by=self)

    @property
    def apart(self) -> bool:
        """No: what moves one picture's broad forms moves all."""
        return False

    def encode(self, image: Tensor) -> Tree:
        """The waves, and the small pictures, the smallest first; these hold what the pictures' mean has of them."""
        batch, height, width, _ = image.shape
        numbers = stretched(image, self.colours)
        common, small = ops.mean(numbers, axis=0, keepdims=True), []
        for size in self._sizes((height, width)):
            small.append(resized(common, size))
            common = common - resized(small[-1], (height, width))
        own = self._waves.written(numbers - self._enlarged(small, (height, width)))
        return own, *(ops.repeat(one, batch, axis=0) for one in small)

    def decode(self, numbers: Tree, size: Size) -> Tensor:
        """The pictures: what is each one's own, and on all of them what is shared."""
        own, *copies = numbers
        small = [ops.mean(copy, axis=0, keepdims=True) for copy in copies]
        return squashed(self._waves.read(own, size) + self._enlarged(small, size), self.colours)

    @property
    def _waves(self) -> Fourier:
        return Fourier(self.decay, self.colours)

    def _enlarged(self, small: list[Tensor], size: Size) -> Tensor:
        """The sum of the shared pictures, (1, height, width, 3)."""
        large = [resized(one, size) for one in small]
        return sum(large[1:], large[0])

    def _sizes(self, size: Size) -> list[Size]:
        """Of the shared pictures, the smallest first."""
        if min(size) >> self.levels == 0:
            what = f"a picture of {size[1]} × {size[0]} pixels cannot be halved {self.levels} times"
            raise InvalidValue(what, by=self, hint="take fewer levels, or a larger picture")
        return [(-(-size[0] >> level), -(-size[1] >> level)) for level in range(self.levels, 0, -1)]
