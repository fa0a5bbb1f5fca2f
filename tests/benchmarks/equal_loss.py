"""How long it takes to the losses that neural-style-pt has reached after its steps of L-BFGS."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from .cases import CASES, PHOTO
from .climb import painter
from .peers import packages
from .race import Contender, Result, race
from .report import Goal, Report, Table, seconds
from .transfer import LBFGS_STEPS, Climb, objective

if TYPE_CHECKING:
    from dreamkit.shot import Shot

SIDE: Final = 256
"""Of the picture, in pixels."""

STARTS: Final = {"noise": "from noise, its default", "photo": "from the photo"}
"""What neural-style-pt starts from; dreamkit starts from the photo."""

WAYS: Final = {
    "lbfgs": "dreamkit, TensorFlow, `LBFGS`",
    "adam": "dreamkit, TensorFlow, `Scales`, `Averaged(Carried(Adam))`",
}

GOAL: Final = 0.5
"""The share of neural-style-pt's time."""

NOTE: Final = (
    f"vgg16_hed, {SIDE}×{SIDE}, the losses and weights of neural-style for all. Losses are those of the plain picture "
    f"at its full size; `LBFGS` has at most {LBFGS_STEPS} steps too. Loading comes before the clock, dreamkit's "
    "tracing does not. Coarse to fine gains nothing here: a photo has its content from the start, and at these "
    "weights the last digits of the loss are a matter of the finest size."
)

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]


def run(rounds: int, *, peers: bool = True) -> Report:
    """neural-style-pt first, to know where it comes to; laps last minutes, so that few are enough."""
    laps = max(1, rounds // 3)
    with tempfile.TemporaryDirectory() as folder:
        given = {"case": "transfer", "folder": folder, "size": (SIDE, SIDE)}
        made = race([Contender("the network and the pictures, for others", "transfer:written", given)], 0)
        assert not any(result.failed for result in made.values()), made
        others, absent = packages.contenders("transfer", folder) if peers else ([], {})
        theirs = race(others, laps, fresh=True)
        known = next(iter(theirs.values()), Result())
        losses = {start: known.median(f"{start} loss") for start in STARTS} if known.laps else {}
        ours = [Contender(name, "equal_loss:climb", {"way": way, "losses": losses}) for way, name in WAYS.items()]
        results = race(ours, laps, fresh=True)
    absent |= {who: result.failed for who, result in theirs.items() if result.failed}
    return _report(results | theirs, known, losses, absent)


def _report(results: dict[str, Result], known: Result, losses: dict[str, float], absent: dict[str, str]) -> Report:
    rows = [[who, why] for who, why in absent.items()]
    goals = []
    for start, words in STARTS.items():
        if start in losses:
            rows.append([f"neural-style-pt, {words}", seconds(known.median(start)), f"{losses[start]:.2f}"])
    for name in WAYS.values():
        mine = results[name]
        for start, loss in losses.items():
            took = mine.median(start)
            when = "not reached" if math.isnan(took) else seconds(took)
            rows.append([f"{name}, to that {STARTS[start]}", when, f"{loss:.2f}"])
        rows.append([f"{name}, to its end", seconds(mine.median()), f"{mine.median('loss'):.2f}"])
    for start in losses:
        share = min(results[name].median(start) for name in WAYS.values()) / known.median(start)
        what = f"seconds to the loss of neural-style-pt {STARTS[start]}"
        goals.append(Goal(what, share, GOAL, at_most=True))
    title = f"To the loss of {LBFGS_STEPS} steps of neural-style-pt's L-BFGS"
    return Report([Table(title, ["", "time", "loss"], rows, NOTE)], goals, {title: results})


def climb(way: str, losses: dict[str, float]) -> Lap:
    """Laps of one way from the photo: when it comes to each loss at its full size, and to what in the end."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    paints, scale = painter(shot(way), (SIDE, SIDE)), Climb("transfer", (SIDE, SIDE))

    def lap() -> dict[str, float]:
        found = dict.fromkeys(losses, math.nan)
        began = time.perf_counter()

        def told(octave: int, step: int, size: tuple[int, int], score: float) -> None:
            for start, loss in losses.items():
                if math.isnan(found[start]) and size == (SIDE, SIDE) and -score <= loss:
                    found[start] = time.perf_counter() - began

        picture = paints.paint(0, None, told)
        return {"seconds": time.perf_counter() - began, "loss": scale.loss(picture), **found}

    return lap, {}


def shot(way: str) -> Shot:
    """One way, as a recipe says it."""
    from dreamkit import LBFGS, Adam, Averaged, Carried, Net, Photo, Scales, Shot

    wish: dict[str, Any] = {"net": Net(CASES["transfer"].net), "objective": objective(), "source": Photo(PHOTO)}
    if way == "lbfgs":
        return Shot(**wish, optimizer=LBFGS(LBFGS_STEPS))
    return Shot(
        **wish,
        regularizer=Scales(smallest=SIDE // 2),
        optimizer=Averaged(Carried(Adam(LBFGS_STEPS // 2, rate=0.02)), decay=0.9),
    )
