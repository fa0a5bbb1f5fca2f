"""A picture written at several sizes at once."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.colours import COLOURS, Colours, squashed, stretched
from dreamkit.errors import InvalidValue
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Size, Tensor, Tree, within
from dreamkit.regularizers.octaves import resized


@final
@dataclasses.dataclass(frozen=True)
class Pyramid(Parameterization):
    """The numbers are small pictures and ever larger ones, whose enlargements add up; a step moves all of them.

    So broad forms move as fast as fine ones, as with `Fourier`, but each number has its place in the picture. The
    numbers are a tuple of (batch, height / 2^k, width / 2^k, 3), the smallest first; a sigmoid keeps the colours in
    (0, 1).

    Args:
        levels: how many sizes, each half of the one before.
        colours: "apart" or "plain", as for `Fourier`.

    Raises:
        InvalidValue: for a picture that is too small for so many levels.

    Source: Burt and Adelson 1983, The Laplacian Pyramid as a Compact Image Code; lucid's `laplacian_pyramid`.
    """

    levels: int = within(1, 12, default=4)
    colours: Colours = "apart"

    def check(self) -> None:
        """Refuse colours that are neither."""
        if self.colours not in COLOURS:
            raise InvalidValue(f"Pyramid.colours is one of {', '.join(COLOURS)}, and {self.colours!r} came", by=self)

    def encode(self, image: Tensor) -> Tree:
        """The smallest picture, and what each larger one has that it does not."""
        sizes = self._sizes((image.shape[1], image.shape[2]))
        large = stretched(image, self.colours)
        details = []
        for size in reversed(sizes[:-1]):
            small = resized(large, size)
            details.append(large - resized(small, (large.shape[1], large.shape[2])))
            large = small
        return large, *reversed(details)

    def decode(self, numbers: Tree, size: Size) -> Tensor:
        """The sum of all enlargements."""
        del size
        total, *details = numbers
        for detail in details:
            total = resized(total, (detail.shape[1], detail.shape[2])) + detail
        return squashed(total, self.colours)

    def _sizes(self, size: Size) -> list[Size]:
        """From the smallest to the picture's own."""
        if min(size) >> (self.levels - 1) == 0:
            what = f"a picture of {size[1]} × {size[0]} pixels cannot be halved {self.levels - 1} times"
            raise InvalidValue(what, by=self, hint="take fewer levels, or a larger picture")
        return [(-(-size[0] >> level), -(-size[1] >> level)) for level in reversed(range(self.levels))]
