"""Whether a second network recognises what the first one was asked to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .climb import ShotClimb
from .report import Report, Table

if TYPE_CHECKING:
    from dreamkit.film import Shot

NETS: Final = ("efficientnet_lite0", "squeezenet")
CLASSES: Final = tuple(range(1, 1000, 20))
"""Every twentieth of ImageNet's, from the goldfish on: fifty."""

SIDE: Final = 192
STEPS: Final = 128
AT_ONCE: Final = 10

WAYS: Final = {
    "robust": "`Fourier`, `lucid_transforms()`",
    "waves": "`Fourier`, no transforms",
    "pixels": "pixels, total variation",
}

NOTE: Final = (
    f"Of {len(CLASSES)} classes, every twentieth of ImageNet's, each a picture of {SIDE}×{SIDE} after {STEPS} steps of "
    "Adam towards its logit. Before the stroke: the share that the network itself names first. Behind it: the share "
    "that the other network, which has not been asked, has among its first five; chance would name half a percent."
)


def run() -> Report:
    """Both networks draw, and both look."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    rows = []
    for net, other in (NETS, NETS[::-1]):
        row = [f"{net}, judged by {other}"]
        for way in WAYS:
            own, held_out = named(net, other, way)
            row.append(f"{own:.0%} / {held_out:.0%}")
            print(f"    {net:20} {way:8} {row[-1]}", flush=True)
        rows.append(row)
    return Report([Table("Classes from noise", ["", *WAYS.values()], rows, NOTE)])


def named(net: str, other: str, way: str) -> tuple[float, float]:
    """The share of classes that the network has first, and that the other has among its first five."""
    first, five = [], []
    judges = [ShotClimb(looking(name), (SIDE, SIDE)) for name in (net, other)]
    for start in range(0, len(CLASSES), AT_ONCE):
        some = CLASSES[start : start + AT_ONCE]
        pictures, _ = ShotClimb(asked(net, way, some), (SIDE, SIDE)).for_steps(STEPS)
        own, held_out = (ranks(judge, pictures, some) for judge in judges)
        first += [rank == 0 for rank in own]
        five += [rank < 5 for rank in held_out]
    return float(np.mean(first)), float(np.mean(five))


def asked(net: str, way: str, classes: tuple[int, ...]) -> Shot:
    """One way, as a recipe says it."""
    import dreamkit as d

    wish: dict[str, Any] = {"net": d.Net(net), "objective": d.Logit(classes)}
    if way == "pixels":
        smooth = d.TotalVariation(0.01) | d.Clamp()
        return d.Shot(**wish, regularizer=smooth, source=d.Noise(), optimizer=d.Adam(STEPS, rate=0.02))
    kept = d.lucid_transforms() if way == "robust" else d.Regularizer()
    waves = {"parameterization": d.Fourier(), "source": d.NaturalNoise(), "optimizer": d.Adam(STEPS, rate=0.05)}
    return d.Shot(**wish, **waves, regularizer=kept)


def looking(net: str) -> Shot:
    """A shot whose look tells a network's classes."""
    import dreamkit as d

    return d.Shot(net=d.Net(net), objective=d.Logit(0))


def ranks(judge: ShotClimb, pictures: Any, classes: tuple[int, ...]) -> list[int]:
    """How many classes a network finds likelier than the one that was asked for, picture by picture."""
    from dreamkit import ops

    logits = ops.convert_to_numpy(judge.step.look(pictures)["logits"])
    return [int((row > row[wanted]).sum()) for row, wanted in zip(logits, classes, strict=True)]
