"""Evolution with a cell for every class: MAP-Elites, as it found pictures that fool networks."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, final

import numpy as np

from dreamkit.errors import InvalidValue, asked_by, did_you_mean
from dreamkit.evolution.answers import probabilities
from dreamkit.evolution.archive import NOBODY, Archive, Niches, Probabilities, with_children
from dreamkit.evolution.cppn_encoding import CppnEncoding
from dreamkit.evolution.encoding import Encoding, Genome, Pictures
from dreamkit.optimizers.base import Optimizer
from dreamkit.parts import Size, within

Judge: TypeAlias = Callable[[Pictures], Probabilities]
"""The network as a black box: pictures (pictures, height, width, 3) in 0…255 in, (pictures, classes) out."""

Draw: TypeAlias = Callable[[Sequence[Genome], Size], Pictures]
"""Draws genomes at a (height, width)."""

NICHES: Final = ("every class", "best class")


@final
@dataclasses.dataclass(frozen=True)
class Brood:
    """The children of a generation, before anybody has seen them: their genomes, and whose they are."""

    genomes: tuple[Genome, ...]
    parents: tuple[int, ...]


@final
@dataclasses.dataclass(frozen=True)
class MapElites(Optimizer):
    """A museum that fills with impostors: for each class of the network, the picture that it is most sure of.

    Each generation, parents are drawn from the cells, their children are shown to the network, and a child takes every
    cell in which the network is surer of it. No gradient is asked for, and pictures need not start from anything: the
    shot's objective, a `Probability`, only says whose impostors are shown. From frame to frame, the evolution goes on;
    each stands at its share of the generations.

    Args:
        steps: how many generations each frame is on from the one before.
        population: how many children a generation has; as many founders begin.
        encoding: how pictures are written down: a `CppnEncoding` or a `DirectEncoding`.
        niches: in the cells of "every class" a child competes, as in the paper, or only in that of its "best class",
            which leaves many cells empty for ever.
        only_shown: whether only the classes that are shown have a cell, and not all that the network knows; a few
            labels are so found in a minute.
        crops: whether the network is shown ten views of each picture, as the paper does: the corners and the middle,
            and these mirrored, each seven eighths of a side; its answers are averaged.
        softmax: whether what the network answers are logits, of which the softmax is taken first.
        at_once: how many pictures the network is shown at once.

    Source: Nguyen, Yosinski and Clune 2015, "Deep Neural Networks are Easily Fooled", section 2.2; Mouret and Clune
    2015, "Illuminating search spaces by mapping elites". Constants, and a cell's weight in the draw of parents, as in
    the paper's code.
    """

    steps: int = within(1, default=100)
    population: int = within(2, 1_000_000, default=400)
    encoding: Encoding = CppnEncoding()
    niches: Niches = "every class"
    only_shown: bool = False
    crops: bool = False
    softmax: bool = False
    at_once: int = within(1, 65536, default=40)

    def check(self) -> None:
        """Refuse what is no encoding, other words for niches, and an odd population."""
        if not isinstance(self.encoding, Encoding):
            raise InvalidValue(f"MapElites.encoding is an Encoding, and {self.encoding!r} came", by=self)
        if self.niches not in NICHES:
            what = f"MapElites.niches is {' or '.join(map(repr, NICHES))}, and {self.niches!r} came"
            raise InvalidValue(what, by=self, hint=did_you_mean(str(self.niches), NICHES))
        if self.population % 2:
            what = f"MapElites.population is even, since children come in pairs, and {self.population} came"
            raise InvalidValue(what, by=self)

    @property
    def looks(self) -> int:
        """All children of a generation."""
        return self.population

    @property
    def stops_early(self) -> bool:
        """It takes no step twice: where generations are kept from an earlier time, it goes on from there."""
        return True

    def founders(self, seed: int) -> Brood:
        """The first population, which has no parents."""
        chance = _chance(seed, 0)
        genomes = tuple(self.encoding.founder(chance) for _ in range(self.population))
        return Brood(genomes, (NOBODY,) * self.population)

    def ask(self, archive: Archive) -> Brood:
        """The children of the next generation; the same archive has the same."""
        chance = _chance(archive.seed, archive.generation + 1)
        living = np.array(archive.living)
        genomes: list[Genome] = []
        parents = chance.choice(living, (self.population // 2, 2)).tolist()
        for pair in parents:
            one, other = (archive.people[number].genome for number in pair)
            genomes += self.encoding.children(one, other, archive.generation, chance)
        return Brood(tuple(genomes), tuple(number for pair in parents for number in pair))

    def tell(self, archive: Archive, brood: Brood, found: Probabilities) -> Archive:
        """The archive after the children have been judged, with probabilities of (children, cells)."""
        founded = archive.born > 0
        return with_children(
            archive,
            brood.genomes,
            brood.parents,
            found,
            generation=archive.generation + founded,
            niches=self.niches,
            keeps_ancestors=self.encoding.keeps_ancestors,
        )

    def next(
        self, archive: Archive, judge: Judge, cells: list[int] | slice = slice(None), draw: Draw | None = None
    ) -> Archive:
        """One generation on, or, from an empty archive, the founders.

        Args:
            archive: where the evolution stands.
            judge: the network, or a function in its place.
            cells: the classes that have a cell; all of them where nothing is said.
            draw: another way to draw genomes than the encoding's own.

        Raises `InvalidValue` where the answers are no probabilities.

        >>> def judge(pictures):  # how red, how green and how blue
        ...     shares = pictures.mean(axis=(1, 2)) + 1
        ...     return shares / shares.sum(axis=1, keepdims=True)
        >>> rules, archive = MapElites(population=20, encoding=CppnEncoding(8)), Archive.empty(3, seed=0)
        >>> for _ in range(30):
        ...     archive = rules.next(archive, judge)
        >>> bool(archive.scores.min() > 0.5)  # a red, a green and a blue picture
        True
        """
        brood = self.ask(archive) if archive.born else self.founders(archive.seed)
        side = self.encoding.pixels
        seen = judge((draw or self.encoding.pictures)(brood.genomes, (side, side)))
        with asked_by(self):
            return self.tell(archive, brood, probabilities(seen, len(brood.genomes), softmax=self.softmax)[:, cells])


def _chance(seed: int, generation: int) -> np.random.Generator:
    return np.random.default_rng((seed, generation))
