"""How networks of functions are born and change from parent to child, as in the code of the paper on fooling images.

There are no species and no crossover: a child has one parent. New nodes are numbered by the link that they split, so
that relatives' nodes of one number do one thing, and two networks can be mixed; see `cppn_mixing`.
"""

from __future__ import annotations

import zlib
from typing import Final, TypeVar

import numpy as np

from dreamkit.evolution.cppn import FIRST_HIDDEN, INPUTS, OUTPUTS, WEIGHT, CppnGenome, Link, upstream
from dreamkit.evolution.operators import Chance, mutated

T = TypeVar("T")

WEIGHT_RATE: Final = 0.1
"""The share of the weights that change."""

FUNCTION_RATE: Final = 0.1
"""The share of the nodes whose function is drawn anew."""

ADD_LINK, DELETE_LINK, SPLIT_LINK, DELETE_NODE = 0.5, 0.3, 0.5, 0.2
"""How likely each of these is, in this order, once in every child."""


def born(functions: tuple[str, ...], chance: Chance) -> CppnGenome:
    """A network without hidden nodes: every input leads to every output, with weights spread evenly."""
    links = {(source, target): _drawn_weight(chance) for target in OUTPUTS for source in INPUTS}
    return CppnGenome({node: _one_of(functions, chance) for node in OUTPUTS}, links)


def changed_by_chance(genome: CppnGenome, functions: tuple[str, ...], chance: Chance) -> CppnGenome:
    """A child of one parent: other weights, other functions, more or fewer links and nodes."""
    genome = _weights(genome, chance)
    genome = _functions(genome, functions, chance)
    if chance.random() < ADD_LINK:
        genome = _link_added(genome, chance)
    if chance.random() < DELETE_LINK:
        genome = _link_deleted(genome, chance)
    if chance.random() < SPLIT_LINK:
        genome = _link_split(genome, functions, chance)
    if chance.random() < DELETE_NODE:
        genome = _node_deleted(genome, chance)
    return genome


def _weights(genome: CppnGenome, chance: Chance) -> CppnGenome:
    """Polynomial mutation, of weights that are written as genes in [0, 1]."""
    genes = np.array(list(genome.links.values())) / (2 * WEIGHT) + 0.5
    weights = (mutated(genes, WEIGHT_RATE, chance) - 0.5) * (2 * WEIGHT)
    return CppnGenome(genome.functions, dict(zip(genome.links, weights.tolist(), strict=True)))


def _functions(genome: CppnGenome, functions: tuple[str, ...], chance: Chance) -> CppnGenome:
    anew = chance.random(len(genome.functions)) < FUNCTION_RATE
    if not anew.any():
        return genome
    pairs = zip(genome.functions.items(), anew, strict=True)
    return CppnGenome({node: _one_of(functions, chance) if new else old for (node, old), new in pairs}, genome.links)


def _link_added(genome: CppnGenome, chance: Chance) -> CppnGenome:
    """One more link, where there is none and it closes no circle; none where there is no such place."""
    target = _one_of(tuple(genome.functions), chance)
    taken = {source for source, other in genome.links if other == target}
    free = [
        source
        for source in (*INPUTS, *genome.hidden)
        if source not in taken and source != target and target not in upstream(genome, source)
    ]
    if not free:
        return genome
    return CppnGenome(genome.functions, {**genome.links, (_one_of(tuple(free), chance), target): _drawn_weight(chance)})


def _link_deleted(genome: CppnGenome, chance: Chance) -> CppnGenome:
    if not genome.links:
        return genome
    gone = _one_of(tuple(genome.links), chance)
    return CppnGenome(genome.functions, {link: weight for link, weight in genome.links.items() if link != gone})


def _link_split(genome: CppnGenome, functions: tuple[str, ...], chance: Chance) -> CppnGenome:
    """A new node in the middle of a link, whose two halves both have the weight of the whole."""
    if not genome.links:
        return genome
    link = source, target = _one_of(tuple(genome.links), chance)
    node = new_number(link, genome)
    rest = {other: weight for other, weight in genome.links.items() if other != link}
    halves = dict.fromkeys([(source, node), (node, target)], genome.links[link])
    return CppnGenome({**genome.functions, node: _one_of(functions, chance)}, {**rest, **halves})


def _node_deleted(genome: CppnGenome, chance: Chance) -> CppnGenome:
    if not genome.hidden:
        return genome
    gone = _one_of(tuple(genome.hidden), chance)
    functions = {node: function for node, function in genome.functions.items() if node != gone}
    return CppnGenome(functions, {link: weight for link, weight in genome.links.items() if gone not in link})


def new_number(link: Link, genome: CppnGenome) -> int:
    """The number of a node that splits a link: the same in all relatives, unless it is taken."""
    salt = 0
    while (number := zlib.crc32(f"{link} {salt}".encode()) >> 1) < FIRST_HIDDEN or number in genome.functions:
        salt += 1
    return number


def _drawn_weight(chance: Chance) -> float:
    return float(chance.uniform(-WEIGHT, WEIGHT))


def _one_of(choices: tuple[T, ...], chance: Chance) -> T:
    return choices[int(chance.integers(len(choices)))]
