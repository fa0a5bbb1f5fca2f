"""SqueezeNet's classes are asked for before the ReLU that would silence them, and answered after it."""

from __future__ import annotations

import dataclasses

import numpy as np

from dreamkit import ops
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.squeezenet import SQUEEZENET, squeezenet
from dreamkit.testing.gradients import value_and_slope


def test_a_silent_class_has_a_logit_and_a_slope(rng: np.random.Generator) -> None:
    net = LoadedNet(dataclasses.replace(SQUEEZENET, build=lambda _: squeezenet(5)), squeezenet(5))
    last = net.model.get_layer("conv10")
    last.bias.assign(np.array([-1e3, 0.1, 0.2, -1e3, 0.3], np.float32))  # two classes whose ReLU is shut
    cut = Cut(net, ["conv10", "logits", "probabilities"])
    image = ops.convert_to_tensor(rng.random((1, 64, 64, 3)).astype(np.float32))
    maps, logits, chances = (np.asarray(ops.convert_to_numpy(answer)) for answer in cut(image).values())
    assert np.allclose(logits, maps.mean((1, 2)), rtol=1e-5)
    scores = np.exp(np.maximum(maps, 0).mean((1, 2)))
    assert np.allclose(chances, scores / scores.sum(-1, keepdims=True), rtol=1e-4)
    gradient = value_and_slope(lambda x: ops.sum(cut(x)["logits"][:, 3]), image)[1]
    assert np.abs(ops.convert_to_numpy(gradient)).max() > 0
