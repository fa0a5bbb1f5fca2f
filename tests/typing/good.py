"""Recipes that a type checker must accept, as people write them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Literal, final

from dreamkit import (
    Ascent,
    Channel,
    Clamp,
    Colour,
    Ease,
    Effect,
    Fade,
    Film,
    Hold,
    Jitter,
    Knob,
    Layer,
    Net,
    Noise,
    Objective,
    Octaves,
    Photo,
    Recipe,
    Regularizer,
    Rotate,
    Schedule,
    Shot,
    Steps,
    TotalVariation,
    Wave,
    Zoom,
    recipe,
)
from dreamkit.effects.base import Moment
from dreamkit.parts import Tensor


@recipe
def bare() -> Film:
    return Film(Shot())


@recipe(size=(288, 512), fps=12, seed=3)
def tunnel(photo: Path | None = None, *, way: Literal["in", "out"] = "in", seconds: float = 4) -> Film:
    strokes, animals = Layer("block7_add"), Layer("block10_add")
    wish: Objective = Fade(1, 0) * strokes + 0.5 * animals * Ease(0, 1) - Channel("block3", (1, 2))
    sane: Regularizer = Octaves(4) | Jitter(16) | TotalVariation(1e-4) | Clamp()
    speed: Schedule = (1 + Wave(12, period=8) / 4) ** 2 - Hold(0, 1, until=2)
    knob: Knob = 3 if way == "in" else Steps((1, 2, 3))
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=wish,
            regularizer=sane,
            optimizer=Ascent(steps=4, rate=Fade(0.02, 0.01, along="steps")),
            source=Photo(photo) if photo else Noise(),
            motion=Zoom(knob) | Rotate(speed) | Glow(),
            seconds=seconds,
        ),
        Shot(source=Colour.hex("#ff8000")),
        dissolve=0.5,
    )


@final
@dataclasses.dataclass(frozen=True)
class Glow(Effect):
    """An effect of the recipe's own."""

    amount: Knob = 0.1

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        return image + self.amount * moment.previous


made: Recipe[[]] = bare
film: Film = tunnel(Path("cat.jpg"), way="out", seconds=2)
