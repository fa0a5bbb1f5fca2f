"""Networks of functions one pixel after the other: by neat-python's evaluator, and by plain recursion."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Lap = tuple[Callable[[], None], dict[str, Any]]

SIDE = 64
SOME = 2
"""Networks in a lap; they are slow."""

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sine": math.sin,
    "sigmoid": lambda p: 2 * (1 / (1 + math.exp(-p)) - 0.5),
    "gaussian": lambda p: math.exp(-(p**2)),
    "linear": lambda p: min(max(p, -3.0), 3.0) / 3,
}
INPUTS, OUTPUTS = (0, 1, 2, 3), (4, 5, 6)
ACROSS = [2 * index / (SIDE - 1) - 1 for index in range(SIDE)]


def neat(case: str, folder: str) -> Lap:
    """`neat.nn.FeedForwardNetwork.activate`, as its picture examples call it."""
    from neat.nn import FeedForwardNetwork

    def made(genome: dict[str, Any]) -> Callable[[tuple[float, ...]], Any]:
        functions = dict(map(tuple, genome["functions"]))
        into: dict[int, list[tuple[int, float]]] = {node: [] for node in functions}
        for source, target, weight in genome["links"]:
            into[target].append((source, weight))
        nodes = [(node, FUNCTIONS[functions[node]], sum, 0.0, 1.0, into[node]) for node in genome["order"]]
        return FeedForwardNetwork(list(INPUTS), list(OUTPUTS), nodes).activate

    return _laps(folder, made)


def recursive(case: str, folder: str) -> Lap:
    """Each output asks for what leads into it, and so on."""

    def made(genome: dict[str, Any]) -> Callable[[tuple[float, ...]], Any]:
        functions = dict(map(tuple, genome["functions"]))
        into: dict[int, list[tuple[int, float]]] = {node: [] for node in functions}
        for source, target, weight in genome["links"]:
            into[target].append((source, weight))

        def answer(inputs: tuple[float, ...]) -> list[float]:
            @functools.cache
            def value(node: int) -> float:
                if node < len(INPUTS):
                    return inputs[node]
                return FUNCTIONS[functions[node]](sum(weight * value(source) for source, weight in into[node]))

            return [value(node) for node in OUTPUTS]

        return answer

    return _laps(folder, made)


def _laps(folder: str, made: Callable[[dict[str, Any]], Callable[[tuple[float, ...]], Any]]) -> Lap:
    genomes = json.loads((Path(folder) / "genomes.json").read_text())
    networks = [made(genome) for genome in genomes]

    def picture(network: Callable[[tuple[float, ...]], Any]) -> list[Any]:
        return [[list(network((x, y, math.hypot(x, y), 1.0))) for x in ACROSS] for y in ACROSS]

    said = np.load(Path(folder) / "said.npy")
    apart = float(np.mean(np.abs(np.array(picture(networks[0])) - said)))
    turns = iter(range(10**9))

    def lap() -> None:
        for _ in range(SOME):
            picture(networks[next(turns) * 7 % len(networks)])

    return lap, {"steps": SOME, "apart": apart}
