"""Fold batch normalisation into the convolution before it: the same activations for much less work.

A frozen batch norm is y = gamma (x - mean) / sqrt(variance + epsilon) + beta, one factor and one term per channel; both
can be multiplied into the kernel and bias that made x (Jacob et al. 2018, "Quantization and Training", section 3.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dreamkit.nets.initial import drawn_by_numpy
from dreamkit.nets.nesting import copy_weights

if TYPE_CHECKING:
    import keras

_FOLDABLE = ("Conv2D", "DepthwiseConv2D", "Dense")


def folded(model: keras.Model) -> keras.Model:
    """A functional model with the same inputs and outputs, without the batch norms that a convolution can carry.

    A batch norm stays where something else looks at what comes before it, or where that is no convolution. A model
    with nothing to fold is returned as it is.
    """
    import keras

    pairs = _pairs(model)
    if not pairs:
        return model
    carried = {norm.name: layer for layer, norm in pairs}
    carriers = {layer.name: norm for layer, norm in pairs}

    def clone(layer: keras.Layer) -> keras.Layer:
        config = layer.get_config()
        if layer.name in carriers:
            config["use_bias"] = True
        return type(layer).from_config(config)

    def call(layer: keras.Layer, *args: Any, **kwargs: Any) -> Any:
        return args[0] if layer.name in carried else layer(*args, **kwargs)

    with drawn_by_numpy(None):
        new = keras.models.clone_model(model, clone_function=clone, call_function=call)
    for layer in new.layers:
        if layer.name in carriers:
            layer.set_weights(_combined(model.get_layer(layer.name), carriers[layer.name]))
        elif layer.weights:
            copy_weights(model.get_layer(layer.name), layer)
    new.trainable = False
    return new


def _pairs(model: keras.Model) -> list[tuple[keras.Layer, keras.Layer]]:
    """The (convolution, batch norm) pairs where the norm is all that looks at a convolution's plain output."""
    wanted = {id(output) for output in model.outputs}
    pairs = []
    for norm in model.layers:
        if type(norm).__name__ != "BatchNormalization" or len(norm._inbound_nodes) != 1:
            continue
        start = norm.input
        layer = start._keras_history.operation
        plain = type(layer).__name__ in _FOLDABLE and layer.activation.__name__ == "linear"
        if plain and len(layer._inbound_nodes) == 1 and _listeners(model, layer) == 1 and id(start) not in wanted:
            pairs.append((layer, norm))
    return pairs


def _listeners(model: keras.Model, layer: keras.Layer) -> int:
    """How many layers of this model look at what `layer` says."""
    names = {other.name for other in model.layers}
    return sum(node.operation.name in names for node in layer._outbound_nodes)


def _combined(layer: keras.Layer, norm: keras.Layer) -> list[NDArray[np.float32]]:
    """The kernel and bias that do the work of the convolution and its batch norm."""
    kernel, *bias = (np.asarray(weight, np.float64) for weight in layer.get_weights())
    mean, variance = (_numbers(weight) for weight in (norm.moving_mean, norm.moving_variance))
    gamma = _numbers(norm.gamma) if norm.scale else np.ones_like(mean)
    beta = _numbers(norm.beta) if norm.center else np.zeros_like(mean)
    factor = gamma / np.sqrt(variance + norm.epsilon)
    shift = beta + ((bias[0] if bias else 0.0) - mean) * factor
    shape = (*kernel.shape[2:],) if type(layer).__name__ == "DepthwiseConv2D" else (-1,)
    return [(kernel * factor.reshape(shape)).astype(np.float32), shift.astype(np.float32)]


def _numbers(weight: Any) -> NDArray[np.float64]:
    from keras import ops

    return np.asarray(ops.convert_to_numpy(weight.value), np.float64)
