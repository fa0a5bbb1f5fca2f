"""One step of each case: dreamkit on every backend, the loops of others, and the roof, in one run."""

from __future__ import annotations

import math
import tempfile
from typing import Final

from . import ceiling
from .cases import CASES
from .peers import packages
from .race import Contender, Result, race
from .report import Goal, Report, Table, milliseconds

OURS: Final = "dreamkit, TensorFlow"
NOT_FOLDED: Final = "dreamkit, TensorFlow, not folded"
KERAS_IO: Final = "keras.io loop"
BY_HAND: Final = {
    "torch by hand, channels last": {"channels": "last", "steps": 1},
    "torch by hand, channels first": {"channels": "first"},
}
GORDICALEKSA: Final = "gordicaleksa/pytorch-deepdream"
LIKE_IT: Final = "dreamkit, TensorFlow, smoothing likewise"

GOALS: Final = {
    "lite0": (("keras.io", KERAS_IO, OURS, 1.5), ("the plain Keras graph (folding)", KERAS_IO, OURS, 1.4)),
    "inception": (("keras.io", KERAS_IO, OURS, 1.15),),
    "vgg16": (("gordicaleksa/pytorch-deepdream", GORDICALEKSA, LIKE_IT, 2.2),),
}
"""For each case: against whom, their contender, ours, and how many times as fast it should be."""

BY_HAND_GOAL: Final = 1.2
ROOF_GOAL: Final = {"inception": 65, "vgg16": 75}

BEYOND: Final = "block5_pool"
"""gordicaleksa's VGG16 computes to here, whichever layer is wanted."""


def run(rounds: int, names: tuple[str, ...], *, peers: bool = True) -> Report:
    """All cases, one after the other; within a case the contenders take turns."""
    report = Report()
    for name in names:
        with tempfile.TemporaryDirectory() as cut, tempfile.TemporaryDirectory() as long:
            _write(name, cut)
            if name == "vgg16":
                _write(name, long, BEYOND)
            others, absent = packages.contenders(name, cut) if peers else ([], {})
            results = race([*_contenders(name, cut, long), *others, ceiling.TENSORFLOW], _laps(name, rounds))
        results |= {who: Result(failed=why) for who, why in absent.items()}
        report += _report(name, results)
    return report


def _laps(name: str, rounds: int) -> int:
    """Fewer where a lap is one long step, whose time varies less."""
    return rounds if CASES[name].steps > 1 else max(1, rounds * 3 // 5)


def _write(name: str, folder: str, beyond: str = "") -> None:
    given = {"case": name, "folder": folder, "beyond": beyond}
    results = race([Contender("the network, for others", "peers.network:written", given)], 0)
    assert not any(result.failed for result in results.values()), results


def _contenders(name: str, folder: str, long: str) -> list[Contender]:
    case, written = {"case": name}, {"case": name, "folder": folder}
    ours = [
        Contender(OURS, "step:dream", case),
        Contender("dreamkit, JAX", "step:dream", {**case, "backend": "jax", "steps": 1}),
        Contender("dreamkit, torch", "step:dream", {**case, "backend": "torch", "steps": 1}),
        Contender(KERAS_IO, "peers.keras_loops:keras_io", case),
        Contender("TensorFlow tutorial's loop", "peers.keras_loops:tutorial", case),
        *(Contender(who, "peers.torch_loops:by_hand", {**written, **how}) for who, how in BY_HAND.items()),
    ]
    if name == "vgg16":
        return [
            *ours,
            Contender(LIKE_IT, "step:dream", {**case, "like": "pytorch-deepdream"}),
            Contender(GORDICALEKSA, "peers.torch_loops:pytorch_deepdream", {**case, "folder": long}),
        ]
    eager = Contender("keras.io loop, eager", "peers.keras_loops:keras_io", {**case, "eager": True})
    return [*ours, Contender(NOT_FOLDED, "step:dream", {**case, "fold": False}), eager]


def _report(name: str, results: dict[str, Result]) -> Report:
    roof = ceiling.roof(results[ceiling.TENSORFLOW.name])
    gflop = results[OURS].facts.get("gflop", math.nan)
    mine = results[OURS].median()
    rows = []
    for who, result in results.items():
        if who == ceiling.TENSORFLOW.name:
            continue
        step = result.median()
        speed = gflop / step
        figures = [milliseconds(step), f"{speed:.0f}", f"{100 * speed / roof:.0f} %", f"{step / mine:.2f}"]
        rows.append([who, *(figures if result.laps else [result.failed])])
    columns = ["one step", "median", "GFLOP/s", "of the roof", "times ours"]
    table = Table(CASES[name].title, columns, rows, _note(results, gflop, roof))
    return Report([table], _goals(name, results, gflop / mine / roof), {table.title: results})


def _goals(name: str, results: dict[str, Result], share: float) -> list[Goal]:
    net = CASES[name].net
    goals = [
        Goal(f"step against {whom}, {net}", results[theirs].median() / results[ours].median(), target)
        for whom, theirs, ours, target in GOALS[name]
    ]
    by_hand = min(results[who].median() for who in BY_HAND)
    goals.append(Goal(f"step against torch by hand, {net}", by_hand / results[OURS].median(), BY_HAND_GOAL))
    if name in ROOF_GOAL:
        goals.append(Goal(f"share of the roof, {net}", 100 * share, ROOF_GOAL[name], "%"))
    return goals


def _note(results: dict[str, Result], gflop: float, roof: float) -> str:
    apart = [result.facts["difference"] for result in results.values() if "difference" in result.facts]
    worst = max(apart, default=math.nan)
    return (
        f"{gflop:.1f} GFLOP a step (forward, and the picture's gradient). Roof: a 3 × 3 convolution of 256 channels at "
        f"{roof:.0f} GFLOP/s. Folded and unfolded activations, and the torch networks' scores and gradients and "
        f"dreamkit's, are within {worst:.0e} of each other."
    )
