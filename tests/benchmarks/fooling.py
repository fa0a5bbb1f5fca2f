"""Who fools whom: pictures made to fool one network, or two at once, in the eyes of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .cases import PHOTO
from .report import Report, Table

if TYPE_CHECKING:
    from dreamkit.objectives.base import Objective

NETS: Final = ("efficientnet_lite0", "squeezenet")
PHOTOS: Final = ("crab", "kingfisher", "mountains", "red_panda", "stream")
LABELS: Final = ("tiger shark", "teapot", "daisy", "church")
SIDE: Final = 224

WAYS: Final = {
    "one step": (1, 8 / 255),
    "20 steps": (20, 1 / 255),
}
"""How many steps of Adam, whose first is a sign, and how far each goes."""

FARTHEST: Final = 8 / 255

NOTE: Final = (
    f"{len(PHOTOS)} photos of {SIDE}×{SIDE}, each to become {', '.join(LABELS[:-1])} and {LABELS[-1]}, by Adam's steps "
    "towards the class's logit, or the sum of both networks' logits, and then no number of any pixel farther from the "
    "photo's than 8/255, in 8 bits. Before the stroke: the share of pictures that a network takes for what they were "
    "to become. Behind it: the share that it no longer takes for what it saw in the photo."
)


def run() -> Report:
    """Each network, and then both, is climbed; both look."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    makers = {**{net: (net,) for net in NETS}, "both at once": NETS}
    judges = {net: _judge(net) for net in NETS}
    rows = []
    for way in WAYS:
        for maker, nets in makers.items():
            shares = fooled(nets, way, judges)
            row = [f"{maker}, {way}", *(f"{became:.0%} / {left:.0%}" for became, left in shares)]
            print("    " + "  ".join(row), flush=True)
            rows.append(row)
    return Report([Table("Who fools whom", ["made for", *(f"judged by {net}" for net in NETS)], rows, NOTE)])


def fooled(nets: tuple[str, ...], way: str, judges: dict[str, Any]) -> list[tuple[float, float]]:
    """For each judge, the share of pictures that became what they were to be, and that no longer are what they were."""
    wanted = [_index(label) for label in LABELS]
    became: dict[str, list[bool]] = {net: [] for net in judges}
    left: dict[str, list[bool]] = {net: [] for net in judges}
    for photo in PHOTOS:
        before, pictures = made(nets, way, photo)
        for net, judge in judges.items():
            was = judge(before).top(1)
            for picture, label in zip(pictures, wanted, strict=True):
                now = judge(picture).top(1)
                became[net].append(now == [label])
                left[net].append(now != was)
    return [(float(np.mean(became[net])), float(np.mean(left[net]))) for net in judges]


def made(nets: tuple[str, ...], way: str, photo: str) -> tuple[Any, Any]:
    """A photo (height, width, 3), and what it was made into for each label, (labels, height, width, 3), in 8 bits."""
    import dreamkit as d
    from dreamkit.pictures import to_bytes
    from dreamkit.render.shot import ShotPainter

    steps, rate = WAYS[way]
    source = d.Photo(PHOTO.with_name(f"{photo}.jpg"))
    shot = d.Shot(
        net=d.Net(nets[0]),
        objective=_wish(nets),
        regularizer=d.Clamp(),
        optimizer=d.Adam(steps, rate=rate),
        source=source,
    )
    plan = d.plan.make_plan(d.Film(shot), name="fool", size=(SIDE, SIDE), fps=24, seed=0, registry=_registry())
    others = {d.Net(net): _loaded(net) for net in nets[1:]}
    painted = ShotPainter(plan, plan.shots[0], _loaded(nets[0]), others).paint(0, None, lambda *_: None)
    before = source.frame(0.0, (SIDE, SIDE), 0)
    near = np.clip(painted, before - FARTHEST, before + FARTHEST)
    return before, to_bytes(near) / np.float32(255)


def _wish(nets: tuple[str, ...]) -> Objective:
    import dreamkit as d

    wish: Objective = d.Logit(LABELS)
    for net in nets[1:]:
        wish += d.Seen(d.Logit(LABELS), by=d.Net(net))
    return wish


def _index(label: str) -> int:
    from dreamkit.nets.imagenet import imagenet_labels
    from dreamkit.nets.labels import class_index

    return class_index(imagenet_labels(), label)


def _judge(net: str) -> Any:
    from dreamkit.judging import Judge

    return Judge(_loaded(net))


def _loaded(net: str) -> Any:
    from .cases import Case, loaded

    return loaded(Case(net, "trained", (), (SIDE, SIDE), 0))


def _registry() -> Any:
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry

    return Registry(Plugins([]))
