"""What a network is shown, and what is asked of it."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit.errors import UnknownLayer
from dreamkit.nets.base import PREPROCESSINGS, NetSpec
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.objectives import Layer
from dreamkit.testing.gradients import value_and_slope


def test_only_what_is_needed_is_computed():
    cut = Cut(LoadedNet.of(TINY), ["relu1"])
    assert "conv2" not in [layer.name for layer in cut.model.layers]


def test_an_unknown_layer_is_told_with_the_nearest():
    with pytest.raises(UnknownLayer) as caught:
        Cut(LoadedNet.of(TINY), ["relu_1"], by=Layer("relu_1"))
    what, by, hint = str(caught.value).splitlines()
    assert what == "tiny has no layer 'relu_1'"
    assert by.startswith("  asked by Layer('relu_1'), test_look.py:")
    assert hint == "  did you mean 'relu1'? `dreamkit layers tiny` lists all 16"


def test_a_network_of_one_size_is_shown_every_picture_at_that_size():
    """The slope is that of a network that is given the enlarged picture, brought back by the enlarging."""
    import keras

    from dreamkit import ops

    image = keras.Input((12, 16, 3))
    model = keras.Model(image, keras.layers.Conv2D(4, 3, name="conv")(image))
    net = LoadedNet(NetSpec("mine", "", lambda _: model, PREPROCESSINGS["-1..1"], 12, ""), model)
    cut = Cut(net, ["conv"])
    picture = ops.convert_to_tensor(np.random.default_rng(8).random((1, 6, 8, 3)).astype(np.float32))
    assert cut(picture)["conv"].shape == (1, 10, 14, 4)

    def score(picture):
        return ops.sum(ops.square(cut(picture)["conv"]))

    value, gradient = value_and_slope(score, picture)
    direction = ops.convert_to_tensor(np.random.default_rng(9).standard_normal((1, 6, 8, 3)).astype(np.float32))
    ahead, behind = (float(score(picture + step * direction)) for step in (1e-2, -1e-2))
    slope = float(ops.sum(gradient * direction))
    assert slope == pytest.approx((ahead - behind) / 2e-2, rel=1e-2)
    assert float(value) > 0


@pytest.mark.parametrize(
    ("kind", "red"),
    [
        ("0..1", [0.5, 0, 0]),
        ("-1..1", [0, -1, -1]),
        ("0..255", [127.5, 0, 0]),
        ("caffe", [-103.939, -116.779, 127.5 - 123.68]),
        ("torch", [(0.5 - 0.485) / 0.229, -0.456 / 0.224, -0.406 / 0.225]),
    ],
)
def test_a_dark_red_as_each_kind_of_network_wants_it(kind, red):
    from dreamkit import ops

    shown = PREPROCESSINGS[kind](ops.convert_to_tensor(np.array([[[[0.5, 0, 0]]]], np.float32)))
    np.testing.assert_allclose(ops.convert_to_numpy(shown)[0, 0, 0], red, rtol=1e-4, atol=1e-4)
