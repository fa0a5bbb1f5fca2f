"""Every regularizer keeps the contract, and all together share one trace for all octaves where a backend can."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import (
    Ascent,
    Blur,
    BlurGradient,
    CascadeGradient,
    Clamp,
    Decay,
    Fade,
    Jitter,
    LaplacianPyramid,
    Layer,
    LpNorm,
    Net,
    Normalize,
    Octaves,
    Pad,
    RandomCrop,
    RandomRotate,
    RandomScale,
    Shot,
    TotalVariation,
    lucid_transforms,
    ops,
)
from dreamkit.backend.choice import chosen
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.render.step import Inputs, Step
from dreamkit.schedules import Clock, value
from dreamkit.testing import check_part

PARTS = [
    Blur(),
    Blur(Fade(0, 2), every=1),
    BlurGradient(),
    CascadeGradient(),
    Clamp(),
    Decay(),
    Jitter(3),
    LaplacianPyramid(),
    LpNorm(),
    LpNorm(p=1.5),
    Normalize("deviation", centred=True),
    Octaves(3, detail="lost"),
    Pad(5),
    Pad(40, frame="mirror"),
    RandomCrop(7),
    RandomRotate(30),
    RandomScale(0.5, 2),
    TotalVariation(),
    TotalVariation(beta=1),
    lucid_transforms(),
]


@pytest.mark.parametrize("part", PARTS, ids=repr)
def test_every_regularizer_keeps_the_contract(part: Any) -> None:
    check_part(part)


def test_all_of_them_share_one_trace_for_all_octaves(rng: np.random.Generator) -> None:
    everything = Jitter(2) | lucid_transforms() | TotalVariation() | LpNorm() | LaplacianPyramid() | CascadeGradient()
    everything = everything | BlurGradient() | Normalize() | Decay() | Blur() | Clamp()
    shot = Shot(net=Net("tiny"), objective=Layer("relu1"), regularizer=everything, optimizer=Ascent())
    step = Step(shot, Cut(LoadedNet(TINY, TINY.build("trained")), ("relu1",)))
    dials = [value(knob, Clock()) for knob in step.knobs]
    for size in ((20, 30), (28, 43)):
        image = ops.convert_to_tensor(rng.random((1, *size, 3)).astype(np.float32))
        painted, _, score, _ = step(image, (), Inputs(dials, 1, 3, image, ()))
        assert painted.shape == image.shape
        assert np.isfinite(float(ops.sum(score)))
    assert len(step.traces) == (1 if chosen() == "tensorflow" else 2)
