"""Two networks of functions mixed: a child that has each colour channel from one of them, and the way between them.

Relatives' nodes of one number do one thing, since a new node is numbered by the link that it splits; see
`cppn_mutation.new_number`.
"""

from __future__ import annotations

from collections.abc import Mapping

from dreamkit.evolution.cppn import FIRST_HIDDEN, OUTPUTS, CppnGenome, in_order, upstream
from dreamkit.evolution.cppn_tape import Bent, Tape
from dreamkit.evolution.operators import Chance


def crossed(one: CppnGenome, other: CppnGenome, chance: Chance) -> CppnGenome:
    """A child whose hue, lightness and saturation each come from one parent, and not all from the same.

    Each comes with all nodes that lead to it, so that the child shows what is the parent's in that channel.
    """
    mothers = int(chance.integers(1, 2 ** len(OUTPUTS) - 1))
    from_one = [output for bit, output in enumerate(OUTPUTS) if mothers >> bit & 1]
    from_other = [output for output in OUTPUTS if output not in from_one]
    first, second = _only(one, from_one), _only(set_apart(other, one), from_other)
    return CppnGenome({**first.functions, **second.functions}, {**first.links, **second.links})


def _only(genome: CppnGenome, outputs: list[int]) -> CppnGenome:
    """What leads to some of the outputs, and nothing else."""
    kept = set[int]().union(*(upstream(genome, output) for output in outputs))
    functions = {node: function for node, function in genome.functions.items() if node in kept}
    return CppnGenome(functions, {link: weight for link, weight in genome.links.items() if link[1] in kept})


def set_apart(genome: CppnGenome, other: CppnGenome) -> CppnGenome:
    """The same network, whose hidden nodes have other numbers than those of `other`."""
    top = max([FIRST_HIDDEN, *genome.functions, *other.functions])
    return _renumbered(genome, {node: top + 1 + place for place, node in enumerate(sorted(genome.hidden))})


def _renumbered(genome: CppnGenome, numbers: Mapping[int, int]) -> CppnGenome:
    functions = {numbers.get(node, node): function for node, function in genome.functions.items()}
    links = {(numbers.get(one, one), numbers.get(to, to)): weight for (one, to), weight in genome.links.items()}
    return CppnGenome(functions, links)


def between(one: CppnGenome, other: CppnGenome, share: float) -> Tape:
    """The instructions that draw a network on its way from `one` (share 0) to `other` (share 1).

    Weights go straight from one to the other, from or to 0 where only one of them has the link; where a node computes
    something else in each, it computes a mixture of both.
    """
    if has_circle(_union(one, other)):
        other = set_apart(other, one)
    both = _union(one, other)
    weights = {link: (1 - share) * one.links.get(link, 0.0) + share * other.links.get(link, 0.0) for link in both.links}
    into = CppnGenome(both.functions, weights).into()
    return [
        (node, _mixture(one.functions.get(node), other.functions.get(node), share), into[node])
        for node in in_order(both)
    ]


def has_circle(genome: CppnGenome) -> bool:
    """Whether links lead from some node back to itself."""
    return any(target in upstream(genome, source) for source, target in genome.links)


def _union(one: CppnGenome, other: CppnGenome) -> CppnGenome:
    return CppnGenome({**one.functions, **other.functions}, {**one.links, **other.links})


def _mixture(before: str | None, after: str | None, share: float) -> Bent:
    if before is not None and after is not None and before != after:
        return (before, 1 - share), (after, share)
    return ((before or after or "linear", 1.0),)
