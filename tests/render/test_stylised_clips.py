"""A clip is painted frame by frame; where each starts from the last one's paint, the strokes stay with it."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dreamkit import Adam, Blend, Clamp, Colour, Effect, Likeness, NaturalNoise, Net, Shot, Source, Style
from dreamkit.parts import Size
from dreamkit.sources import Frame
from dreamkit.testing.fixtures import Paint

FPS, FRAMES = 8, 6


@dataclasses.dataclass(frozen=True)
class Walk(Source):
    """A camera that goes a pixel to the right each frame, and whose chip adds a little noise of its own."""

    @property
    def moves(self) -> bool:
        return True

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        here = round(seconds * FPS)
        wide = NaturalNoise(0.15).frame(0.0, (size[0], size[1] + FRAMES), seed)
        noise = np.random.default_rng(here).normal(0, 0.02, (*size, 3))
        return np.clip(wide[:, here : here + size[1]] + noise, 0, 1).astype(np.float32)


def flicker(frames: list[NDArray[np.float32]]) -> float:
    """How far neighbouring frames lie apart, on the mean."""
    return float(np.mean([np.abs(one - other).mean() for one, other in pairwise(frames)]))


def test_frames_that_start_from_the_last_paint_flicker_less(paint: Paint) -> None:
    clip = Walk()

    def painted(motion: Effect) -> list[NDArray[np.float32]]:
        shot = Shot(
            net=Net("tiny"),
            objective=Style(("relu0", "relu1"), Colour(0.8, 0.3, 0.2)) + 0.2 * Likeness("relu1", clip),
            regularizer=Clamp(),
            optimizer=Adam(6, rate=0.02),
            source=clip,
            motion=motion,
            seconds=FRAMES / FPS,
        )
        return paint(shot, fps=FPS)

    own = flicker(paint(Shot(source=clip, seconds=FRAMES / FPS), fps=FPS))
    afresh, going_on = flicker(painted(Effect())) / own, flicker(painted(Blend(half_life=0.5))) / own
    assert going_on < 0.9 * afresh
