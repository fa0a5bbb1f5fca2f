"""A classifier's answers, before and after its softmax, under the same two names for every network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dreamkit.errors import UnknownLayer
from dreamkit.parts import Part

if TYPE_CHECKING:
    import keras


def answer(model: keras.Model, name: str, layer: str, by: Part | None) -> keras.KerasTensor:
    """The symbolic "logits" or "probabilities" of a model; raises `UnknownLayer` where it is no classifier."""
    try:
        return model.get_layer(layer).output
    except ValueError:
        raise UnknownLayer(f"{name} has no {layer}: it is no classifier", by=by) from None
