"""How much arithmetic a network is, counted from its graph: two operations for each multiplication and its addition."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import keras

COUNTED: Final = ("Conv2D", "DepthwiseConv2D", "Dense")
"""The layers that are counted; what the others do is small beside it."""


def forward_gflop(model: keras.Model, size: tuple[int, int]) -> float:
    """Milliards of operations to look at one picture of (height, width).

    A gradient of the picture takes as many again: each convolution has one other convolution as its gradient.
    """
    import keras

    layers = [layer for layer in model.layers if type(layer).__name__ in COUNTED]
    graph = keras.Model(model.inputs[0], {layer.name: layer.output for layer in layers})
    answers = graph.compute_output_spec(keras.KerasTensor((1, *size, 3)))
    places = {name: math.prod(answer.shape[1:-1]) for name, answer in answers.items()}
    return sum(2 * math.prod(layer.kernel.shape) * places[layer.name] for layer in layers) / 1e9
