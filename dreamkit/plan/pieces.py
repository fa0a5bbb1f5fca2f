"""In what pieces a shot's frames are painted and kept: a batch picture by picture, where none looks at another."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence

from dreamkit.optimizers.map_elites import MapElites
from dreamkit.optimizers.search import Search
from dreamkit.parts import changed
from dreamkit.plan.plan import PlannedShot


def pieces(planned: PlannedShot) -> tuple[PlannedShot, ...]:
    """The shot for each picture of its batch alone, or the one shot where they belong together.

    Pictures belong together where one's score depends on the others, where they are written down together, in a search,
    whose chance they share, in an evolution, and where the steps may end early, which they do for all of them.
    """
    objective = planned.shot.objective
    if objective is None or objective.pictures == 1 or objective.alone((0,)) is None:
        return (planned,)
    if not planned.shot.parameterization.apart:
        return (planned,)
    if isinstance(planned.shot.optimizer, (Search, MapElites)) or planned.shot.optimizer.stops_early:
        return (planned,)
    return tuple(together(planned, (number,)) for number in range(objective.pictures))


def together(planned: PlannedShot, numbers: Sequence[int]) -> PlannedShot:
    """The shot for these of its pictures alone."""
    objective = planned.shot.objective
    if objective is None or len(numbers) == objective.pictures:
        return planned
    shot = changed(planned.shot, objective=objective.alone(tuple(numbers)))
    return dataclasses.replace(planned, shot=shot, numbers=tuple(numbers))


def at_once(planned: PlannedShot, missing: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The missing pieces of a frame, as many together as the shot says.

    >>> from dreamkit.shot import Shot
    >>> list(at_once(PlannedShot(0, Shot(at_once=2), frames=1, start=0), [0, 3, 4]))
    [(0, 3), (4,)]
    """
    left = iter(missing)
    while some := tuple(itertools.islice(left, planned.shot.at_once)):
        yield some
