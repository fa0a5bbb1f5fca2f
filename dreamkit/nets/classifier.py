"""A classifier's answers, before and after its softmax, under the same two names for every network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dreamkit.errors import UnknownLayer
from dreamkit.nets.initial import drawn_by_numpy
from dreamkit.nets.shapes import output_of
from dreamkit.parts import Part

if TYPE_CHECKING:
    import keras

_SQUASHED: Final = ("softmax", "sigmoid")


def answer(model: keras.Model, name: str, layer: str, by: Part | None) -> keras.KerasTensor:
    """The symbolic "logits" or "probabilities" of a model, (batch, classes).

    They are the layers of these names or, where there are none that fit, what goes into and comes out of the softmax
    (or sigmoid) at the end. The model itself stays as it is. Raises `UnknownLayer` where it is no classifier.
    """
    for each in model.layers:
        if each.name == layer and len(output_of(each).shape) == 2:
            return output_of(each)
    output = model.outputs[0]
    last = output._keras_history.operation
    kind, activation = type(last).__name__, _activation(last)
    if len(output.shape) == 2 and activation in _SQUASHED and kind in ("Activation", "Dense", "Softmax"):
        if layer == "probabilities":
            return output
        return _without_activation(last) if kind == "Dense" else last.input
    if len(output.shape) == 2 and activation == "linear" and kind == "Dense":
        return output if layer == "logits" else _softmax(output)
    what = f"{name} has no {layer}: it ends in {last.name!r}, and a classifier in a Dense layer or a softmax"
    raise UnknownLayer(what, by=by)


def _activation(layer: keras.Layer) -> str:
    if type(layer).__name__ == "Softmax":
        return "softmax"
    return getattr(getattr(layer, "activation", None), "__name__", "")


def _without_activation(dense: keras.Layer) -> keras.KerasTensor:
    """What a Dense layer says before its activation, by a twin with the same weights."""
    config = {**dense.get_config(), "activation": "linear", "name": "logits"}
    with drawn_by_numpy(None):
        twin = type(dense).from_config(config)
        logits = twin(dense.input)
    twin.set_weights(dense.get_weights())
    return logits


def _softmax(logits: keras.KerasTensor) -> keras.KerasTensor:
    from keras import layers

    return layers.Softmax(name="probabilities")(logits)
