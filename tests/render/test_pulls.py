"""Starts where nothing fires wake up, and what never fires is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Adam, Ascent, Channel, Clamp, Colour, Layer, Net, Objective, Shot, TotalVariation
from dreamkit.errors import LostGradient
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.tiny import TINY
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.render import climb
from dreamkit.render.climb import Climber
from dreamkit.render.pulls import SilentUnit
from dreamkit.render.shot import ShotPainter

LAYER = "relu1"


@pytest.fixture
def net() -> LoadedNet:
    """The tiny network, in which channel 3 of a layer is silent, and channel 5 can never fire."""
    model = TINY.build("trained")
    numbers = model.get_layer("norm1").get_weights()[1].copy()
    numbers[3], numbers[5] = -4.0, -1e6
    model.get_layer("norm1").beta.assign(numbers)
    return LoadedNet(TINY, model)


def painted(net: LoadedNet, wish: Objective, frames: int = 1, **more: Any) -> tuple[np.ndarray, list[float]]:
    """The first frame, painted from plain grey, and the scores on the way."""
    defaults: dict[str, Any] = {"optimizer": Adam(30, 0.05), "regularizer": Clamp(), "source": Colour()}
    planned = PlannedShot(0, Shot(net=Net("tiny"), objective=wish, **{**defaults, **more}), frames, 0)
    painter = ShotPainter(Plan("film", (planned,), (16, 20), 24, 0), planned, net)
    scores: list[float] = []
    return painter.paint(0, None, lambda *told: scores.append(told[3])), scores


@pytest.mark.parametrize("regularizer", [Clamp(), TotalVariation(1e-4) | Clamp()], ids=repr)
def test_a_silent_channel_wakes_up(net: LoadedNet, regularizer: Any, monkeypatch: Any) -> None:
    _, scores = painted(net, Channel(LAYER, 3), regularizer=regularizer)
    assert scores[0] == 0
    assert scores[-1] > 0.1
    monkeypatch.setattr(climb, "WAKING_STEPS", 0)
    with pytest.raises(LostGradient):
        painted(net, Channel(LAYER, 3), regularizer=regularizer)


def test_in_a_batch_the_others_do_not_mind(net: LoadedNet) -> None:
    both, _ = painted(net, Channel(LAYER, (3, 2)))
    alone, _ = painted(net, Channel(LAYER, 2))
    assert np.abs(both[0] - 0.5).max() > 0.05
    assert np.abs(both[1] - alone[0]).max() < 1e-3


def test_what_is_awake_takes_the_usual_step_alone(net: LoadedNet, monkeypatch: Any) -> None:
    made = []
    monkeypatch.setattr(Climber, "_waking", property(lambda climber: made.append(climber)))
    painted(net, Channel(LAYER, 2))
    painted(net, 0 * Channel(LAYER, 3))  # nothing is wanted
    assert not made


def test_what_never_fires_is_told(net: LoadedNet) -> None:
    with pytest.raises(LostGradient) as caught:
        painted(net, Channel(LAYER, 5), optimizer=Ascent(20, 0.01), regularizer=TotalVariation(1e-4) | Clamp())
    what, by, hint = str(caught.value).splitlines()
    assert what == "shot 1, frame 0: the gradient is zero everywhere"
    assert by.startswith("  asked by Channel('relu1', 5), test_pulls.py:")
    assert hint == (
        "  nothing in the picture moves it, and 16 steps through its ReLUs did not wake it; "
        "start from a Photo, a louder Noise, or another channel"
    )


def test_what_never_fires_in_a_batch_is_a_remark(net: LoadedNet) -> None:
    with pytest.warns(SilentUnit) as caught:
        painted(net, Channel(LAYER, (2, 5, 3)) + 0 * Layer(LAYER))
    (remark,) = [str(warning.message) for warning in caught if warning.category is SilentUnit]
    assert remark == (
        "shot 1: nothing moves picture 2 of 3 towards what is wanted; "
        "start from a Photo, a louder Noise, or another channel"
    )
