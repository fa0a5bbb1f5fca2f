"""What a network does not have or cannot see is told before the first frame is painted."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamkit import Channel, Film, Layer, Logit, Net, Octaves, RandomCrop, Shot
from dreamkit.errors import InvalidValue, UnknownLayer, UnknownName
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.tiny import TINY
from dreamkit.plan import make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.rehearsal import rehearse
from dreamkit.render.renderer import Renderer, Unwatched
from dreamkit.render.store import Store


def rehearsed(objective, size=(32, 48), octaves=2):
    shot = Shot(net=Net("tiny"), objective=objective, regularizer=Octaves(octaves, ratio=2))
    rehearse(LoadedNet.of(TINY), shot, size)


def test_what_can_be_painted_passes():
    rehearsed(0.5 * Layer("relu2") + Channel("relu3", 23))
    rehearsed(Logit(("tiger shark", 5)))


def test_octaves_that_the_net_cannot_see():
    with pytest.raises(InvalidValue) as caught:
        rehearsed(Layer("conv0") + Layer("relu3"), octaves=6)
    what, by, hint = str(caught.value).splitlines()
    assert what == "the smallest octave is 2x1, and tiny sees nothing below 2x2 in 'relu3'"
    assert by.startswith("  asked by Octaves(count=6, ratio=2)")
    assert hint == "  ask for 5 octaves, or for a larger picture"


def test_a_picture_that_the_net_cannot_see():
    with pytest.raises(InvalidValue, match="ask for a larger picture"):
        rehearsed(Layer("relu3"), size=(1, 40), octaves=1)


def test_a_channel_that_the_layer_does_not_have():
    with pytest.raises(InvalidValue) as caught:
        rehearsed(Layer("relu0") - 2 * Channel("relu2", (3, 16)))
    what, by = str(caught.value).splitlines()
    assert what == "layer 'relu2' has channels 0 to 15, and 16 was asked for"
    assert by.startswith("  asked by Channel('relu2', (3, 16))")


@pytest.mark.parametrize(("wish", "kind"), [(Logit("elephant"), UnknownName), (Layer("relu9"), UnknownLayer)])
def test_a_class_or_layer_that_the_net_does_not_have(wish, kind):
    with pytest.raises(kind):
        rehearsed(wish)


def test_a_picture_that_a_view_leaves_nothing_of():
    shot = Shot(net=Net("tiny"), objective=Layer("relu0"), regularizer=Octaves(2, ratio=2) | RandomCrop(16))
    rehearse(LoadedNet.of(TINY), shot, (34, 34))
    with pytest.raises(InvalidValue) as caught:
        rehearse(LoadedNet.of(TINY), shot, (32, 48))
    assert str(caught.value).startswith("RandomCrop leaves nothing of a picture of 24 × 16 pixels")


def test_all_shots_are_rehearsed_before_the_first_is_painted(tmp_path: Path):
    shots = [Shot(net=Net("tiny"), objective=Layer(layer), seconds=1) for layer in ("relu0", "relu9")]
    registry = Registry(Plugins(only=()))
    plan = make_plan(Film(*shots), name="two", size=(16, 16), fps=2, seed=0, registry=registry)
    renderer = Renderer(plan, registry, Store(tmp_path), Unwatched())
    with pytest.raises(UnknownLayer, match="tiny has no layer 'relu9'"):
        renderer.rehearse()
