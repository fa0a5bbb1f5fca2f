"""Climb a small picture first and go on from it at ever larger sizes, up to the whole."""

from __future__ import annotations

import dataclasses
import math
from typing import Final, final

from dreamkit.errors import asked_by
from dreamkit.parts import Size, Tensor, within
from dreamkit.regularizers.base import Ascend, Regularizer
from dreamkit.regularizers.octaves import growing, ladder

ROOT_2: Final = 2**0.5


@final
@dataclasses.dataclass(frozen=True)
class Scales(Regularizer):
    """Broad strokes first, and then ever finer ones over them: coarse to fine, as style transfer is painted.

    Each size goes on from the whole of the last one, enlarged; `Octaves` count sizes instead, and can bring back the
    start picture's detail. The largest size is the picture's; below it there are as many as are no smaller than
    `smallest`, so that one recipe serves all sizes.

    Args:
        smallest: how long the longer side of the smallest size is, at least, in pixels.
        ratio: how much each size is larger than the one before.
        first: how many times the optimizer's steps the first size takes, where the picture finds its composition.

    Raises:
        InvalidValue: where two sizes would be the same.

    Source: Gatys et al. 2017, Controlling Perceptual Factors in Neural Style Transfer, section 6 (from low resolution
    to high); in this form, with its numbers, crowsonkb/style-transfer-pytorch.
    """

    smallest: int = within(1, default=128)
    ratio: float = within(1.01, 8, default=ROOT_2)
    first: float = within(0.01, 100, default=2.0)

    def sizes(self, full: Size) -> tuple[Size, ...]:
        """Coarse to fine, (height, width) each; the last is `full`.

        >>> Scales(128).sizes((256, 384))
        ((91, 136), (128, 192), (181, 272), (256, 384))
        """
        smaller = math.log(max(1, max(full) / self.smallest)) / math.log(self.ratio)
        with asked_by(self):
            return ladder(full, self.ratio, math.floor(smaller + 1e-9) + 1)

    def steps(self, count: int, full: Size) -> tuple[int, ...]:
        """`first` times as many at the first size.

        >>> Scales(128).steps(500, (256, 384))
        (1000, 500, 500, 500)
        """
        return max(1, round(self.first * count)), *(count for _ in self.sizes(full)[1:])

    def climb(self, start: Tensor, ascend: Ascend) -> Tensor:
        """From size to size."""
        return growing(start, self.sizes((start.shape[1], start.shape[2])), ascend)
