"""Children of two genomes from files."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dreamkit.errors import InvalidValue
from dreamkit.evolution.cppn import CppnGenome
from dreamkit.evolution.cppn_mixing import crossed
from dreamkit.evolution.genome_file import GenomeFile


def litter(one: GenomeFile, other: GenomeFile, seed: int, count: int) -> Iterator[GenomeFile]:
    """So many children, in order: the same seed has the same, however many are asked for.

    Of two networks of functions, a child has each of hue, lightness and saturation from one parent; then it is mutated
    as in evolution. Raises `InvalidValue` for parents that are written down in different ways.
    """
    if one.encoding != other.encoding:
        what = f"a child needs parents of one kind, and {one.encoding!r} and {other.encoding!r} came"
        raise InvalidValue(what, hint="their encodings must be the same, settings included")
    generation = max(one.generation, other.generation)
    for number in range(count):
        chance = np.random.default_rng((seed, number))
        mothers = one.genome, other.genome
        if isinstance(one.genome, CppnGenome):
            mothers = crossed(one.genome, other.genome, chance), other.genome
        child, _ = one.encoding.children(*mothers, generation, chance)
        yield GenomeFile(one.encoding, child, generation=generation + 1)
