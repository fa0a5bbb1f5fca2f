"""A network that is ready to look, and what can be asked of it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, final

from dreamkit.errors import UnknownLayer, suggestion
from dreamkit.nets.base import CLASSIFIER, NetSpec
from dreamkit.nets.building import built, empty
from dreamkit.nets.classifier import answer
from dreamkit.nets.shapes import LayerFacts, layer_facts, output_of
from dreamkit.parts import Part

if TYPE_CHECKING:
    import keras


@final
class LoadedNet:
    """A network that is ready to look; it never learns.

    Args:
        spec: what is known of it.
        model: what `spec.build` made.
    """

    def __init__(self, spec: NetSpec, model: keras.Model) -> None:
        model.trainable = False
        self.spec = spec
        self.model = model

    @classmethod
    def of(cls, spec: NetSpec) -> LoadedNet:
        """The network with its weights; raises `BadWeights` where they cannot be had."""
        return cls(spec, built(spec, spec.build))

    @classmethod
    def blank(cls, spec: NetSpec) -> LoadedNet:
        """The network without its weights, which need not be at hand: for questions about layers, classes and sizes."""
        return cls(dataclasses.replace(spec, weights="random"), empty(spec.build))

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of all layers that can be asked for, the classifier's included."""
        return tuple(dict.fromkeys([*_names(self.model), *self._head]))

    @functools.cached_property
    def facts(self) -> tuple[LayerFacts, ...]:
        """What each layer answers to a picture of the size that the network was trained on."""
        return layer_facts(self.model, self.spec.pixels)

    def cut(self, layers: Sequence[str], by: Part | None = None) -> keras.Model:
        """The part of the network that computes these layers, as a model with one output for each.

        Raises `UnknownLayer` with the nearest name.
        """
        import keras

        model = self._model_with(layers)
        return keras.Model(model.inputs[0], [self._output(model, layer, by) for layer in layers])

    def _output(self, model: keras.Model, layer: str, by: Part | None) -> keras.KerasTensor:
        if layer in CLASSIFIER:
            return answer(model, self.spec.name, layer, by)
        if layer not in _names(model):
            listing = f"`dreamkit layers {self.spec.name}` lists all {len(self.layers)}"
            what = f"{self.spec.name} has no layer {layer!r}"
            raise UnknownLayer(what, by=by, hint=suggestion(layer, self.layers, listing))
        return output_of(model.get_layer(layer))

    def _model_with(self, layers: Sequence[str]) -> keras.Model:
        """The model that has all these layers: the one for any size or, for a classifier's answers, the whole."""
        own = _names(self.model)
        if self.spec.build_classifier is None or all(layer in own for layer in layers):
            return self.model
        missing = [layer for layer in layers if layer not in own and layer not in CLASSIFIER]
        return self.model if set(missing) - set(self._head if missing else ()) else self._whole

    @functools.cached_property
    def _whole(self) -> keras.Model:
        assert self.spec.build_classifier is not None
        whole = built(self.spec, self.spec.build_classifier)
        whole.trainable = False
        return whole

    @functools.cached_property
    def _head(self) -> tuple[str, ...]:
        """The layers that only the whole network has, told from an empty one, which needs no download."""
        if self.spec.build_classifier is None:
            return ()
        own = _names(self.model)
        return tuple(name for name in _names(empty(self.spec.build_classifier)) if name not in own)


def _names(model: keras.Model) -> tuple[str, ...]:
    return tuple(layer.name for layer in model.layers)
