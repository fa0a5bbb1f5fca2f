"""Shapes, strides and the smallest picture that a network sees, against pictures that are really shown to it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit.nets.shapes import answers, layer_facts, smallest_side
from dreamkit.nets.tiny import TINY


def model(*layers: Any, size: int | None = None) -> Any:
    import keras

    image = x = keras.Input((size, size, 3), name="image")
    for layer in layers:
        x = layer(x)
    return keras.Model(image, x)


def test_facts_are_what_the_layers_do():
    import keras

    tiny = TINY.build("trained")
    facts = {fact.name: fact for fact in layer_facts(tiny, 32)}
    every = keras.Model(tiny.inputs[0], [layer.output for layer in tiny.layers])
    for layer, activation in zip(tiny.layers, every(np.zeros((1, 32, 32, 3), np.float32)), strict=True):
        fact = facts[layer.name]
        assert fact.shape == tuple(activation.shape[1:])
        assert fact.channels == activation.shape[-1]
        assert fact.kind == type(layer).__name__
    strides = {name: facts[name].stride for name in ("image", "conv0", "conv1", "relu3", "pool", "logits")}
    assert strides == {"image": 1, "conv0": 1, "conv1": 2, "relu3": 4, "pool": 0, "logits": 0}


def test_strides_do_not_mind_borders():
    from keras import layers

    facts = layer_facts(model(layers.Conv2D(2, 7, 2, name="a"), layers.MaxPooling2D(3, 2, name="b")), 61)
    assert [(fact.name, fact.shape, fact.stride) for fact in facts[1:]] == [
        ("a", (28, 28, 2), 2),
        ("b", (13, 13, 2), 4),
    ]


def test_a_model_of_one_size():
    from keras import layers

    fixed = model(layers.Conv2D(2, 3, 2, "same", name="a"), layers.Flatten(), layers.Dense(4), size=20)
    facts = layer_facts(fixed, 224)
    assert [(fact.shape, fact.stride) for fact in facts] == [((20, 20, 3), 1), ((10, 10, 2), 2), ((200,), 0), ((4,), 0)]
    assert smallest_side(fixed) == 1
    assert answers(fixed, (7, 9)) == [(4,)]


def test_without_padding_the_smallest_picture_is_the_one_that_leaves_a_cell():
    from keras import KerasTensor, layers

    narrow = model(layers.Conv2D(2, 5, 2), layers.MaxPooling2D(3, 2), layers.Conv2D(2, 3))
    side = smallest_side(narrow)
    assert narrow(np.zeros((1, side, side, 3), np.float32)).shape[1:3] == (1, 1)
    with pytest.raises(ValueError, match="zero or negative"):
        narrow.compute_output_spec(KerasTensor((1, side - 1, side - 1, 3)))


def test_with_padding_it_fills_half_a_cell():
    from keras import layers

    assert smallest_side(model(*[layers.Conv2D(2, 3, 2, "same") for _ in range(5)])) == 16
    assert smallest_side(model(layers.Conv2D(2, 3, padding="same"))) == 1
