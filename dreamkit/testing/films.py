"""Small films, painted for a test: any film, or one in which a part has its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from dreamkit.effects.base import Effect
from dreamkit.effects.camera import Rotate
from dreamkit.effects.grid import Grid
from dreamkit.evolution.encoding import Encoding
from dreamkit.film import Film
from dreamkit.nets.net import Net
from dreamkit.objectives.base import Objective
from dreamkit.objectives.classes import Probability
from dreamkit.objectives.layer import Layer
from dreamkit.optimizers.ascent import Ascent
from dreamkit.optimizers.base import Optimizer
from dreamkit.optimizers.map_elites import MapElites
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Part, Size
from dreamkit.plan.plan import Plan, make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.regularizers.base import Regularizer
from dreamkit.render.executors import Local
from dreamkit.render.renderer import Frame, Renderer, Unwatched, film_frames
from dreamkit.render.store import Store
from dreamkit.schedules.base import Schedule
from dreamkit.shot import Shot
from dreamkit.sources.base import Source
from dreamkit.sources.plain import Noise

TINY: Final = Net("tiny")
"""A network of a few thousand weights, the same on every backend, with layers relu0 to relu3 and eight classes."""

_SLOTS: Final[dict[type[Part], str]] = {
    Net: "net",
    Objective: "objective",
    Regularizer: "regularizer",
    Optimizer: "optimizer",
    Parameterization: "parameterization",
    Source: "source",
}


def two_frame_film(part: Part) -> Film:
    """A film of two frames, at 2 a second, by the tiny network, in which `part` has its place.

    An effect is the finish, where it shows best, or if that makes no sense, the motion; a schedule turns the picture;
    an encoding writes down the pictures of a small evolution.
    """
    slots: dict[str, Any] = {
        "net": TINY,
        "objective": Layer("relu1"),
        "optimizer": Ascent(steps=2, rate=0.02),
        "source": Noise(0.1),
    }
    if isinstance(part, (Encoding, MapElites)):
        rules = part if isinstance(part, MapElites) else MapElites(steps=2, population=4, encoding=part)
        return Film(Shot(net=TINY, objective=Probability((0, 2)), optimizer=rules, finish=Grid(), seconds=1))
    return Film(Shot(**{**slots, _slot(part): Rotate(part) if isinstance(part, Schedule) else part}, seconds=1))


def _slot(part: Part) -> str:
    """The slot of a shot that a part goes into."""
    if isinstance(part, Effect):
        return "motion" if part.misplaced(finish=True, moving=False) else "finish"
    return next((slot for kind, slot in _SLOTS.items() if isinstance(part, kind)), "finish")


def painted(film: Film | Shot, store: Path, *, size: Size = (32, 48), fps: float = 8, seed: int = 0) -> list[Frame]:
    """All finished frames of a film, each (height, width, 3) in [0, 1], painted into the folder `store`.

    Its plan is written down as JSON and read again first, as it is for a worker elsewhere.
    """
    registry = Registry(Plugins())
    whole = film if isinstance(film, Film) else Film(film)
    plan = make_plan(whole, name="test", size=size, fps=fps, seed=seed, registry=registry)
    plan = Plan.from_json(json.loads(json.dumps(plan.to_json())), registry)
    return list(film_frames(plan, Local().shots(Renderer(plan, registry, Store(store), Unwatched()))))
