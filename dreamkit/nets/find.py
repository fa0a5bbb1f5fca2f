"""From what a recipe says of its network to what dreamkit knows of it, without loading it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from dreamkit.digests import digest, file_digest
from dreamkit.errors import BadWeights, InvalidValue
from dreamkit.nets.base import NetSpec
from dreamkit.nets.initial import SEED
from dreamkit.nets.net import KERAS_FILES, Net
from dreamkit.nets.own import own_net
from dreamkit.nets.pooling import with_pooling

if TYPE_CHECKING:
    from dreamkit.registry import Registry


def spec_of(net: Net, registry: Registry) -> NetSpec:
    """The network that a recipe asks for, with the weights that it asks for; wakes no backend.

    Raises `UnknownName` with the nearest name, `BadWeights` for files that are missing or broken, and `InvalidValue`
    where `Net.pixels` is missing, or said of a network that needs none.
    """
    spec = with_weights(_spec(net, registry), net)
    return with_pooling(spec, net.pooling, by=net) if net.pooling else spec


def _spec(net: Net, registry: Registry) -> NetSpec:
    if net.name.endswith(".keras"):
        if net.weights == "random":
            hint = "save the network as it is born, and leave Net.weights out"
            raise InvalidValue(f"{net.name} brings its own weights, and random ones were asked for", by=net, hint=hint)
        return own_net(Path(net.name), net.pixels, by=net)
    spec = registry.net(net.name, by=net)
    if net.pixels:
        hint = "leave Net.pixels out; it is for networks of your own"
        raise InvalidValue(f"{spec.name} knows what its pictures should be", by=net, hint=hint)
    return spec


def with_weights(spec: NetSpec, net: Net) -> NetSpec:
    """The network with the weights that `net` asks for, under a digest of their own."""
    if net.weights == "trained":
        return spec
    if net.weights == "random":
        return dataclasses.replace(spec, weights="random", digest=digest([spec.digest, "random", SEED]))
    path = Path(net.weights)
    if not path.is_file():
        raise BadWeights(f"there is no file {path}", by=net)
    if spec.read_torch is None and not net.weights.endswith(KERAS_FILES):
        hint = "save them by `model.save_weights` of Keras; PyTorch's are read for resnet18_torch and resnet50_torch"
        raise BadWeights(f"{spec.name} takes its weights from an .h5 file, and {path} came", by=net, hint=hint)
    return dataclasses.replace(spec, weights=net.weights, digest=digest([spec.digest, file_digest(path)]))
