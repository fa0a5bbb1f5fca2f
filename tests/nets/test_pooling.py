"""A network whose windows are pooled otherwise: the same weights and names, means for maxima."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from dreamkit import Net, ops
from dreamkit.errors import InvalidValue
from dreamkit.nets.find import spec_of
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.pooling import repooled
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry


def small() -> keras.Model:
    layers = keras.layers
    stack = [layers.Input((None, None, 3)), layers.Conv2D(4, 3, name="conv"), layers.MaxPooling2D(2, name="pool")]
    return keras.Sequential([*stack, layers.Conv2D(2, 1, name="last")])


def test_it_means_where_there_was_a_maximum(rng: np.random.Generator) -> None:
    model = small()
    new = repooled(model, "average")
    picture = ops.convert_to_tensor(rng.random((1, 10, 8, 3)).astype(np.float32))
    seen = ops.convert_to_numpy(keras.Model(model.inputs, model.get_layer("conv").output)(picture))
    means = seen.reshape(1, 4, 2, 3, 2, 4).mean(axis=(2, 4))
    kernel, bias = new.get_layer("last").get_weights()
    np.testing.assert_allclose(ops.convert_to_numpy(new(picture)), means @ kernel[0, 0] + bias, rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(kernel, model.get_layer("last").get_weights()[0])
    again = repooled(new, "max")
    np.testing.assert_allclose(ops.convert_to_numpy(again(picture)), ops.convert_to_numpy(model(picture)), rtol=1e-5)


def test_it_is_another_network_by_its_digest() -> None:
    registry = Registry(Plugins([]))
    specs = [spec_of(Net("squeezenet", weights="random", pooling=pooling), registry) for pooling in ("", "average")]
    assert specs[0].digest != specs[1].digest
    loaded = LoadedNet.of(specs[1])
    assert not [layer.name for layer in loaded.model.layers if type(layer).__name__ == "MaxPooling2D"]


def test_what_is_said() -> None:
    with pytest.raises(InvalidValue) as error:
        Net("vgg16_hed", pooling="mean")
    assert "Net.pooling is one of average, max, and 'mean' came" in str(error.value)
    with pytest.raises(InvalidValue) as error:
        repooled(repooled(small(), "average"), "average")
    assert "nothing that could be pooled by average instead" in str(error.value)
