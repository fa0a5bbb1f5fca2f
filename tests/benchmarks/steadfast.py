"""No time: what a network that keeps its answers under attack is better at, beside the same network as it was."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from . import classes, styles
from .cases import PHOTO, Case, loaded
from .climb import ShotClimb
from .report import Report, Table

if TYPE_CHECKING:
    from dreamkit.nets.look import Cut
    from dreamkit.shot import Shot

NET: Final = "efficientnet_lite0"
FILE: Final = Path(__file__).parents[2] / f"plugins/dreamkit-styles/dreamkit_styles/robust/{NET}.weights.h5"
WEIGHTS: Final = {"as it was": "trained", "taught": str(FILE)}

PHOTOS: Final = ("crab", "dandelions", "giraffe", "kingfisher", "mountains", "red_panda", "stream", "sunset")
"""From which it has not learnt."""

SIDE: Final = 128
SQUARES: Final = 96
LEVELS: Final = (0.25, 0.5, 1.0, 2.0)
"""Of 255: how far an attack may move any number."""

ATTACK_STEPS: Final = 20
JUDGE: Final = "squeezenet"
JUDGES: Final = ("vgg16_hed", JUDGE)
AIDS: Final = {"pixels": "as it is", "waves, shaken": "waves, shaken"}

KEPT: Final = (
    f"The share of {SQUARES} squares of {SIDE} pixels, cut out of {len(PHOTOS)} photos that it has not learnt from, "
    f"whose first class stays what the network as it was says of them clean; {ATTACK_STEPS} steps of PGD from a place "
    "of chance, away from that class in the attacked network's eyes."
)
DRAWN: Final = f'As in "Classes from noise": pixels with total variation, {classes.STEPS} steps; {JUDGE} was not asked.'


def run() -> Report:
    """The answers that are kept, styles by both, and classes by both."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    levels = [f"ε = {level:g}/255" for level in LEVELS]
    judged = [f"seen by {judge}" for judge in JUDGES]
    return Report(
        [
            Table(f"{NET}, taught: answers kept under attack", ["", "clean", *levels], answers(), KEPT),
            Table(f"{NET}, taught: styles", ["", *judged], painted(), styles.NOTE),
            Table(
                f"{NET}, taught: classes from noise", ["", "it names first", f"{JUDGE}'s first five"], drawn(), DRAWN
            ),
        ]
    )


def answers() -> list[list[str]]:
    """How often each keeps what the network as it was says."""
    from dreamkit.training.agreement import agreement
    from dreamkit.training.attack import Attack

    photos, teacher, rows = squares(), looking("trained"), []
    for words, weights in WEIGHTS.items():
        student = looking(weights)
        attacks = [Attack(level / 255, ATTACK_STEPS) for level in LEVELS]
        kept = [agreement(student, teacher, photos, attack) for attack in attacks]
        rows.append([words, f"{kept[0].clean:.0%}", *(f"{each.attacked:.0%}" for each in kept)])
        print(f"    {'  '.join(rows[-1])}", flush=True)
    return rows


def painted() -> list[list[str]]:
    """What is kept of styles and photos, as networks see it that nothing was made for."""
    judges = {name: styles.Judge(name) for name in JUDGES}
    ends = [["the photo, untouched", *styles.judged(judges, "", styles.untouched())]]
    ways = [(one, other) for one in WEIGHTS.items() for other in AIDS.items()]
    rows = [[f"{words}; {how}", *_styled(judges, weights, aid)] for (words, weights), (how, aid) in ways]
    return [*ends, *rows]


def drawn() -> list[list[str]]:
    """The share of classes that each names first itself, and that the judge has among its first five."""
    size = (classes.SIDE, classes.SIDE)
    judge, rows = ShotClimb(classes.looking(JUDGE), size), []
    for words, weights in WEIGHTS.items():
        own, held_out = [], []
        itself = ShotClimb(by(weights, classes.looking(NET)), size)
        for start in range(0, len(classes.CLASSES), classes.AT_ONCE):
            some = classes.CLASSES[start : start + classes.AT_ONCE]
            pictures, _ = ShotClimb(by(weights, classes.asked(NET, "pixels", some)), size).for_steps(classes.STEPS)
            own += [rank == 0 for rank in classes.ranks(itself, pictures, some)]
            held_out += [rank < 5 for rank in classes.ranks(judge, pictures, some)]
        rows.append([words, f"{np.mean(own):.0%}", f"{np.mean(held_out):.0%}"])
        print(f"    {'  '.join(rows[-1])}", flush=True)
    return rows


def squares() -> NDArray[np.float32]:
    """Some of each photo, (SQUARES, SIDE, SIDE, 3) in [0, 1]."""
    from dreamkit.training.crops import Crops

    crops = Crops([PHOTO.with_name(f"{name}.jpg") for name in PHOTOS], SIDE, seed=0)
    return np.stack([crops.square(number) for number in range(SQUARES)])


def looking(weights: str) -> Cut:
    """The network with these weights, as one that says how likely each class is."""
    from dreamkit.nets.look import Cut

    return Cut(loaded(Case(NET, weights, (), (SIDE, SIDE), 0)), ("probabilities",))


def by(weights: str, shot: Shot) -> Shot:
    """The same shot through the network with these weights."""
    from dreamkit import Net

    return dataclasses.replace(shot, net=Net(NET, weights=weights))


def _styled(judges: dict[str, Any], weights: str, aid: str) -> list[str]:
    asked = styles.by_aid(NET, aid)
    return styles.judged(judges, NET, styles.made(NET, lambda photo, painting: by(weights, asked(photo, painting))))
