"""A folded network answers what the plain one answers, and leaves the plain one as it was."""

from __future__ import annotations

from typing import Any

import numpy as np

from dreamkit.nets.base import PREPROCESSINGS, NetSpec
from dreamkit.nets.folding import folded
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY

PICTURE = np.random.default_rng(3).random((2, 20, 24, 3)).astype(np.float32)


def norms(model: Any) -> list[str]:
    return [layer.name for layer in model.layers if type(layer).__name__ == "BatchNormalization"]


def shaken(model: Any) -> Any:
    """The model with all its weights drawn anew, so that no batch norm does nothing."""
    rng = np.random.default_rng(5)
    for weight in model.weights:
        if weight.path.endswith(("gamma", "variance")):
            weight.assign(rng.uniform(0.5, 1.5, weight.shape))
        else:
            weight.assign(0.3 * rng.standard_normal(weight.shape))
    return model


def mobile() -> Any:
    """The kinds of blocks that the nets of phones are made of, and some that cannot be folded."""
    import keras
    from keras import layers

    image = keras.Input((None, None, 3))
    x = layers.Conv2D(8, 3, 2, "same", use_bias=False, name="stem")(image)
    x = layers.BatchNormalization(name="stem_bn")(x)
    x = layers.Activation("relu6", name="stem_relu")(x)
    y = layers.DepthwiseConv2D(3, padding="same", name="depthwise")(x)
    y = layers.BatchNormalization(scale=False, name="depthwise_bn")(y)
    y = layers.Conv2D(8, 1, name="project")(y)
    y = layers.BatchNormalization(center=False, name="project_bn")(y)
    x = layers.Add(name="add")([x, y])
    x = layers.BatchNormalization(name="after_add_bn")(x)  # no convolution before it
    x = layers.Conv2D(8, 3, activation="relu", name="active")(x)
    x = layers.BatchNormalization(name="after_relu_bn")(x)  # a ReLU stands between
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dense(6, use_bias=False, name="dense")(x)
    x = layers.BatchNormalization(name="dense_bn")(x)
    return shaken(keras.Model(image, x))


def answers(model: Any) -> list[np.ndarray]:
    from keras import ops

    said = model(PICTURE, training=False)
    return [np.asarray(ops.convert_to_numpy(each)) for each in (said if isinstance(said, list) else [said])]


def test_the_tiny_net():
    net = LoadedNet.of(TINY)
    layers = ["relu0", "norm2", "relu3", "logits"]
    plain, quick = Cut(net, layers, fold=False), Cut(net, layers)
    assert not norms(quick.model)
    for one, other in zip(answers(plain.model), answers(quick.model), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


def test_blocks_of_phones():
    model = mobile()
    before = answers(model)[0]
    quick = folded(model)
    assert norms(quick) == ["after_add_bn", "after_relu_bn"]
    np.testing.assert_allclose(answers(quick)[0], before, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(answers(model)[0], before)
    assert len(norms(model)) == 6


def test_a_norm_stays_where_its_convolution_is_asked_for():
    import keras

    model = mobile()
    both = keras.Model(model.inputs[0], [model.get_layer("stem").output, model.get_layer("project_bn").output])
    quick = folded(both)
    assert norms(quick) == ["stem_bn"]
    for one, other in zip(answers(both), answers(quick), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


def test_what_has_nothing_to_fold_is_not_copied():
    import keras

    image = keras.Input((None, None, 3))
    model = keras.Model(image, keras.layers.Conv2D(2, 3)(image))
    assert folded(model) is model


def test_a_normalization_keeps_what_it_has_learnt():
    """It keeps numbers that it computes from its weights, which a copy of the weights alone does not bring."""
    import keras
    from keras import layers

    image = keras.Input((None, None, 3))
    x = layers.Normalization(mean=None, name="scale")(image)
    x = layers.BatchNormalization(name="norm")(layers.Conv2D(4, 3, name="conv")(x))
    model = shaken(keras.Model(image, x))
    model.get_layer("scale").adapt(PICTURE)
    np.testing.assert_allclose(answers(folded(model))[0], answers(model)[0], rtol=1e-4, atol=1e-5)


def test_several_cuts_of_one_net_are_all_folded():
    net = LoadedNet.of(NetSpec("mine", "", lambda _: mobile(), PREPROCESSINGS["0..1"], 32, ""))
    Cut(net, ["add"])
    assert norms(Cut(net, ["add", "pool"]).model) == ["after_add_bn", "after_relu_bn"]
