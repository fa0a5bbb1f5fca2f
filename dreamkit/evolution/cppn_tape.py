"""Networks of functions, drawn in numpy: each as a list of instructions, carried out on all places at once.

A node that looks only across, or only down, is computed for one row or column. All is float32.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dreamkit.evolution.cppn import BIAS, DISTANCE, OUTPUTS, CppnGenome, X, Y, in_order
from dreamkit.evolution.encoding import Pictures
from dreamkit.evolution.hls import rgb_from_hls
from dreamkit.parts import Size

Coordinates: TypeAlias = Literal["paper", "unit"]
"""Where a place is: "paper" counts pixels from the upper left corner, "unit" goes from -1 to 1."""

Field: TypeAlias = NDArray[np.float32]
"""A number for each place: (height, width), or (1, width) or (height, 1) where rows or columns are alike."""

Bent: TypeAlias = Sequence[tuple[str, float]]
"""Functions, and how much of each: one alone, but for a network on its way to another."""

Tape: TypeAlias = Sequence[tuple[int, Bent, Sequence[tuple[int, float]]]]
"""For each node in turn: its number, what its sum is bent by, and what leads into it."""

_CALLED: Final[dict[str, Callable[[Field], Field]]] = {
    "sine": np.sin,
    "sigmoid": lambda total: np.tanh(total * np.float32(0.5)),
    "gaussian": lambda total: np.exp(-total * total),
    "linear": lambda total: np.clip(total * np.float32(1 / 3), -1, 1),
    "steep": lambda total: np.tanh(total * np.float32(5)),
}


def tape(genome: CppnGenome) -> Tape:
    """The instructions that draw a network."""
    into = genome.into()
    return [(node, ((genome.functions[node], 1.0),), into[node]) for node in in_order(genome)]


@functools.lru_cache(maxsize=4)
def places(size: Size, coordinates: Coordinates, pixels: int) -> Mapping[int, Field]:
    """What the inputs say at each place of a picture of this (height, width).

    In "paper", pixels are counted as in a picture of the side `pixels`, whatever the size; the distance from the middle
    is in units of half a side in both.

    >>> places((1, 3), "paper", 256)[X].tolist(), places((1, 3), "unit", 256)[X].tolist()
    ([[0.0, 127.5, 255.0]], [[-1.0, 0.0, 1.0]])
    """
    down, across = (np.linspace(-1, 1, side)[:, None] if side > 1 else np.zeros((1, 1)) for side in size)
    distance = np.hypot(across.T, down)
    if coordinates == "paper":
        down, across = ((side + 1) / 2 * (pixels - 1) for side in (down, across))
    fields = {X: across.T, Y: down, DISTANCE: distance, BIAS: np.ones((1, 1))}
    return {node: np.ascontiguousarray(field, np.float32) for node, field in fields.items()}


def outputs(instructions: Tape, at: Mapping[int, Field]) -> list[Field]:
    """What the outputs say, each in [-1, 1]; one that there is not says 0."""
    known = dict(at)
    for node, bent, into in instructions:
        known[node] = _bent(bent, _added(into, known))
    return [known.get(node, np.zeros((1, 1), np.float32)) for node in OUTPUTS]


def drawn(instructions: Tape, at: Mapping[int, Field], into: NDArray[np.uint8]) -> None:
    """Paint a network over a picture (height, width, 3)."""
    colours = rgb_from_hls(*map(np.abs, outputs(instructions, at)))
    for channel, colour in enumerate(colours):
        into[..., channel] = colour * np.float32(255) + np.float32(0.5)


def pictures(tapes: Sequence[Tape], size: Size, coordinates: Coordinates, pixels: int) -> Pictures:
    """Networks as pictures of this size."""
    at = places(size, coordinates, pixels)
    painted = np.empty((len(tapes), *size, 3), np.uint8)
    for instructions, picture in zip(tapes, painted, strict=True):
        drawn(instructions, at, picture)
    return painted


def _added(into: Sequence[tuple[int, float]], known: Mapping[int, Field]) -> Field:
    total = np.zeros((1, 1), np.float32)
    for source, weight in into:
        total = total + np.float32(weight) * known[source]
    return total


def _bent(bent: Bent, total: Field) -> Field:
    (function, share), *others = bent
    value = _CALLED[function](total)
    if not others:
        return value
    value = np.float32(share) * value
    for function, share in others:
        value = value + np.float32(share) * _CALLED[function](total)
    return value
