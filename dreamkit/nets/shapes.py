"""How large the answers of a network are, told from its graph, without showing it a picture."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final, TypeAlias, final

from dreamkit.parts import Size

if TYPE_CHECKING:
    import keras

Shape: TypeAlias = tuple[int | None, ...]
"""A layer's answer to one picture: (height, width, channels) for most."""

_FAR: Final = 512
"""Two sides that lie this far apart tell a stride exactly, whatever the borders take."""


@final
@dataclasses.dataclass(frozen=True)
class LayerFacts:
    """What is known of a layer before any picture is shown.

    Args:
        name: as it is asked for.
        kind: its Keras class.
        shape: of its answer to one picture of the network's own size.
        stride: how many pixels of the picture lie between two neighbouring cells; 0 where it has no map of places.
    """

    name: str
    kind: str
    shape: Shape
    stride: int

    @property
    def channels(self) -> int:
        """How many channels, or numbers, it has."""
        return self.shape[-1] or 0


def layer_facts(model: keras.Model, pixels: int) -> tuple[LayerFacts, ...]:
    """What each layer answers to a picture of `pixels` × `pixels`, or of the one size that the model takes."""
    fixed = fixed_size(model)
    shapes = _shapes(model, fixed or (pixels, pixels))
    strides = _strides(model, shapes)
    return tuple(
        LayerFacts(layer.name, type(layer).__name__, shapes[layer.name], strides[layer.name]) for layer in model.layers
    )


def answers(model: keras.Model, size: Size) -> list[Shape]:
    """The shape of each of a model's outputs for one picture of this size, or of the one that the model takes."""
    import keras

    said = model.compute_output_spec(keras.KerasTensor((1, *(fixed_size(model) or size), _channels(model))))
    return [tuple(each.shape[1:]) for each in (said if isinstance(said, (list, tuple)) else [said])]


def output_of(layer: keras.Layer) -> keras.KerasTensor:
    """A layer's symbolic output, where it is first called; of several the first."""
    return layer._inbound_nodes[0].output_tensors[0]


def fixed_size(model: keras.Model) -> Size | None:
    """The (height, width) that a model insists on, or None where it takes any."""
    height, width = model.inputs[0].shape[1:3]
    return None if height is None or width is None else (height, width)


def smallest_side(model: keras.Model) -> int:
    """The side, in pixels, of the smallest picture that all layers of a model can see.

    A picture is seen where it leaves at least one cell of each layer's map, as it does in a network without padding
    only if it is large, and where it fills at least half of the coarsest cell; what is smaller is mostly padding. A
    model of one size is shown every picture at that size.
    """
    if fixed_size(model):
        return 1
    half = max(1, *(stride // 2 for stride in _strides(model, _shapes(model, (_FAR, _FAR))).values()))
    if _sees(model, half):
        return half
    blind, seeing = half, _FAR
    while seeing - blind > 1:
        middle = (blind + seeing) // 2
        blind, seeing = (blind, middle) if _sees(model, middle) else (middle, seeing)
    return seeing


def _channels(model: keras.Model) -> int:
    """How many channels a model's pictures have."""
    return int(model.inputs[0].shape[-1])


def _sees(model: keras.Model, side: int) -> bool:
    try:
        shapes = _shapes(model, (side, side))
    except ValueError:  # Keras refuses a convolution that leaves nothing
        return False
    return all(number is None or number > 0 for shape in shapes.values() for number in shape)


def _strides(model: keras.Model, shapes: dict[str, Shape]) -> dict[str, int]:
    """The stride of each layer, in rows of the picture; 0 for those without a map."""
    if size := fixed_size(model):
        rows = {name: shape[0] if len(shape) == 3 else None for name, shape in shapes.items()}
        return {name: round(size[0] / row) if row and row > 1 else 0 for name, row in rows.items()}
    near, far = (_shapes(model, (side, side)) for side in (_FAR, 2 * _FAR))
    more = {name: far[name][0] - shape[0] if len(shape) == 3 else 0 for name, shape in near.items()}  # type: ignore[operator]
    return {name: round(_FAR / rows) if rows else 0 for name, rows in more.items()}


def _shapes(model: keras.Model, size: Size) -> dict[str, Shape]:
    """The shape of each layer's answer to one picture of this size, by the layer's name."""
    import keras

    graph = keras.Model(model.inputs[0], {layer.name: output_of(layer) for layer in model.layers})
    said = graph.compute_output_spec(keras.KerasTensor((1, *size, _channels(model))))
    return {name: tuple(each.shape[1:]) for name, each in said.items()}
