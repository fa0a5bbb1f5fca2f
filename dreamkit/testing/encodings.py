"""What the contract asks of an encoding, which is never traced: its lines 4 and 6."""

from __future__ import annotations

import copy
from typing import Any, Final

import numpy as np

from dreamkit.evolution.encoding import Encoding
from dreamkit.parts import Part
from dreamkit.testing.lines import BrokenContract

SIZES: Final = ((24, 32), (16, 16))


def check_encoding(part: Part, _: Any) -> None:
    """Lines 4 and 6 for an encoding: a few founders, their children, and the pictures of all."""
    assert isinstance(part, Encoding)
    family, again = _family(part), _family(part)
    for size in SIZES:
        drawn = part.pictures(family, size)
        if drawn.shape != (len(family), *size, 3) or drawn.dtype != np.uint8:
            wanted = f"{(len(family), *size, 3)} of uint8"
            raise BrokenContract(6, f"{part!r}: pictures gives {drawn.shape} of {drawn.dtype}, and not {wanted}")
        if not np.array_equal(drawn, part.pictures(again, size)):
            raise BrokenContract(4, f"{part!r} has two families by one chance")
        kept = part.unpacked(copy.deepcopy(part.packed(family)))
        if not np.array_equal(drawn, part.pictures(kept, size)):
            raise BrokenContract(4, f"{part!r}: what unpacked gives back is drawn in another way")


def _family(part: Encoding) -> list[Any]:
    """Two founders and a few generations of their children."""
    chance = np.random.default_rng(5)
    family = [part.founder(chance), part.founder(chance)]
    for generation in range(4):
        before = part.pictures(family, SIZES[0])
        children = part.children(family[-2], family[-1], generation, chance)
        if not np.array_equal(before, part.pictures(family, SIZES[0])):
            raise BrokenContract(4, f"{part!r}: children changes their parents")
        family += children
    return family
