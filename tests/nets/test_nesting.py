"""Networks inside networks answer as before once they are opened, and every layer of theirs has a name."""

from __future__ import annotations

from typing import Any

import numpy as np

from dreamkit.nets.nesting import opened

PICTURE = np.random.default_rng(11).random((2, 10, 12, 3)).astype(np.float32)


def nested() -> Any:
    """A network around a network around a chain of layers, as transfer learning makes them."""
    import keras
    from keras import layers

    chain = keras.Sequential([layers.Conv2D(4, 3, name="conv"), layers.BatchNormalization(name="norm")], name="chain")
    image = keras.Input((None, None, 3))
    x = chain(image)
    base = keras.Model(image, layers.Add(name="add")([x, layers.Conv2D(4, 1, name="conv")(x)]), name="base")
    image = keras.Input((None, None, 3), name="image")
    scaled = layers.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 3.0], name="scale")(image)
    x = layers.GlobalAveragePooling2D(name="pool")(base(scaled, training=False))
    model = keras.Model(image, layers.Dense(5, name="dense")(2 * x))
    rng = np.random.default_rng(12)
    for weight in model.trainable_weights:
        weight.assign(rng.standard_normal(weight.shape))
    return model


def test_it_answers_as_before():
    from keras import ops

    model = nested()
    whole = opened(model)
    shown = ops.convert_to_tensor(PICTURE)
    before, after = (ops.convert_to_numpy(each(shown, training=False)) for each in (model, whole))
    np.testing.assert_allclose(after, before, rtol=1e-5, atol=1e-6)


def test_every_layer_has_a_name():
    names = [layer.name for layer in opened(nested()).layers]
    inner = ["base-chain-conv", "base-chain-norm", "base-conv", "base-add"]
    assert names[:2] == ["image", "scale"]
    assert names[2:6] == inner
    assert names[6] == "pool"
    assert names[-1] == "dense"


def test_what_has_none_inside_is_not_copied():
    whole = opened(nested())
    assert opened(whole) is whole
