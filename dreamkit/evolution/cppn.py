"""A picture as a small network of functions, one node at a time: what its nodes compute, and in which order."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Final, TypeAlias, final

X, Y, DISTANCE, BIAS = range(4)
INPUTS: Final = (X, Y, DISTANCE, BIAS)
"""What the network is told of each place: how far across, how far down, how far from the middle, and 1."""

OUTPUTS: Final = (4, 5, 6)
"""Hue, lightness and saturation, each as its absolute value."""

FIRST_HIDDEN: Final = 16
"""Nodes between inputs and outputs have numbers from here."""

PAPER: Final = ("sine", "sigmoid", "gaussian", "linear")
NO_SINE: Final = ("steep", "sigmoid", "gaussian", "linear")
FUNCTIONS: Final = ("sine", "sigmoid", "gaussian", "linear", "steep")
"""All from -1 to 1: sin p, 2 / (1 + exp -p) - 1, exp -p², p / 3 cut off at the ends, tanh 5 p."""

WEIGHT: Final = 10.0
"""The largest weight of a link."""

Link: TypeAlias = tuple[int, int]
"""From which node to which."""


@final
@dataclasses.dataclass(frozen=True)
class CppnGenome:
    """A compositional pattern-producing network: nodes that add up what links bring them, and bend the sum.

    It has no circles, nothing leads into inputs, and nothing out of outputs. Nobody changes the two mappings.

    Args:
        functions: of each node that is no input, by its number.
        links: the weight of each, from -10 to 10.

    Source: Stanley 2007, "Compositional Pattern Producing Networks".
    """

    functions: Mapping[int, str]
    links: Mapping[Link, float]

    @property
    def hidden(self) -> list[int]:
        """The numbers of the nodes between inputs and outputs."""
        return [node for node in self.functions if node >= FIRST_HIDDEN]

    def into(self) -> dict[int, list[tuple[int, float]]]:
        """For each node that is no input, what leads into it: (node, weight)."""
        found: dict[int, list[tuple[int, float]]] = {node: [] for node in self.functions}
        for (source, target), weight in self.links.items():
            found[target].append((source, weight))
        return found


def in_order(genome: CppnGenome) -> list[int]:
    """The nodes that have a say in the picture, inputs left out, each after all that lead into it.

    A node that nothing leads into adds up 0; one that leads nowhere is left out.

    >>> links = {(X, 16): 1.0, (16, 4): 1.0, (BIAS, 5): 0.5, (X, 17): 2.0}
    >>> in_order(CppnGenome({4: "linear", 5: "sine", 6: "linear", 16: "sine", 17: "sine"}, links))
    [16, 4, 5, 6]
    """
    into, order = genome.into(), list[int]()
    done = set(INPUTS)
    waiting = [node for node in reversed(OUTPUTS) if node in genome.functions]
    while waiting:
        node = waiting[-1]
        first = [source for source, _ in into[node] if source not in done] if node not in done else []
        if first:
            waiting += first
            continue
        waiting.pop()
        if node not in done:
            done.add(node)
            order.append(node)
    return order


def upstream(genome: CppnGenome, node: int) -> set[int]:
    """A node and all from which links lead to it."""
    into, found, waiting = genome.into(), {node}, [node]
    while waiting:
        for source, _ in into.get(waiting.pop(), ()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return found
