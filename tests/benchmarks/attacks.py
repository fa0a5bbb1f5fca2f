"""Photos that a network is to take for something else: how many it does, as floats and as files, and how soon."""

from __future__ import annotations

import dataclasses
import io
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from .attack_methods import METHODS, STEPS, Pictures, climbed, pairs, pgd
from .cases import CASES, PHOTO
from .climb import ShotClimb
from .peers import packages
from .race import Contender, Result, race
from .report import Goal, Report, Table, milliseconds

QUALITIES: Final = (95, 85, 75)

OURS: Final = "dreamkit, TensorFlow"

Lap: TypeAlias = tuple[Callable[[], None], dict[str, Any]]


@final
@dataclasses.dataclass(frozen=True)
class Outcome:
    """What the network makes of the pictures of a method: shares of success, and the median L2 of what was written."""

    floats: float
    png: float
    jpeg: dict[int, float]
    l2: float
    linf: int


def run(rounds: int, *, peers: bool = True) -> Report:
    """Our own methods, and PGD beside that of others: the same pairs, bound, length and number of steps."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    photos, targets = pairs()
    with tempfile.TemporaryDirectory() as folder:
        np.savez(Path(folder) / "pairs.npz", photos=photos, targets=np.array(targets))
        results = _raced(folder, rounds, peers)
        theirs = {file.stem: np.load(file) for file in Path(folder).glob("* *.npy")}
    judge = Judge(photos, targets)
    outcomes = {name: judge(climbed(method, photos, targets)) for name, method in METHODS.items()}
    outcomes |= {name: judge(shown) for name, shown in theirs.items()}
    table = Table(
        f"Attacks: {len(targets)} photos with labels, {CASES['attack'].title}", COLUMNS, _rows(outcomes), NOTE
    )
    times = Table(
        f"Attacks: a step of PGD, one picture, {STEPS} of which make a lap",
        ["", "median", "times ours"],
        [_time(name, result, results[OURS].median()) for name, result in results.items()],
    )
    return Report([table, times], _goals(outcomes, results), {times.title: results})


@final
class Judge:
    """The attacked network, which looks at what has become of its photos."""

    def __init__(self, photos: Pictures, targets: tuple[int, ...]) -> None:
        self._photos, self._targets = photos, np.array(targets)
        self._look = ShotClimb(pgd(targets[:1]), CASES["attack"].size).step.look

    def __call__(self, shown: Pictures) -> Outcome:
        """Before they are files, and as they are read back."""
        whole = np.round(255 * shown).astype(np.uint8)
        png = _read_back(whole, "png")
        changes = (png - self._photos).reshape(len(png), -1)
        return Outcome(
            self._share(shown),
            self._share(png),
            {quality: self._share(_read_back(whole, "jpeg", quality=quality)) for quality in QUALITIES},
            statistics.median(np.linalg.norm(changes, axis=1).tolist()),
            round(255 * float(np.abs(changes).max())),
        )

    def _share(self, shown: Pictures) -> float:
        from dreamkit import ops

        seen = [
            ops.convert_to_numpy(self._look(ops.convert_to_tensor(one[None]))["logits"])[0].argmax() for one in shown
        ]
        return float(np.mean(np.array(seen) == self._targets))


def _read_back(whole: NDArray[np.uint8], form: str, **options: Any) -> Pictures:
    """Pictures as they come back from a file."""
    from PIL import Image

    read = []
    for one in whole:
        file = io.BytesIO()
        Image.fromarray(one).save(file, form, **options)
        with Image.open(file) as image:
            read.append(np.asarray(image, np.float32) / 255)
    return np.stack(read)


def _raced(folder: str, rounds: int, peers: bool) -> dict[str, Result]:
    given = {"case": "attack", "folder": folder}
    written = race([Contender("the network, for others", "peers.network:written", given)], 0)
    assert not any(result.failed for result in written.values()), written
    others, absent = packages.contenders("attack", folder) if peers else ([], {})
    results = race([Contender(OURS, "attacks:lap", {"folder": folder}), *others], rounds)
    return results | {who: Result(failed=why) for who, why in absent.items()}


def lap(folder: str) -> Lap:
    """Laps of PGD on one picture."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    from dreamkit import Photo

    known = np.load(Path(folder) / "pairs.npz")
    climb = ShotClimb(pgd((int(known["targets"][0]),)), CASES["attack"].size)
    climb.source = Photo(PHOTO)
    climb.for_steps(1)

    def lap() -> None:
        climb.for_steps(STEPS)

    return lap, {"steps": STEPS}


COLUMNS: Final = ["", "before saving", "after PNG", *(f"after JPEG {q}" for q in QUALITIES), "median L2", "largest L∞"]

NOTE: Final = (
    f"The share of pictures that the network takes for the label. PGD: targeted, ε 4/255, {STEPS} steps of 1/255, no "
    "random start. L2 and L∞ (in levels) are those of the PNG. Pillow writes the JPEGs, with halved colours. DeepFool "
    "and Carlini-Wagner look for the smallest change, which plain rounding may undo, and have no bound."
)


def _rows(outcomes: dict[str, Outcome]) -> list[list[str]]:
    return [
        [
            name,
            *(f"{100 * share:.0f} %" for share in (one.floats, one.png, *one.jpeg.values())),
            f"{one.l2:.2f}",
            str(one.linf),
        ]
        for name, one in outcomes.items()
    ]


def _time(name: str, result: Result, mine: float) -> list[str]:
    if not result.laps:
        return [name, result.failed]
    return [name, milliseconds(result.median()), f"{result.median() / mine:.2f}"]


def _goals(outcomes: dict[str, Outcome], results: dict[str, Result]) -> list[Goal]:
    ours = outcomes["PGD, `Rounded`"]
    goals = [
        Goal("PGD: success before saving", 100 * ours.floats, 95, "%"),
        Goal("PGD: success after reading the PNG back", 100 * ours.png, 95, "%"),
        Goal("PGD: largest change in the PNG, in levels", ours.linf, 4, "levels", at_most=True),
    ]
    for name, result in results.items():
        if name == OURS:
            continue
        theirs = outcomes[name].png if name in outcomes else float("nan")
        goals.append(Goal(f"PGD: success after PNG against {name}", ours.png / theirs if theirs else 99, 1.0))
        goals.append(Goal(f"PGD: a step's time against {name}", result.median() / results[OURS].median(), 1.0))
    return goals
