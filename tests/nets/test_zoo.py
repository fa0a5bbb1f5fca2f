"""The networks of `keras.applications`: the table agrees with Keras, and each can be dreamt with."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from dreamkit.backend.choice import chosen
from dreamkit.errors import BadWeights, UnknownLayer
from dreamkit.nets.applications import APPLICATIONS, tidy_name
from dreamkit.nets.find import spec_of
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.net import Net
from dreamkit.nets.zoo import _renumbered
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.testing.gradients import value_and_slope

REGISTRY = Registry(Plugins(only=()))


def loaded(name: str, **said: Any) -> LoadedNet:
    return LoadedNet.of(spec_of(Net(name, weights="random", **said), REGISTRY))


def slope(net: LoadedNet, layer: str, side: int = 48) -> np.ndarray:
    """The gradient of a layer's mean square, in the picture."""
    from dreamkit import backend, ops

    cut = Cut(net, [layer])
    picture = ops.convert_to_tensor(np.random.default_rng(2).random((1, side, side + 16, 3)).astype(np.float32))

    def climb(weights: Any, image: Any) -> Any:
        return value_and_slope(lambda image: ops.mean(ops.square(cut(image)[layer])), image)[1]

    return np.asarray(ops.convert_to_numpy(backend.compiled(climb)(picture)))


def test_the_table_has_all_that_keras_has():
    import keras

    functions = {name for name, value in vars(keras.applications).items() if inspect.isfunction(value)}
    assert functions == {application.function for application in APPLICATIONS.values()}
    assert list(APPLICATIONS) == sorted(tidy_name(function) for function in functions)


def test_listing_them_wakes_nobody():
    code = "import sys, dreamkit.nets.known as k; [s.on_hand() for s in k.known()]; print('keras' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert said.stdout == "False\n"


@pytest.mark.parametrize("name", ["vgg16", "resnet50_v2", "densenet121", "efficientnet_b0"])
def test_pictures_are_prepared_as_their_own_module_does_it(name):
    import keras

    modules = {
        "vgg16": "vgg16",
        "resnet50_v2": "resnet_v2",
        "densenet121": "densenet",
        "efficientnet_b0": "efficientnet",
    }
    picture = np.random.default_rng(1).random((1, 4, 5, 3)).astype(np.float32)
    prepared = REGISTRY.nets[name].preprocess(keras.ops.convert_to_tensor(picture))
    expected = getattr(keras.applications, modules[name]).preprocess_input(255 * picture)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(prepared), expected, rtol=1e-5, atol=1e-4)


def test_a_dream_has_a_slope_at_any_size_and_a_class_has_one_too():
    if chosen() == "jax":
        pytest.skip("XLA takes a quarter of a minute, and it is Keras's own network")
    net = loaded("mobilenet_v3_small")
    for layer in ("expanded_conv_2_add", "logits"):
        gradient = slope(net, layer)
        assert np.isfinite(gradient).all()
        assert np.abs(gradient).max() > 0


@pytest.mark.slow
@pytest.mark.parametrize("layer", ["logits", ""])
@pytest.mark.parametrize(
    "name", ["vgg16", "resnet50", "inception_v3", "efficientnet_b0", "mobilenet_v2", "convnext_tiny", "densenet121"]
)
def test_every_family_has_a_slope(name, layer):
    net = loaded(name)
    layer = layer or [fact.name for fact in net.facts if fact.stride == 8][-1]
    gradient = slope(net, layer)
    assert np.isfinite(gradient).all()
    assert np.abs(gradient).max() > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, facts in APPLICATIONS.items() if facts.millions < 10])
def test_the_table_says_how_large_they_are(name):
    if name.startswith("nasnet") and chosen() == "torch":
        pytest.skip("Keras has no NASNet on torch")
    assert round(loaded(name).model.count_params() / 1e6, 1) == APPLICATIONS[name].millions


def test_random_weights_are_the_same_each_time_and_everywhere():
    one, other = loaded("mobilenet_v3_small"), loaded("mobilenet_v3_small")
    for first, second in zip(one.model.get_weights(), other.model.get_weights(), strict=True):
        np.testing.assert_array_equal(first, second)
    kernel = one.model.get_layer("conv").get_weights()[0]
    np.testing.assert_allclose(kernel.ravel()[:3], [0.05907, -0.23165, 0.29804], atol=1e-4)


def test_layers_are_called_as_in_a_process_of_their_own():
    import keras
    from keras import layers

    def model() -> Any:
        image = x = keras.Input((None, None, 3))
        for _ in range(3):
            x = layers.ReLU()(layers.Conv2D(2, 3)(x))
        return _renumbered(keras.Model(image, layers.Conv2D(2, 3, name="conv2d_top")(x)))

    for _ in range(2):
        names = [layer.name for layer in model().layers]
        assert names == ["input_layer", "conv2d", "re_lu", "conv2d_1", "re_lu_1", "conv2d_2", "re_lu_2", "conv2d_top"]


def test_a_layer_of_neither_half_is_unknown():
    net = loaded("mobilenet_v3_small")
    with pytest.raises(UnknownLayer) as caught:
        net.cut(["expanded_conv_2_ad"])
    what, hint = str(caught.value).splitlines()
    assert what == "mobilenet_v3_small has no layer 'expanded_conv_2_ad'"
    assert hint.startswith("  did you mean 'expanded_conv_2_add'? `dreamkit layers mobilenet_v3_small` lists all ")


def test_a_file_of_weights(tmp_path):
    path = str(tmp_path / "mine.weights.h5")
    loaded("mobilenet_v3_small").model.save_weights(path)
    net = LoadedNet.of(spec_of(Net("mobilenet_v3_small", weights=path), REGISTRY))
    assert np.abs(net.model.get_layer("conv").get_weights()[0]).max() > 0
    with pytest.raises(BadWeights) as caught:
        LoadedNet.of(spec_of(Net("mobilenet", weights=path), REGISTRY))
    assert str(caught.value).startswith(f"{path} does not fit mobilenet: ")
    assert "\n" not in str(caught.value)


def test_a_download_that_fails_is_a_sentence(monkeypatch, tmp_path):
    import keras

    def fails(**how: Any) -> Any:
        raise Exception("URL fetch failure on https://storage.example.com/a/b.h5: None -- [Errno -2] Name not known")

    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(keras.applications, "VGG16", fails)
    with pytest.raises(BadWeights) as caught:
        LoadedNet.of(spec_of(Net("vgg16"), REGISTRY))
    what, hint = str(caught.value).splitlines()
    assert what == "vgg16 cannot be had from Keras: storage.example.com cannot be reached: [Errno -2] Name not known"
    assert hint == "  without a download there are efficientnet_lite0, tiny"
