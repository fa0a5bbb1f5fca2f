"""The attacks that are held against each other, and the photos with the labels that they are to get."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .cases import CASES, PHOTO, picture
from .climb import ShotClimb

if TYPE_CHECKING:
    from dreamkit.shot import Shot

PAIRS: Final = int(os.environ.get("ATTACK_PAIRS", "50"))
"""How many photos with labels; fewer are for trying."""

LABELS: Final = (3, 388, 292, 130, 407, 621, 849, 949, 985, 84, 701, 817)
"""Tiger shark, panda, tiger, flamingo, ambulance, mower, teapot, strawberry, daisy, peacock, parachute, sports car."""

EPSILON: Final = 4 / 255
STEPS: Final = CASES["attack"].steps
AT_ONCE: Final = 10

Pictures: TypeAlias = NDArray[np.float32]
"""(count, height, width, 3) in [0, 1]."""


def pairs() -> tuple[Pictures, tuple[int, ...]]:
    """The recipes' pictures, on whole levels, each with some labels that are not its own."""
    names = sorted(path.name for path in PHOTO.parent.glob("*.jpg"))
    chosen = [(names[n % len(names)], LABELS[(n + n // len(names)) % len(LABELS)]) for n in range(PAIRS)]
    photos = [picture(CASES["attack"].size, PHOTO.with_name(name)) for name, _ in chosen]
    whole = np.round(255 * np.concatenate(photos)) / 255
    return whole.astype(np.float32), tuple(label for _, label in chosen)


def pgd(labels: tuple[int, ...], **slots: Any) -> Shot:
    """Projected gradient descent within the bound, as the recipe `shark` has it."""
    import dreamkit as d

    asked = {
        "objective": d.CrossEntropy(labels),
        "regularizer": d.Within(linf=EPSILON),
        "optimizer": d.SignAscent(STEPS, rate=1 / 255),
    }
    return d.Shot(net=d.Net(CASES["attack"].net), **{**asked, **slots})


def _pgd_rounded(labels: tuple[int, ...]) -> Shot:
    import dreamkit as d

    return pgd(labels, optimizer=d.Rounded(d.SignAscent(STEPS, rate=1 / 255)))


def _deep_fool(labels: tuple[int, ...]) -> Shot:
    import dreamkit as d

    return pgd(labels, objective=d.Margin(labels), regularizer=d.Clamp(), optimizer=d.DeepFool(STEPS, score=0.05))


def _deep_fool_rounded(labels: tuple[int, ...]) -> Shot:
    import dreamkit as d

    around = d.Rounded(d.DeepFool(STEPS, score=0.05))
    return pgd(labels, objective=d.Margin(labels), regularizer=d.Clamp(), optimizer=around)


def _carlini_wagner(labels: tuple[int, ...]) -> Shot:
    import dreamkit as d

    around = d.Nearest(d.Rounded(d.Adam(STEPS, rate=0.01)), score=0.05, searches=5, weight=0.1)
    return pgd(labels, objective=d.Margin(labels), regularizer=d.Clamp(), optimizer=around)


METHODS: Final = {
    "PGD": pgd,
    "PGD, `Rounded`": _pgd_rounded,
    "DeepFool to the label": _deep_fool,
    "DeepFool, `Rounded`": _deep_fool_rounded,
    "Carlini-Wagner, `Rounded`": _carlini_wagner,
}


def climbed(method: Callable[[tuple[int, ...]], Shot], photos: Pictures, targets: tuple[int, ...]) -> Pictures:
    """All pictures of a method, some at once; each starts from its own photo."""
    return np.concatenate(
        [
            _climbed(method(targets[first : first + AT_ONCE]), photos[first : first + AT_ONCE])
            for first in range(0, len(targets), AT_ONCE)
        ]
    )


def _climbed(shot: Shot, photos: Pictures) -> Pictures:
    from dreamkit import ops
    from dreamkit.render.step import Inputs
    from dreamkit.schedules import Clock, value

    step = ShotClimb(shot, CASES["attack"].size).step
    dials = [value(knob, Clock()) for knob in step.knobs]
    optimizer: Any = shot.optimizer
    source = numbers = ops.convert_to_tensor(photos)
    state = optimizer.begin(numbers)
    for index in range(optimizer.steps):
        numbers, state, _, _ = step(numbers, state, Inputs(dials, index, index, source, ()))
    return np.asarray(ops.convert_to_numpy(optimizer.settle(numbers, state)))
