"""A part prints as a recipe would write it, without what has its default anyway."""

from __future__ import annotations

from typing import Any

import pytest

import dreamkit
from dreamkit import (
    Ascent,
    Channel,
    Clamp,
    Colour,
    Fade,
    Film,
    Jitter,
    KerasOptimizer,
    Layer,
    Net,
    Noise,
    Octaves,
    Photo,
    Rotate,
    Shot,
    Wave,
    Zoom,
)

WRITTEN: dict[str, Any] = {
    "Jitter()": Jitter(16),
    "Octaves(count=3, ratio=2.0)": Octaves(3, ratio=2.0),
    "Net('tiny')": Net("tiny"),
    "Photo('pictures/cat.jpg')": Photo("pictures/cat.jpg"),
    "Photo('cat.jpg', fit='stretch')": Photo("cat.jpg", "stretch"),
    "Channel('stem', (1, 2))": Channel("stem", (1, 2)),
    "Channel('stem', range(5, 99))": Channel("stem", range(5, 99)),
    "Fade(1, 0)": Fade(1, 0),
    "Fade(1, 0, along='steps')": Fade(1, 0, along="steps"),
    "(1 + Wave(12, 8, middle=3))": 1 + Wave(12, period=8, middle=3),
    "Fade(1, 0) * Layer('stem') + Layer('head')": Fade(1, 0) * Layer("stem") + Layer("head"),
    "Octaves() | Jitter(pixels=4) | Clamp()": Octaves() | Jitter(4) | Clamp(),
    "Zoom(per_second=2) | Rotate(degrees_per_second=Fade(0, 9))": Zoom(2) | Rotate(Fade(0, 9)),
    "Ascent(steps=3, rate=Fade(0.02, 0.01))": Ascent(steps=3, rate=Fade(0.02, 0.01)),
    "KerasOptimizer('sgd', steps=3)": KerasOptimizer("sgd", steps=3),
    "Shot()": Shot(source=Noise()),
    "Film(Shot(source=Colour(red=1)), Shot(seconds=2), dissolve=0.5)": Film(
        Shot(source=Colour(1)), Shot(seconds=2), dissolve=0.5
    ),
    "Film(Shot(), Shot(), Shot(), columns=2)": Film(Shot(), Shot(), Shot(), columns=2),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_part_prints_as_it_is_written(text: str) -> None:
    assert repr(WRITTEN[text]) == text
    assert eval(text, {name: getattr(dreamkit, name) for name in dreamkit.__all__}) == WRITTEN[text]
