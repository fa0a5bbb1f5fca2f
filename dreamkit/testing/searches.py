"""What the contract asks of a search, which is never traced: its lines 4, 6 and 8."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dreamkit.optimizers.search import Search
from dreamkit.parts import Part, knobs, turned
from dreamkit.schedules.base import Clock, value
from dreamkit.testing.lines import BrokenContract

NUMBERS: Final = 12
"""How many numbers a search is tried on."""

SHAPES: Final = ((2, 2, 3),)
"""As if they were four pixels."""

GENERATIONS: Final = 5


def check_search(part: Part, _: Any) -> None:
    """Lines 4, 6 and 8 for a search, on a few numbers whose sum of squares is to become small."""
    assert isinstance(part, Search)
    settled, asked = _run(part, turn=1.0)
    again, same = _run(part, turn=1.0)
    if not np.array_equal(asked, same) or not np.array_equal(settled, again):
        raise BrokenContract(4, f"{part!r} finds two things for one seed")
    if settled.shape != (NUMBERS,) or not np.isfinite(settled).all():
        raise BrokenContract(6, f"{part!r}: settle gives {settled.shape}, and not ({NUMBERS},) finite numbers")
    _run(part, turn=0.999)


def _run(part: Search, turn: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """What a search settles on after a few steps, and all that it has asked for; its knobs turn from step to step."""
    search = _now(part, 1.0)
    state = search.begin(np.linspace(-1, 2, NUMBERS), 3, SHAPES)
    asked = []
    for step in range(GENERATIONS):
        search = _now(part, turn**step)
        population = np.array(search.ask(state))
        if population.shape != (part.population, NUMBERS) or not np.isfinite(population).all():
            wanted = f"({part.population}, {NUMBERS}) finite numbers"
            raise BrokenContract(6, f"{part!r}: ask gives {population.shape}, and not {wanted}")
        asked.append(population)
        state = search.tell(state, population, -np.square(population).sum(axis=1))
    return np.asarray(search.settle(state)), np.array(asked)


def _now(part: Search, turn: float) -> Search:
    """A search whose knobs stand as they do at the beginning, or nearly so."""
    return turned(part, iter([turn * value(knob, Clock()) for knob in knobs(part)]))
