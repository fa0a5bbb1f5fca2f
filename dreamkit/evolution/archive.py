"""The museum: a cell for each class, and in it the genome of the picture that the network is most sure of."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.evolution.encoding import Genome

Probabilities: TypeAlias = NDArray[np.floating]
"""What the network says of pictures, (pictures, classes); each row sums to 1."""

Niches: TypeAlias = Literal["every class", "best class"]
"""Where a child competes: in all cells, as in the paper, or only in that of the class it is taken for."""

NOBODY: Final = -1
"""Stands where an individual's number would."""


@final
@dataclasses.dataclass(frozen=True)
class Individual:
    """One picture that has been born, and what is remembered of it.

    Args:
        genome: None for an ancestor whose genome is too large to be kept.
        parent: its number, or `NOBODY`.
        generation: in which it was born; founders in 0.
        best: the cell for which the network was most sure of it.
        probability: how sure.
    """

    genome: Genome
    parent: int
    generation: int
    best: int
    probability: float


@final
@dataclasses.dataclass(frozen=True, eq=False)
class Archive:
    """All that an evolution knows, and all that it needs to go on; a generation makes a new one of it.

    Args:
        cells: whose number lives in each cell, (cells,), or `NOBODY`.
        scores: how sure the network is of it, (cells,); -1 where nobody lives.
        people: the individuals by number: those who have a cell, and their ancestors.
        seed: what all chance depends on, together with the generation.
        generation: how many there have been after the founders.
        born: how many individuals there have been.
        jumps: how often a child has taken a cell.
    """

    cells: NDArray[np.int64]
    scores: NDArray[np.float32]
    people: Mapping[int, Individual]
    seed: int
    generation: int = 0
    born: int = 0
    jumps: int = 0

    @classmethod
    def empty(cls, cells: int, seed: int) -> Archive:
        """Nobody in any of so many cells."""
        return cls(np.full(cells, NOBODY), np.full(cells, -1, np.float32), {}, seed)

    @property
    def living(self) -> list[int]:
        """Who lives in the cells, cell by cell: who has many is named as often."""
        return [int(number) for number in self.cells if number != NOBODY]

    def elite(self, cell: int) -> Individual | None:
        """Who lives in a cell."""
        return self.people.get(int(self.cells[cell]))

    def line(self, number: int) -> Iterator[Individual]:
        """An individual, its parent, its parent's parent, up to a founder."""
        while number in self.people:
            yield self.people[number]
            number = self.people[number].parent


def with_children(
    archive: Archive,
    genomes: Sequence[Genome],
    parents: Sequence[int],
    probabilities: Probabilities,
    *,
    generation: int,
    niches: Niches = "every class",
    keeps_ancestors: bool = True,
) -> Archive:
    """The archive after children (pictures) have competed in cells, with probabilities of (pictures, cells).

    A child takes every cell in which the network is surer of it than of who lives there, however little; of equals, the
    one who came first stays. The answer is the same as if the children came one after the other. Whoever has no cell
    any more is forgotten, but for ancestors, of whom a record stays, with the genome or without.

    >>> archive = with_children(Archive.empty(2, 0), "ab", (-1, -1), np.array([[0.4, 0.6], [0.3, 0.7]]), generation=0)
    >>> archive.cells.tolist(), archive.scores, archive.jumps
    ([0, 1], array([0.4, 0.7], dtype=float32), 3)
    """
    found = np.asarray(probabilities, np.float32)
    best = found.argmax(axis=1)
    competing = found if niches == "every class" else _only(found, best)
    before = np.maximum.accumulate(np.vstack([archive.scores, competing]), axis=0)
    won = competing.argmax(axis=0)  # of equals the first, as if they came one after the other
    taken = before[-1] > archive.scores
    people = dict(archive.people)
    for child in np.unique(won[taken]).tolist():
        facts = int(parents[child]), generation, int(best[child]), float(found[child, best[child]])
        people[archive.born + child] = Individual(genomes[child], *facts)
    cells = np.where(taken, archive.born + won, archive.cells)
    return Archive(
        cells=cells,
        scores=before[-1],
        people=_remembered(people, cells, keeps_ancestors=keeps_ancestors),
        seed=archive.seed,
        generation=generation,
        born=archive.born + len(genomes),
        jumps=archive.jumps + int((competing > before[:-1]).sum()),
    )


def _only(found: NDArray[np.float32], best: NDArray[Any]) -> NDArray[np.float32]:
    """Probabilities of the best class of each picture alone; -1 for all others."""
    alone = np.full_like(found, -1)
    rows = np.arange(len(found))
    alone[rows, best] = found[rows, best]
    return alone


def _remembered(
    people: Mapping[int, Individual], cells: NDArray[np.int64], *, keeps_ancestors: bool
) -> dict[int, Individual]:
    """Those who have a cell, and their ancestors."""
    living = {int(number) for number in cells if number != NOBODY}
    kept: dict[int, Individual] = {}
    for number in sorted(living):
        while number in people and number not in kept:
            who = people[number]
            kept[number] = who if keeps_ancestors or number in living else dataclasses.replace(who, genome=None)
            number = who.parent
    return kept
