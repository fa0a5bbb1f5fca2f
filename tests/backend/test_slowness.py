"""A backend that would take many times as long says so, in one sentence, before it begins."""

from __future__ import annotations

import warnings

import pytest

from dreamkit.backend.choice import SlowBackend, chosen, wake
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY


def test_jax_on_a_cpu_warns_of_depthwise_networks() -> None:
    wake()
    from keras import Input, Model, layers

    image = Input((None, None, 3))
    net = Model(image, layers.DepthwiseConv2D(3, name="depthwise")(image))
    with warnings.catch_warnings():
        warnings.simplefilter("error", SlowBackend)
        if chosen() == "jax":
            with pytest.raises(
                SlowBackend, match=r"^JAX takes many times as long as TensorFlow for this network on a CPU"
            ):
                Cut(LoadedNet(TINY, net), ["depthwise"])
        else:
            Cut(LoadedNet(TINY, net), ["depthwise"])
        Cut(LoadedNet(TINY, TINY.build("trained")), ["relu1"])
