"""How fast evolution is: against the network alone, and in drawing, against evaluators of one pixel at a time."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from .cases import CASES, loaded
from .peers import packages
from .race import Contender, race
from .report import Goal, Report, Table, milliseconds

POPULATION: Final = 40
AGE: Final = 60
"""In generations without selection, of the networks of functions that are drawn: some 14 nodes each."""

SIDE: Final = 64
DRAWN: Final = 200

BARE: Final = "the network alone, 224×224 as it is trained"
RATE_GOAL: Final = 0.85
DRAWING_GOAL: Final = 100

Lap = tuple[Callable[[], dict[str, float] | None], dict[str, Any]]


def run(rounds: int, *, peers: bool = True) -> Report:
    """Both races."""
    return _rates(rounds) + _drawing(rounds, peers=peers)


def _rates(rounds: int) -> Report:
    ways = {BARE: {}} | {f"evolution, genomes drawn at {side}×{side}": {"pixels": side} for side in (64, 96, 256)}
    prepares = {name: "evolving:evolution" if given else "evolving:bare" for name, given in ways.items()}
    results = race([Contender(name, prepares[name], given) for name, given in ways.items()], rounds)
    alone = results[BARE].median()
    rows = [
        [name, f"{1 / one.median():.1f}", f"{alone / one.median():.2f}"] if one.laps else [name, one.failed]
        for name, one in results.items()
    ]
    note = (
        f"efficientnet_lite0 and its 1000 cells, generations of {POPULATION}. All that a generation takes is in it: "
        "mutation, drawing, resizing within the scored batch, the network, and the archive."
    )
    report = Report([Table("Evolution", ["evaluations a second", "rate", "of the network alone"], rows, note)])
    ours = results["evolution, genomes drawn at 96×96"].median()
    report.goals = [Goal("evolution's rate against the bare network's, 96 px", alone / ours, RATE_GOAL)]
    report.results = {"evolution": results}
    return report


def _drawing(rounds: int, *, peers: bool) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder))
        ours = Contender("dreamkit, numpy", "evolving:drawing", {"case": "cppn", "folder": folder})
        read = Contender("node by node, as one reads it", "peers.neat_pixels:recursive", ours.given)
        others, absent = packages.contenders("cppn", folder) if peers else ([], {})
        results = race([ours, read, *others], rounds)
    mine = results[ours.name].median()
    rows = [
        [name, milliseconds(one.median()), f"{one.median() / mine:.0f}"] if one.laps else [name, one.failed]
        for name, one in results.items()
    ]
    rows += [[name, why] for name, why in absent.items()]
    note = (
        f"Networks of functions after {AGE} children, each drawn at {SIDE}×{SIDE} on one core; milliseconds for one. "
        "The others look at one pixel after the other; what they say of a picture is within {apart:.0e} of ours."
    ).format(apart=max((one.facts.get("apart", 0.0) for one in results.values()), default=0.0))
    report = Report([Table("Drawing networks of functions", ["one picture", "median", "times ours"], rows, note)])
    for other in others:
        report.goals.append(Goal(f"drawing against {other.name}", results[other.name].median() / mine, DRAWING_GOAL))
    report.results = {"drawing": results}
    return report


def bare() -> Lap:
    """The compiled network on batches of pictures that are there already."""
    judge = _judge()
    pictures = np.random.default_rng(0).integers(0, 256, (POPULATION, 224, 224, 3), np.uint8)

    def lap() -> None:
        judge(pictures)

    return lap, {"steps": POPULATION}


def evolution(pixels: int) -> Lap:
    """Generations of a museum that has begun to fill."""
    from dreamkit import CppnEncoding, MapElites
    from dreamkit.evolution.archive import Archive

    rules, judge = MapElites(population=POPULATION, encoding=CppnEncoding(pixels)), _judge()
    archive = Archive.empty(judge.classes, 0)
    for _ in range(30):
        archive = rules.next(archive, judge)

    def lap() -> None:
        nonlocal archive
        archive = rules.next(archive, judge)

    return lap, {"steps": POPULATION}


def _judge() -> Any:
    from dreamkit.backend.choice import choose, wake

    choose("tensorflow")
    wake()
    from dreamkit.render.judge import NetJudge

    return NetJudge(loaded(CASES["lite0"]), POPULATION)


def _write(folder: Path) -> None:
    """Networks of functions for all, and what we say of the first one at each pixel."""
    from dreamkit.evolution.cppn import PAPER, in_order
    from dreamkit.evolution.cppn_mutation import born, changed_by_chance
    from dreamkit.evolution.cppn_tape import outputs, places, tape

    chance, found = np.random.default_rng(2), []
    for _ in range(DRAWN):
        genome = born(PAPER, chance)
        for _ in range(AGE):
            genome = changed_by_chance(genome, PAPER, chance)
        found.append(genome)
    written = [
        {
            "functions": [*one.functions.items()],
            "links": [[*link, weight] for link, weight in one.links.items()],
            "order": in_order(one),
        }
        for one in found
    ]
    (folder / "genomes.json").write_text(json.dumps(written))
    said = outputs(tape(found[0]), places((SIDE, SIDE), "unit", SIDE))
    np.save(folder / "said.npy", np.stack([np.broadcast_to(each, (SIDE, SIDE)) for each in said], axis=-1))


def drawing(case: str, folder: str) -> Lap:
    """All networks as pictures, colours included."""
    del case
    from dreamkit import CppnEncoding
    from dreamkit.evolution.cppn import CppnGenome

    written = json.loads((Path(folder) / "genomes.json").read_text())
    genomes = [
        CppnGenome(dict(map(tuple, one["functions"])), {(a, b): w for a, b, w in one["links"]}) for one in written
    ]
    encoding = CppnEncoding(SIDE)

    def lap() -> None:
        encoding.pictures(genomes, (SIDE, SIDE))

    return lap, {"steps": len(genomes), "nodes": float(np.mean([len(one["order"]) for one in written]))}
