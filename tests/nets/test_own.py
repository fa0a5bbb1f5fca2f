"""A `.keras` file of the reader's own: what is found in it, and what is refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit.errors import BadWeights, InvalidValue
from dreamkit.nets.base import PREPROCESSINGS
from dreamkit.nets.find import spec_of
from dreamkit.nets.labels import class_index
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.net import Net
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

REGISTRY = Registry(Plugins(only=()))


def save(path: Path, *layers: Any, size: int | None = None, channels: int = 3) -> Path:
    """A small classifier of three classes, saved."""
    import keras

    ends = (keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(3, activation="softmax", name="answer"))
    convolution = keras.layers.Conv2D(4, 3, name="conv")
    keras.Sequential([keras.Input((size, size, channels)), *layers, convolution, *ends]).save(path)
    return path


def spec(path: Path, **said: Any) -> Any:
    return spec_of(Net(str(path), **said), REGISTRY)


def test_it_looks_through_its_own_eyes(tmp_path):
    import keras

    path = save(tmp_path / "mine.keras")
    image = np.random.default_rng(1).random((1, 12, 12, 3)).astype(np.float32)
    cut = Cut(LoadedNet.of(spec(path, pixels="-1..1")), ["conv", "probabilities", "logits"])
    seen = {
        name: np.asarray(keras.ops.convert_to_numpy(value))
        for name, value in cut(keras.ops.convert_to_tensor(image)).items()
    }
    expected = keras.ops.convert_to_numpy(keras.saving.load_model(path)(2 * image - 1))
    np.testing.assert_allclose(seen["probabilities"], expected, rtol=1e-5)
    shares = np.exp(seen["logits"]) / np.exp(seen["logits"]).sum()
    np.testing.assert_allclose(shares, expected, rtol=1e-5)


@pytest.mark.parametrize("first", ["rescaling", "normalization", "behind an augmentation"])
def test_a_network_that_scales_its_pictures_itself_needs_no_pixels(first, tmp_path):
    from keras import layers

    first = {
        "rescaling": [layers.Rescaling(1 / 255)],
        "normalization": [layers.Normalization(mean=100.0, variance=9.0)],
        "behind an augmentation": [layers.RandomFlip(), layers.Rescaling(1 / 255)],
    }[first]
    found = spec(save(tmp_path / "mine.keras", *first))
    assert found.preprocess == PREPROCESSINGS["0..255"]
    LoadedNet.of(found)


def test_pixels_are_asked_for(tmp_path):
    path = save(tmp_path / "mine.keras")
    with pytest.raises(InvalidValue) as caught:
        spec(path)
    what, _, hint = str(caught.value).splitlines()
    assert what == f"nothing in {path} says what its pictures should be"
    assert hint == f"""  say Net("{path}", pixels=…) with one of '0..1', '-1..1', '0..255', 'caffe', 'torch'"""


def test_a_network_of_one_size_says_so(tmp_path):
    net = LoadedNet.of(spec(save(tmp_path / "mine.keras", size=20), pixels="0..1"))
    assert net.spec.pixels == 20
    assert Cut(net, ["conv"]).size == (20, 20)


def test_labels_beside_it(tmp_path):
    path = save(tmp_path / "mine.keras")
    Path(f"{path}.labels.txt").write_text("oak\nmaple, sugar maple\n\nash\n")
    found = spec(path, pixels="0..1")
    assert [class_index(found.labels(), name) for name in ("Oak", "sugar maple", 2)] == [0, 1, 2]
    LoadedNet.of(found)


def test_labels_that_do_not_fit(tmp_path):
    path = save(tmp_path / "mine.keras")
    Path(f"{path}.labels.txt").write_text("oak\nmaple\n")
    with pytest.raises(BadWeights) as caught:
        LoadedNet.of(spec(path, pixels="0..1"))
    assert str(caught.value) == f"{path}.labels.txt names 2 classes, and the network has 3"


def test_the_digest_tells_weights_and_labels_apart(tmp_path):
    one, other = save(tmp_path / "one.keras"), save(tmp_path / "other.keras")
    digests = [spec(path, pixels="0..1").digest for path in (one, other, one)]
    assert digests[0] == digests[2] != digests[1]
    assert spec(one, pixels="-1..1").digest != digests[0]
    Path(f"{one}.labels.txt").write_text("a\nb\nc\n")
    assert spec(one, pixels="0..1").digest != digests[0]


def test_other_weights(tmp_path):
    import keras

    path, other = save(tmp_path / "mine.keras"), save(tmp_path / "other.keras")
    keras.saving.load_model(other).save_weights(tmp_path / "other.weights.h5")
    found = spec(path, pixels="0..1", weights=str(tmp_path / "other.weights.h5"))
    assert found.digest != spec(path, pixels="0..1").digest
    kernel = LoadedNet.of(found).model.get_layer("conv").get_weights()[0]
    np.testing.assert_array_equal(kernel, keras.saving.load_model(other).get_layer("conv").get_weights()[0])


def test_random_weights_are_not_for_it(tmp_path):
    with pytest.raises(InvalidValue) as caught:
        spec(save(tmp_path / "mine.keras"), pixels="0..1", weights="random")
    what, _, hint = str(caught.value).splitlines()
    assert what == f"{tmp_path / 'mine.keras'} brings its own weights, and random ones were asked for"
    assert hint == "  save the network as it is born, and leave Net.weights out"


def test_a_lambda_is_refused(tmp_path):
    import keras

    path = save(tmp_path / "mine.keras", keras.layers.Lambda(lambda x: x))
    with pytest.raises(BadWeights) as caught:
        spec(path, pixels="0..1")
    what, _, hint = str(caught.value).splitlines()
    assert what == f"{path} asks for 'Lambda', which is code of its own, and code in a file is never run"
    assert hint == "  build the network from Keras's own layers, and save it again"


def test_a_class_of_its_own_is_refused(tmp_path):
    path = save(tmp_path / "mine.keras")
    rewrite(path, lambda layer: layer.update(module="os", class_name="system", registered_name="Mine"))
    with pytest.raises(BadWeights, match="asks for 'Mine', which is code of its own"):
        spec(path, pixels="0..1")


def rewrite(path: Path, change: Any) -> None:
    """Change the first convolution in a saved network's description."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(parts["config.json"])
    change(next(layer for layer in config["config"]["layers"] if layer["class_name"] == "Conv2D"))
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in (parts | {"config.json": json.dumps(config).encode()}).items():
            archive.writestr(name, part)


