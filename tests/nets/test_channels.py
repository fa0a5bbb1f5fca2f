"""Networks of one channel, of four, and with several answers: what they see, and what is painted with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from dreamkit import Adam, Channel, Layer, Logit, Photo, Shot, ops
from dreamkit.cli import main
from dreamkit.errors import BadWeights, InvalidValue, UnknownLayer
from dreamkit.nets.find import spec_of
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.net import Net
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.testing.films import painted

REGISTRY = Registry(Plugins(only=()))


def saved(path: Path, channels: int, *, heads: tuple[tuple[str, int, str], ...] = (("answer", 3, "softmax"),)) -> Path:
    """A small network with an answer (name, classes, activation) for each head."""
    import keras

    image = keras.Input((None, None, channels))
    seen = keras.layers.Conv2D(5, 3, padding="same", activation="relu", name="conv")(image)
    pooled = keras.layers.GlobalAveragePooling2D()(seen)
    answers = [keras.layers.Dense(count, activation=kind, name=name)(pooled) for name, count, kind in heads]
    keras.Model(image, answers).save(path)
    return path


def loaded(path: Path, pixels: str = "0..1") -> LoadedNet:
    return LoadedNet.of(spec_of(Net(str(path), pixels=pixels), REGISTRY))


@pytest.mark.parametrize("channels", [1, 4])
def test_a_picture_is_shown_in_as_many_channels_as_are_wanted(
    channels: int, tmp_path: Path, rng: np.random.Generator
) -> None:
    import keras

    path = saved(tmp_path / "mine.keras", channels)
    image = rng.random((1, 9, 10, 3)).astype(np.float32)
    seen = Cut(loaded(path, "-1..1"), ["probabilities"])(ops.convert_to_tensor(image))["probabilities"]
    other = {
        1: image.mean(axis=-1, keepdims=True),
        4: np.concatenate([image, np.ones((1, 9, 10, 1), np.float32)], axis=-1),
    }[channels]
    expected = keras.ops.convert_to_numpy(keras.saving.load_model(path)(2 * other - 1))
    np.testing.assert_allclose(ops.convert_to_numpy(seen), expected, rtol=1e-4)


@pytest.mark.parametrize("channels", [1, 4])
def test_it_dreams(channels: int, tmp_path: Path, rng: np.random.Generator) -> None:
    from PIL import Image

    path = saved(tmp_path / "mine.keras", channels)
    Image.fromarray(rng.integers(60, 200, (12, 16, 3), dtype=np.uint8)).save(tmp_path / "photo.png")
    photo = Photo(tmp_path / "photo.png")
    shot = Shot(net=Net(str(path), pixels="0..1"), objective=Layer("conv"), optimizer=Adam(2, rate=0.03), source=photo)
    (frame,) = painted(shot, tmp_path / "store", size=(12, 16))
    change = frame - photo.frame(0, (12, 16), 0)
    assert np.abs(change).max() > 0.01
    if channels == 1:  # the colours stay, and the light moves
        assert np.abs(change - change.mean(axis=-1, keepdims=True)).max() < 0.006


@pytest.mark.parametrize("channels", [1, 4])
def test_its_layers_are_listed(channels: int, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["layers", str(saved(tmp_path / "mine.keras", channels))])
    assert result.exit_code == 0, result.output
    assert "conv" in result.output
    assert "5 channels" in result.output


def test_the_mean_of_three_channels_says_nothing_of_one(tmp_path: Path) -> None:
    net = Net(str(saved(tmp_path / "grey.keras", 1)), pixels="torch")
    with pytest.raises(InvalidValue) as caught:
        spec_of(net, REGISTRY)
    what, by, hint = str(caught.value).splitlines()
    assert what == f"{tmp_path / 'grey.keras'} takes pictures of 1 channel, and pixels='torch' is for three"
    assert by.startswith(f"  asked by {net!r}, test_channels.py:")
    assert hint == "  it is one of '0..1', '-1..1', '0..255'"


def test_of_several_answers_the_one_classifier_counts(tmp_path: Path) -> None:
    heads = (("where", 4, "linear"), ("kind", 3, "softmax"))
    net = loaded(saved(tmp_path / "two.keras", 3, heads=heads))
    assert [tuple(each.shape) for each in net.cut(["logits", "probabilities", "where"]).outputs] == [
        (None, 3),
        (None, 3),
        (None, 4),
    ]


def test_of_several_classifiers_each_is_asked_for_by_its_layer(tmp_path: Path) -> None:
    path = saved(tmp_path / "two.keras", 3, heads=(("colour", 4, "softmax"), ("kind", 3, "sigmoid")))
    objective = Logit(1)
    with pytest.raises(UnknownLayer) as caught:
        loaded(path).cut(["logits"], by=objective)
    what, _, hint = str(caught.value).splitlines()
    assert what == f"{path} has 2 classifiers, 'colour', 'kind', and so not one 'logits'"
    assert hint == "  ask for one by its layer's name, such as Channel('colour', 0)"
    net: dict[str, Any] = {"net": Net(str(path), pixels="0..1"), "optimizer": Adam(1)}
    painted(Shot(objective=Channel("kind", 1), **net), tmp_path / "store", size=(12, 16))


def test_no_classifier_among_several_answers(tmp_path: Path) -> None:
    path = saved(tmp_path / "two.keras", 3, heads=(("one", 4, "relu"), ("other", 3, "tanh")))
    with pytest.raises(UnknownLayer) as caught:
        loaded(path).cut(["logits"])
    what = "has no logits: it ends in 'one' and 'other', and a classifier in a Dense layer or a softmax"
    assert str(caught.value) == f"{path} {what}"


def test_labels_fit_one_of_several_classifiers(tmp_path: Path) -> None:
    path = saved(tmp_path / "two.keras", 3, heads=(("colour", 4, "softmax"), ("kind", 3, "softmax")))
    labels = Path(f"{path}.labels.txt")
    labels.write_text("oak\nmaple\nash\n")
    loaded(path)
    labels.write_text("oak\nmaple\n")
    with pytest.raises(BadWeights) as caught:
        loaded(path)
    assert str(caught.value) == f"{labels} names 2 classes, and the network has 4 or 3"
