"""The indirect encoding: a picture as a network of functions that grows from parent to child."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import InvalidValue, did_you_mean
from dreamkit.evolution.cppn import FUNCTIONS, NO_SINE, PAPER, CppnGenome
from dreamkit.evolution.cppn_mutation import born, changed_by_chance
from dreamkit.evolution.cppn_tape import Coordinates, pictures, tape
from dreamkit.evolution.encoding import Encoding, Genome, Pictures
from dreamkit.evolution.operators import Chance
from dreamkit.parts import Size

FunctionSet: TypeAlias = Literal["paper", "no sine"]

_SETS = {"paper": PAPER, "no sine": NO_SINE}
_COORDINATES = ("paper", "unit")


@final
@dataclasses.dataclass(frozen=True)
class CppnEncoding(Encoding):
    """Networks of functions of the place, which begin simple and grow: what fools the network has stripes and circles.

    A picture has no size of its own: found in 64 pixels, it can be drawn in 4K. A genome is a `CppnGenome`.

    Args:
        pixels: the side of the pictures that the network judges.
        coordinates: what the network of functions knows of a place. "unit" goes from -1 to 1 across and down; "paper"
            counts pixels, as the paper's code does, so that a sine of them has stripes of a few pixels, too fine to be
            the same at another size.
        functions: what nodes may compute. "paper" are sine, sigmoid, Gaussian and a straight line; in "no sine", a
            steep step stands for the sine, and many more pictures can be recognized, as the Innovation Engine's
            authors report.

    Source: Nguyen, Yosinski and Clune 2015, "Deep Neural Networks are Easily Fooled", section 2.3, mutations and
    constants of the paper's code; Nguyen, Yosinski and Clune 2015, "Innovation Engines".
    """

    coordinates: Coordinates = "unit"
    functions: FunctionSet = "paper"

    def check(self) -> None:
        """Refuse other words for coordinates and functions."""
        for name, choices in (("coordinates", _COORDINATES), ("functions", tuple(_SETS))):
            value = getattr(self, name)
            if value not in choices:
                what = f"CppnEncoding.{name} is {' or '.join(map(repr, choices))}, and {value!r} came"
                raise InvalidValue(what, by=self, hint=did_you_mean(str(value), choices))

    @property
    def keeps_ancestors(self) -> bool:
        """A genome has some tens of numbers."""
        return True

    def founder(self, chance: Chance) -> Genome:
        """A network without hidden nodes."""
        return born(_SETS[self.functions], chance)

    def children(self, one: Genome, other: Genome, generation: int, chance: Chance) -> tuple[Genome, Genome]:
        """A mutated copy of each."""
        del generation
        functions = _SETS[self.functions]
        return changed_by_chance(one, functions, chance), changed_by_chance(other, functions, chance)

    def pictures(self, genomes: Sequence[Genome], size: Size) -> Pictures:
        """Drawn at this size."""
        return pictures([tape(genome) for genome in genomes], size, self.coordinates, self.pixels)

    def packed(self, genomes: Sequence[Genome]) -> dict[str, NDArray[Any]]:
        """How many nodes and links each has, and all of them one after the other."""
        nodes = [(node, FUNCTIONS.index(name)) for genome in genomes for node, name in genome.functions.items()]
        links = [link for genome in genomes for link in genome.links]
        weights = [weight for genome in genomes for weight in genome.links.values()]
        counts = [(len(genome.functions), len(genome.links)) for genome in genomes]
        return {
            "counts": np.array(counts, np.int32).reshape(-1, 2),
            "nodes": np.array(nodes, np.int32).reshape(-1, 2),
            "links": np.array(links, np.int32).reshape(-1, 2),
            "weights": np.array(weights, np.float64),
        }

    def unpacked(self, arrays: Mapping[str, NDArray[Any]]) -> list[Genome]:
        """One network after the other."""
        nodes = ((node, FUNCTIONS[function]) for node, function in arrays["nodes"].tolist())
        links = zip(map(tuple, arrays["links"].tolist()), arrays["weights"].tolist(), strict=True)
        return [
            CppnGenome(dict(next(nodes) for _ in range(some)), dict(next(links) for _ in range(more)))
            for some, more in arrays["counts"].tolist()
        ]