def test_broken_files(tmp_path):
    path = tmp_path / "mine.keras"
    with pytest.raises(BadWeights, match=r"there is no file .*mine\.keras"):
        spec(path, pixels="0..1")
    for content in (b"", b"nothing", b"PK\x05\x06" + bytes(18)):
        path.write_bytes(content)
        with pytest.raises(BadWeights, match=r"mine\.keras cannot be read as a \.keras file: "):
            spec(path, pixels="0..1")


def test_weights_that_are_cut_off(tmp_path):
    path = save(tmp_path / "mine.keras")
    rewrite(path, lambda layer: layer["config"].update(filters=5))
    with pytest.raises(BadWeights) as caught:
        LoadedNet.of(spec(path, pixels="0..1"))
    assert str(caught.value).startswith(f"{path} cannot be read as a .keras file: ")
    assert "\n" not in str(caught.value)


def test_pictures_of_another_kind(tmp_path):
    with pytest.raises(BadWeights) as caught:
        LoadedNet.of(spec(save(tmp_path / "spectral.keras", channels=7), pixels="0..1"))
    what = "takes [(None, None, None, 7)], and one picture (None, height, width, channels) was wanted"
    hint = "a network is shown one picture, in grey (1), in colour (3), or in colour with an alpha of 1 (4)"
    assert str(caught.value) == f"{tmp_path / 'spectral.keras'} {what}\n  {hint}"
