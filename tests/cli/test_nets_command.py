"""`dreamkit nets` and `dreamkit layers`, as a person reads them."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest
from click.testing import CliRunner

from dreamkit.backend.choice import chosen
from dreamkit.cli import main
from dreamkit.nets.tiny import TINY


def said(*words: str, code: int = 0) -> list[str]:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == code, result.output
    return result.output.splitlines()


@pytest.fixture(autouse=True)
def empty_caches(tmp_path, monkeypatch):
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


def test_the_networks_and_what_they_need():
    lines = said("nets")
    assert "efficientnet_lite0   on hand             EfficientNet-Lite 0, ImageNet, 4.7 million weights; fast" in lines
    assert "squeezenet           4.6 MB by pip       SqueezeNet 1.1, ImageNet, 1.2 million weights" in lines
    assert "vgg16                58.8 MB by Keras    VGG16, ImageNet, 14.7 million weights" in lines
    assert lines[-1] == "`dreamkit nets fetch NAME` fetches one, `dreamkit layers NAME` lists its layers."


def test_a_long_name_moves_the_columns_of_all(monkeypatch):
    longer = dataclasses.replace(TINY, name="a_network_with_a_long_name", summary="small")
    monkeypatch.setattr("dreamkit.nets.known.known", lambda: (TINY, longer))
    lines = said("nets")
    assert f"{longer.name}  on hand             small" in lines
    assert f"{'tiny':<26}  on hand             a few thousand random weights, for tests and trials" in lines


def test_what_keras_has_kept_is_on_hand(tmp_path):
    kept = tmp_path / "keras" / "models" / "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5"
    kept.parent.mkdir(parents=True)
    kept.touch()
    assert "vgg16                on hand             VGG16, ImageNet, 14.7 million weights" in said("nets")


def test_listing_them_wakes_nobody():
    code = "import sys; from dreamkit.cli import main; main(['nets'], standalone_mode=False); print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "keras" not in printed.splitlines()[-1].split()


def test_one_that_is_on_hand_is_fetched_at_once():
    assert said("nets", "fetch", "tiny") == ["tiny is on hand"]


def test_an_unknown_one():
    lines = said("nets", "fetch", "vgg116", code=2)
    assert lines == ["there is no network 'vgg116'", "  did you mean 'vgg16'? `dreamkit nets` lists all that there are"]


def test_classes():
    assert said("nets", "classes", "tiny", "crane") == ["   4  crane, crane bird", "   5  crane, machine"]
    assert len(said("nets", "classes", "squeezenet")) == 1000


def test_layers():
    lines = said("layers", "tiny", "--backend", chosen())
    assert lines[0] == "image          InputLayer              32x32x3             3 channels  stride 1"
    assert lines[-2] == "logits         Dense                   8                   8 channels"
    assert said("layers", "tiny", "relu3") == [
        "relu3  ReLU                    8x8x24             24 channels  stride 4"
    ]


def test_layers_of_a_network_that_is_not_on_hand():
    lines = said("layers", "mobilenet_v3_small", "expanded_conv_9_add")
    assert lines[0].startswith("expanded_conv_9_add  Add                     7x7x96 ")
    assert lines[1] == "logits, probabilities: what the classifier answers, before and after its softmax"


def test_layers_of_a_file(tmp_path):
    import keras

    keras.Sequential([keras.Input((12, 16, 3)), keras.layers.Conv2D(4, 3, name="mine")]).save(tmp_path / "net.keras")
    line = "mine  Conv2D                  10x14x4             4 channels  stride 1"
    assert said("layers", str(tmp_path / "net.keras"), "mine") == [line]
