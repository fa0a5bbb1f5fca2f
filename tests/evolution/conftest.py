"""Networks of functions by chance."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit.evolution.cppn import NO_SINE, PAPER, CppnGenome
from dreamkit.evolution.cppn_mutation import born, changed_by_chance


@pytest.fixture(scope="session")
def networks() -> list[CppnGenome]:
    """Two thousand networks, from founders to children fifty generations on, with either set of functions."""
    chance = np.random.default_rng(0)
    lines = [(functions, born(functions, chance)) for functions in (PAPER, NO_SINE) for _ in range(20)]
    found = []
    for _ in range(50):
        found += [one for _, one in lines]
        lines = [(functions, changed_by_chance(one, functions, chance)) for functions, one in lines]
    return found
