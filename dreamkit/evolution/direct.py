"""The direct encoding: a number for every pixel and channel."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.evolution.encoding import Encoding, Genome, Pictures
from dreamkit.evolution.hls import rgb_from_hls
from dreamkit.evolution.operators import Chance, mutated, simulated_binary
from dreamkit.parts import Size, within
from dreamkit.pictures import resample, to_bytes

HALVED_EVERY: Final = 1000
"""Generations, after which mutations become half as many."""

CROSSED: Final = 0.5
"""The share of pairs that are crossed; the others' children are copies before they are mutated."""


@final
@dataclasses.dataclass(frozen=True)
class DirectEncoding(Encoding):
    """A hue, a lightness and a saturation for each pixel, by chance at first: what fools the network looks like static.

    A tenth of the numbers change from parent to child, and half as many every 1000 generations. A genome is an array
    (pixels, pixels, 3) in [0, 1], in float32.

    Args:
        pixels: the side of the pictures, which is also how many numbers there are in a row.
        rate: the share of the numbers that change at first.

    Source: Nguyen, Yosinski and Clune 2015, "Deep Neural Networks are Easily Fooled", section 2.3; the colours,
    operators and constants of the paper's code.
    """

    pixels: int = within(8, 4096, default=64)
    rate: float = within(0, 1, default=0.1)

    def founder(self, chance: Chance) -> Genome:
        """Numbers spread evenly."""
        return chance.random((self.pixels, self.pixels, 3), np.float32)

    def children(self, one: Genome, other: Genome, generation: int, chance: Chance) -> tuple[Genome, Genome]:
        """Crossed or copied, and mutated."""
        if chance.random() < CROSSED:
            one, other = simulated_binary(one, other, chance)
        rate = self.rate_at(generation)
        return mutated(one, rate, chance), mutated(other, rate, chance)

    def rate_at(self, generation: int) -> float:
        """The share of the numbers that change in this generation.

        >>> [DirectEncoding().rate_at(generation) for generation in (0, 999, 1000, 2500)]
        [0.1, 0.1, 0.05, 0.025]
        """
        return self.rate * 0.5 ** (generation // HALVED_EVERY)

    def pictures(self, genomes: Sequence[Genome], size: Size) -> Pictures:
        """At their own size exactly; at a multiple of it each pixel is a square, else they are resampled."""
        shown = [np.stack(rgb_from_hls(*np.moveaxis(genome, 2, 0)), axis=-1) for genome in genomes]
        return np.stack([to_bytes(_at(picture, size)) for picture in shown])


def _at(picture: NDArray[np.float32], size: Size) -> NDArray[np.float32]:
    height, width = picture.shape[:2]
    if size[0] % height == 0 and size[1] % width == 0:
        return picture.repeat(size[0] // height, axis=0).repeat(size[1] // width, axis=1)
    return resample(picture, size, "stretch")
