"""A network as a black box: in batches of one size, at its own size, in ten crops."""

from __future__ import annotations

import numpy as np

from dreamkit import ops
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.render.judge import NetJudge


def test_the_network_is_shown_batches_of_one_size(rng: np.random.Generator) -> None:
    net = LoadedNet(TINY, TINY.build("trained"))
    pictures = rng.integers(0, 256, (5, 37, 37, 3), np.uint8)
    whole = ops.image.resize(pictures.astype(np.float32) / 255, (32, 32), interpolation="bilinear", antialias=True)
    expected = ops.convert_to_numpy(Cut(net, ("probabilities",))(whole)["probabilities"])
    np.testing.assert_allclose(NetJudge(net, 3)(pictures), expected, atol=1e-5)


def test_ten_crops_are_the_corners_the_middle_and_their_mirrored_twins(rng: np.random.Generator) -> None:
    net = LoadedNet(TINY, TINY.build("trained"))
    pictures = rng.integers(0, 256, (3, 37, 37, 3), np.uint8)  # eight sevenths of the side that the network wants
    places = [(0, 0), (0, 5), (5, 0), (5, 5), (2, 2)]
    crops = [pictures[:, top : top + 32, left : left + 32][:, :, ::way] for top, left in places for way in (1, -1)]
    one_by_one = NetJudge(net, 30)(np.concatenate(crops)).reshape(10, 3, -1)
    np.testing.assert_allclose(NetJudge(net, 3, crops=True)(pictures), one_by_one.mean(axis=0), atol=1e-5)
