"""The default network is the one that was trained, and sees what is in a photograph."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dreamkit.backend.choice import chosen
from dreamkit.errors import BadWeights
from dreamkit.nets import lite
from dreamkit.nets.building import empty
from dreamkit.nets.efficientnet_lite import efficientnet_lite
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.pictures import read_picture, resample

PICTURES = Path(__file__).parents[2] / "recipes" / "pictures"


def test_it_sees_the_alps():
    from dreamkit import backend, ops

    picture = resample(read_picture(PICTURES / "mountains.jpg"), (224, 224), "cover")
    cut = Cut(LoadedNet.of(lite.LITE0), ["probabilities"])
    look = backend.compiled(lambda weights, image: cut(image)["probabilities"])
    probabilities = ops.convert_to_numpy(look(ops.convert_to_tensor(picture[None])))[0]
    assert lite.LITE0.labels().names[int(np.argmax(probabilities))] == "alp"
    assert probabilities.max() > 0.6


@pytest.mark.parametrize(
    ("width", "depth", "count"), [(1.0, 1.0, 4_694_024), (1.0, 1.1, 5_470_344), (1.1, 1.2, 6_150_168)]
)
def test_sizes_are_the_released_ones(width, depth, count):
    assert empty(lambda _: efficientnet_lite("lite", width, depth)).count_params() == count


def test_weights_that_are_not_the_released_ones_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "efficientnet-lite0.pth"
    path.write_bytes(b"something else")
    monkeypatch.setattr(lite, "_lite0_path", lambda: path)
    with pytest.raises(BadWeights) as caught:
        LoadedNet.of(lite.LITE0)
    what = f"{path} is not the file it should be: sha256 "
    assert str(caught.value).startswith(what)
    assert str(caught.value).endswith(f" instead of {lite.LITE0_SHA256}")


def test_tensorflow_sleeps_where_another_backend_computes():
    if chosen() == "tensorflow":
        pytest.skip("TensorFlow is the backend of this run")
    code = """
import sys
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
Cut(LoadedNet.of(TINY), ["relu3", "logits"])
print("tensorflow" in sys.modules, "keras" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False True\n"
