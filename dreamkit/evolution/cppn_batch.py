"""Networks of functions, drawn many at a time by the backend: for accelerators; on a CPU `cppn_tape` is faster.

Tapes are padded to one length, so that a batch is one compiled call: each node, in order, adds up all nodes before it
with weights that are mostly 0, and mixes all functions with shares of which mostly one is 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import backend, ops
from dreamkit.evolution.cppn import FUNCTIONS, INPUTS, OUTPUTS, CppnGenome
from dreamkit.evolution.cppn_encoding import CppnEncoding
from dreamkit.evolution.cppn_tape import Tape, places, tape
from dreamkit.evolution.encoding import Pictures
from dreamkit.evolution.hls import rgb_from_hls
from dreamkit.parts import Size, Tensor

ROOM: Final = 8
"""Tapes are as long as the next multiple of this, so that few lengths are compiled."""


@final
class CppnBatch:
    """Draws the genomes of an encoding, so many at once; the last batch is filled up with others."""

    def __init__(self, encoding: CppnEncoding, at_once: int) -> None:
        self._encoding, self._at_once = encoding, at_once
        self._draw = backend.compiled(_traced)

    def __call__(self, genomes: Sequence[CppnGenome], size: Size) -> Pictures:
        """The pictures (pictures, height, width, 3) in 0…255."""
        tapes = [tape(genome) for genome in genomes]
        longest = max(sum(node not in OUTPUTS for node, _, _ in one) for one in tapes)
        hidden = -(-longest // ROOM) * ROOM
        fields = places(size, self._encoding.coordinates, self._encoding.pixels)
        at = np.stack([np.broadcast_to(fields[node], size).reshape(-1) for node in INPUTS])
        drawn = []
        for start in range(0, len(tapes), self._at_once):
            some = [tapes[index % len(tapes)] for index in range(start, start + self._at_once)]
            weights, shares = padded(some, hidden)
            drawn.append(ops.convert_to_numpy(self._draw(at, weights, shares)))
        whole = np.concatenate(drawn)[: len(tapes)]
        return np.asarray(whole.reshape(-1, *size, 3), np.uint8)


def padded(tapes: Sequence[Tape], hidden: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What leads into each node, (tapes, nodes, inputs + nodes), and its functions, (tapes, nodes, functions).

    Nodes are the hidden ones in order, some that nothing leads to, and the outputs.
    """
    nodes = hidden + len(OUTPUTS)
    weights = np.zeros((len(tapes), nodes, len(INPUTS) + nodes), np.float32)
    shares = np.zeros((len(tapes), nodes, len(FUNCTIONS)), np.float32)
    for number, instructions in enumerate(tapes):
        inner = [node for node, _, _ in instructions if node not in OUTPUTS]
        rows = {node: row for row, node in enumerate(inner)} | {node: hidden + row for row, node in enumerate(OUTPUTS)}
        columns = {node: column for column, node in enumerate(INPUTS)}
        columns |= {node: len(INPUTS) + row for node, row in rows.items()}
        for node, bent, into in instructions:
            for function, share in bent:
                shares[number, rows[node], FUNCTIONS.index(function)] += share
            for source, weight in into:
                weights[number, rows[node], columns[source]] = weight
    return weights, shares


def _traced(_: Any, at: Tensor, weights: Tensor, shares: Tensor) -> Tensor:
    """Pictures (batch, places, 3) of uint8, from what the inputs say at each place, (inputs, places)."""
    batch, nodes, _ = weights.shape
    known = [ops.broadcast_to(at[None, node], (batch, at.shape[1])) for node in range(len(INPUTS))]
    for node in range(nodes):
        before = len(INPUTS) + min(node, nodes - len(OUTPUTS))  # nothing leads out of outputs
        # no matrix product: accelerators round its factors to ten bits
        total = ops.sum(weights[:, node, :before, None] * ops.stack(known[:before], axis=1), axis=1)
        known.append(_bent(total, shares[:, node, :, None]))
    hue, lightness, saturation = map(ops.absolute, known[-len(OUTPUTS) :])
    colours = rgb_from_hls(hue, lightness, saturation, using=ops)
    return ops.cast(ops.floor(ops.stack(colours, axis=-1) * 255 + 0.5), "uint8")


def _bent(total: Tensor, shares: Tensor) -> Tensor:
    """A sum (batch, places) bent by shares (batch, functions, 1) of all functions."""
    by_name = {
        "sine": ops.sin(total),
        "sigmoid": ops.tanh(total / 2),
        "gaussian": ops.exp(-total * total),
        "linear": ops.clip(total / 3, -1.0, 1.0),
        "steep": ops.tanh(total * 5),
    }
    values = [shares[:, index] * by_name[name] for index, name in enumerate(FUNCTIONS)]
    return sum(values[1:], values[0])
