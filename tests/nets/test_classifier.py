"""A classifier's answers before and after its softmax, however the network ends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit.errors import UnknownLayer
from dreamkit.nets.base import PREPROCESSINGS, NetSpec
from dreamkit.nets.loaded import LoadedNet

PICTURE = np.random.default_rng(4).random((2, 9, 8, 3)).astype(np.float32)


def ending(*layers: Any) -> LoadedNet:
    """A network with these layers at its end."""
    import keras

    image = x = keras.Input((None, None, 3))
    for layer in (keras.layers.Conv2D(5, 3, name="conv"), *layers):
        x = layer(x)
    model = keras.Model(image, x)
    rng = np.random.default_rng(6)
    for weight in model.weights:
        weight.assign(rng.standard_normal(weight.shape))
    return LoadedNet(NetSpec("mine", "", lambda _: model, PREPROCESSINGS["0..1"], 32, ""), model)


def said(net: LoadedNet, *names: str) -> list[np.ndarray]:
    from keras import ops

    return [np.asarray(ops.convert_to_numpy(each)) for each in net.cut(names)(ops.convert_to_tensor(PICTURE))]


def softmax(logits: np.ndarray) -> np.ndarray:
    shares = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True)


@pytest.mark.parametrize("end", ["dense with softmax", "softmax layer", "activation layer", "dense alone", "by name"])
def test_logits_become_probabilities(end):
    from keras import layers

    net = ending(
        layers.GlobalAveragePooling2D(),
        *{
            "dense with softmax": [layers.Dense(4, "softmax", name="answer")],
            "softmax layer": [layers.Dense(4), layers.Softmax()],
            "activation layer": [layers.Dense(4), layers.Activation("softmax")],
            "dense alone": [layers.Dense(4)],
            "by name": [layers.Dense(4, name="logits"), layers.Softmax(name="probabilities")],
        }[end],
    )
    logits, probabilities = said(net, "logits", "probabilities")
    assert logits.shape == (2, 4)
    np.testing.assert_allclose(softmax(logits), probabilities, rtol=1e-4)
    assert np.ptp(logits) > 0.1


def test_one_answer_for_each_class_may_end_in_sigmoids():
    from keras import layers

    net = ending(layers.GlobalAveragePooling2D(), layers.Dense(4, "sigmoid", use_bias=False))
    logits, probabilities = said(net, "logits", "probabilities")
    np.testing.assert_allclose(1 / (1 + np.exp(-logits)), probabilities, rtol=1e-4)


def test_the_network_stays_as_it_was():
    from keras import layers, ops

    net = ending(layers.GlobalAveragePooling2D(), layers.Dense(4, "softmax"))
    names, before = net.layers, ops.convert_to_numpy(net.model(PICTURE))
    said(net, "logits", "probabilities")
    said(net, "logits", "conv")
    assert net.layers == names
    np.testing.assert_array_equal(ops.convert_to_numpy(net.model(PICTURE)), before)


@pytest.mark.parametrize("end", ["map", "relu"])
def test_what_is_no_classifier_is_told(end):
    from keras import layers

    last = {"map": [layers.Softmax(name="last")], "relu": [layers.GlobalAveragePooling2D(), layers.ReLU(name="last")]}
    with pytest.raises(UnknownLayer) as caught:
        ending(*last[end]).cut(["logits"])
    what = "mine has no logits: it ends in 'last', and a classifier in a Dense layer or a softmax"
    assert str(caught.value) == what
