"""Tiles give the gradient of the whole picture, and take a picture apart without gap or overlap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamkit import Layer, Net, Regularizer, Shot, ops
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.objectives.channel import Neuron
from dreamkit.render.step import Inputs, Step
from dreamkit.render.tiles import MARGIN, STRIDE, WANDER, pieces, tiled_slope, windows


@given(length=st.integers(64, 5000), count=st.integers(1, 6), shift=st.integers(-WANDER, WANDER))
def test_windows_cover_a_side_exactly_once(length: int, count: int, shift: int) -> None:
    if length // count < 2 * WANDER:
        return
    cut = windows(length, count, shift)
    kept = [pixel for window in cut for pixel in range(window.first, window.last)]
    assert kept == list(range(length))
    for window in cut:
        assert window.start % STRIDE == 0
        assert window.start >= 0
        assert window.start + window.length <= length
        assert window.first - window.start >= MARGIN or window.start == 0
        end = window.start + window.length
        assert end - window.last >= MARGIN or end == length


def test_tiles_give_the_gradient_of_the_whole_picture(rng: np.random.Generator) -> None:
    shot = Shot(net=Net("tiny"), objective=Layer("relu3"), regularizer=Regularizer())
    step = Step(shot, Cut(LoadedNet(TINY, TINY.build("trained")), ["relu3"]))
    image = ops.convert_to_tensor(rng.random((1, 700, 660, 3)).astype(np.float32))
    dials = [1.5 / 255]
    inputs = Inputs(dials, 5, 0, image, ())
    whole, slope = step.slope(image, inputs)
    score, tiled = tiled_slope(step, image, inputs, (2, 2))
    slope, tiled = ops.convert_to_numpy(slope), ops.convert_to_numpy(tiled)
    assert np.abs(slope - tiled).max() < 1e-5 * np.abs(slope).max()
    assert score == pytest.approx(float(whole), rel=0.02)  # windows overlap, so some places count twice


def test_only_what_is_a_mean_over_places_is_cut() -> None:
    assert pieces((2160, 3840), 1_500_000, Layer("a")) == (3, 4)
    assert pieces((720, 1280), 1_500_000, Layer("a")) == (1, 1)
    assert pieces((2160, 3840), 1_500_000, Neuron("a", 3)) == (1, 1)
