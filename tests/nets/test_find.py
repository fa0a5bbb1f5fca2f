"""From what a recipe says of its network to the network, and what is said where that cannot be."""

from __future__ import annotations

import pytest

from dreamkit.errors import BadWeights, InvalidValue, UnknownName
from dreamkit.nets.find import spec_of
from dreamkit.nets.net import Net
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

REGISTRY = Registry(Plugins(only=()))


def without_its_place(error: Exception) -> str:
    """The error's text without the line that tells who asked."""
    what, by, *hint = str(error).splitlines()
    assert by.startswith("  asked by Net(")
    assert by.rpartition(", ")[2].startswith("test_find.py:")
    return "\n".join([what, *hint])


def test_a_known_network_is_found_as_it_is():
    assert spec_of(Net("efficientnet_lite0"), REGISTRY) is REGISTRY.nets["efficientnet_lite0"]


def test_weights_have_a_digest_of_their_own(tmp_path):
    path = tmp_path / "mine.h5"
    path.write_bytes(b"one")
    trained, random, own = (spec_of(Net("tiny", weights=w), REGISTRY) for w in ("trained", "random", str(path)))
    path.write_bytes(b"other")
    changed = spec_of(Net("tiny", weights=str(path)), REGISTRY)
    assert len({trained.digest, random.digest, own.digest, changed.digest}) == 4
    assert spec_of(Net("tiny", weights="random"), REGISTRY).digest == random.digest
    assert (trained.weights, random.weights, own.weights) == ("trained", "random", str(path))


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        (
            {"name": "efficientnet_lite"},
            UnknownName,
            "there is no network 'efficientnet_lite'\n"
            "  did you mean 'efficientnet_lite2'? `dreamkit nets` lists all that there are",
        ),
        (
            {"pixels": "0..1"},
            InvalidValue,
            "tiny knows what its pictures should be\n  leave Net.pixels out; it is for networks of your own",
        ),
        ({"weights": "no/such.h5"}, BadWeights, "there is no file no/such.h5"),
    ],
)
def test_what_is_said_of_a_net_that_cannot_be_found(said, kind, text):
    with pytest.raises(kind) as caught:
        spec_of(Net(**{"name": "tiny"} | said), REGISTRY)
    assert without_its_place(caught.value) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (
            {"weights": "trainde"},
            'Net.weights is "trained", "random" or the path of an .h5, .pt, .pth or .ckpt file, and \'trainde\' came\n'
            "  did you mean 'trained'?",
        ),
        (
            {"pixels": "cafe"},
            "Net.pixels is one of 0..1, -1..1, 0..255, caffe, torch, and 'cafe' came\n  did you mean 'caffe'?",
        ),
        ({"name": 3}, "Net.name is text, and 3 came"),
    ],
)
def test_a_net_that_makes_no_sense(said, text):
    with pytest.raises(InvalidValue) as caught:
        Net(**{"name": "tiny"} | said)
    assert without_its_place(caught.value) == text
