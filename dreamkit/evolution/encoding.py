"""How a picture is written down for evolution."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dreamkit.evolution.operators import Chance
from dreamkit.parts import Part, Size, within

Genome: TypeAlias = Any
"""One picture, written down; only the encoding that made it looks inside, and nobody changes it."""

Pictures: TypeAlias = NDArray[np.uint8]
"""(pictures, height, width, 3) in 0…255."""


@dataclasses.dataclass(frozen=True)
class Encoding(Part, abc.ABC):
    """Writes pictures down so that they can be born by chance, have children, and be shown at any size.

    All chance comes from the generator that is handed in.

    Args:
        pixels: the side of the pictures that the network judges; it sees them at the size that it was trained on.
    """

    pixels: int = within(8, 4096, default=96)

    @property
    def keeps_ancestors(self) -> bool:
        """Whether genomes are so small that those of an elite's ancestors are kept for its family tree."""
        return False

    @abc.abstractmethod
    def founder(self, chance: Chance) -> Genome:
        """The genome of a picture without parents."""

    @abc.abstractmethod
    def children(self, one: Genome, other: Genome, generation: int, chance: Chance) -> tuple[Genome, Genome]:
        """Two children of two parents, which may be one; the first is nearer to `one`, the second to `other`."""

    @abc.abstractmethod
    def pictures(self, genomes: Sequence[Genome], size: Size) -> Pictures:
        """What the genomes look like at this (height, width), 8 bits a channel."""

    def packed(self, genomes: Sequence[Genome]) -> dict[str, NDArray[Any]]:
        """Genomes as a few arrays, for a file; `unpacked` gives exactly them back.

        As it stands, genomes are arrays of one shape.
        """
        return {"genomes": np.array(genomes)}

    def unpacked(self, arrays: Mapping[str, NDArray[Any]]) -> list[Genome]:
        """The genomes that `packed` has made arrays of."""
        return list(arrays["genomes"])
