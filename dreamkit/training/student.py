"""A network of those that look, as one that learns.

Keras must be awake for a class of its models to be written, so this is imported inside functions only.
"""

from __future__ import annotations

import dataclasses
from typing import final

import keras

from dreamkit.nets.base import NetSpec
from dreamkit.nets.building import built
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.parts import Tensor


@final
class Student(keras.Model):  # type: ignore[misc]  # Keras is not typed
    """A whole network, from pictures (batch, height, width, 3) in [0, 1] to what one of its layers answers.

    Its batch norms keep the means and variances that they were trained with: a few photos do not tell better ones.

    Args:
        spec: which network; it begins with the weights that it has.
        layer: which layer answers.
    """

    def __init__(self, spec: NetSpec, layer: str) -> None:
        super().__init__()
        self.whole = built(spec, spec.build_classifier or spec.build)
        net = LoadedNet(dataclasses.replace(spec, build_classifier=None), self.whole)
        self.cut = Cut(net, (layer,), fold=False)
        self.model = self.cut.model
        self.layer = layer
        for each in self.model.layers:  # a model's own word for it does not reach them
            each.trainable = True

    def call(self, photos: Tensor, training: bool = False) -> Tensor:
        """What the layer answers."""
        del training
        return self.cut(photos)[self.layer]
