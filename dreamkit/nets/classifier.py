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
    (or sigmoid) at the end. The model itself stays as it is. Raises `UnknownLayer` where it is no classifier, or more
    than one.
    """
    for each in model.layers:
        if each.name == layer and len(output_of(each).shape) == 2:
            return output_of(each)
    found = classifiers(model)
    if len(found) != 1:
        raise _no_single(model, name, layer, by)
    output = found[0]
    last = output._keras_history.operation
    if not _is_squashed(output):
        return output if layer == "logits" else _softmax(output)
    if layer == "probabilities":
        return output
    return _without_activation(last) if type(last).__name__ == "Dense" else last.input


def classifiers(model: keras.Model) -> list[keras.KerasTensor]:
    """The outputs of a model that are a classifier's: those behind a softmax (or sigmoid), else the Dense ones."""
    squashed = [output for output in model.outputs if _is_squashed(output)]
    return squashed or [output for output in model.outputs if _is_plain(output)]


def _is_squashed(output: keras.KerasTensor) -> bool:
    last = output._keras_history.operation
    kind = type(last).__name__
    return len(output.shape) == 2 and _activation(last) in _SQUASHED and kind in ("Activation", "Dense", "Softmax")


def _is_plain(output: keras.KerasTensor) -> bool:
    last = output._keras_history.operation
    return len(output.shape) == 2 and _activation(last) == "linear" and type(last).__name__ == "Dense"


def _no_single(model: keras.Model, name: str, layer: str, by: Part | None) -> UnknownLayer:
    """Why a model has not the one answer that was asked for."""
    ends = [output._keras_history.operation.name for output in classifiers(model)]
    if ends:
        what = f"{name} has {len(ends)} classifiers, {', '.join(map(repr, ends))}, and so not one {layer!r}"
        return UnknownLayer(what, by=by, hint=f"ask for one by its layer's name, such as Channel({ends[0]!r}, 0)")
    last = " and ".join(repr(output._keras_history.operation.name) for output in model.outputs)
    what = f"{name} has no {layer}: it ends in {last}, and a classifier in a Dense layer or a softmax"
    return UnknownLayer(what, by=by)


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
