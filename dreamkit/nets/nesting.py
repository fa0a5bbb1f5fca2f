"""Networks inside networks, opened up so that every layer can be asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dreamkit.nets.initial import drawn_by_numpy

if TYPE_CHECKING:
    import keras


def opened(model: keras.Model) -> keras.Model:
    """The same network without any networks inside; the layers of the inner one `base` are called `base-conv1`.

    A model that has none inside is returned as it is.
    """
    import keras

    if not any(isinstance(layer, keras.Model) for layer in model.layers):
        return model
    copies: dict[int, tuple[keras.Operation, keras.Operation]] = {}
    with drawn_by_numpy(None):
        image = keras.Input(model.inputs[0].shape[1:], name=model.inputs[0].name)
        whole = keras.Model(image, _run(model, image, "", copies), name=model.name)
    for old, new in copies.values():
        if getattr(old, "weights", None):
            copy_weights(old, new)
    return whole


def copy_weights(old: keras.Layer, new: keras.Layer) -> None:
    """Give a layer all that another of its kind has learnt."""
    new.set_weights(old.get_weights())
    for layer in new._flatten_layers():
        if hasattr(layer, "finalize_state"):  # Normalization keeps what it computes from its weights
            layer.finalize_state()


def _run(model: keras.Model, inputs: Any, prefix: str, copies: dict[int, Any]) -> Any:
    """What a model makes of symbolic inputs, by copies of its layers."""
    import keras

    def replaced(operation: keras.Operation) -> Callable[..., Any]:
        if isinstance(operation, keras.Model):
            return lambda inner, *_, **__: _run(operation, inner, f"{prefix}{operation.name}-", copies)
        if id(operation) not in copies:
            config = {**operation.get_config(), "name": prefix + operation.name}
            copies[id(operation)] = (operation, type(operation).from_config(config))
        return copies[id(operation)][1]

    graph = model._functional if isinstance(model, keras.Sequential) else model
    return graph._run_through_graph(inputs, operation_fn=replaced)
