"""Average pooling in a network that was trained with maxima, or the reverse."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from dreamkit.digests import digest
from dreamkit.errors import InvalidValue
from dreamkit.nets.base import NetSpec
from dreamkit.nets.initial import drawn_by_numpy
from dreamkit.nets.nesting import copy_weights
from dreamkit.parts import Part

if TYPE_CHECKING:
    import keras

POOLINGS: Final = {"average": "AveragePooling2D", "max": "MaxPooling2D"}

Build = Callable[[str], "keras.Model"]


def with_pooling(spec: NetSpec, pooling: str, by: Part) -> NetSpec:
    """The network with all its windows pooled in one way, "average" or "max", under a digest of its own.

    Raises `InvalidValue`, once it is built, where nothing in it is pooled otherwise.

    Source: Gatys, Ecker and Bethge 2015, "Texture Synthesis Using Convolutional Neural Networks", section 2 (average
    pooling lets the gradient flow better and makes cleaner pictures).
    """

    def pooled(build: Build) -> Build:
        return lambda weights: repooled(build(weights), pooling, by)

    whole = pooled(spec.build_classifier) if spec.build_classifier else None
    new = digest([spec.digest, pooling])
    return dataclasses.replace(spec, build=pooled(spec.build), build_classifier=whole, digest=new)


def repooled(model: keras.Model, pooling: str, by: Part | None = None) -> keras.Model:
    """A functional model with the same weights, whose pooling layers keep their names and windows."""
    import keras

    wanted = POOLINGS[pooling]
    others = {layer.name for layer in model.layers if type(layer).__name__ in set(POOLINGS.values()) - {wanted}}
    if not others:
        what = f"the network has nothing that could be pooled by {pooling} instead"
        raise InvalidValue(what, by=by, hint="leave Net.pooling out")

    def clone(layer: keras.Layer) -> Any:
        kind = getattr(keras.layers, wanted) if layer.name in others else type(layer)
        return kind.from_config(layer.get_config())

    with drawn_by_numpy(None):
        new = keras.models.clone_model(model, clone_function=clone)
    for layer in new.layers:
        if layer.weights:
            copy_weights(model.get_layer(layer.name), layer)
    return new
