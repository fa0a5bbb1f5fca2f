"""What part of a picture a place of a layer sees, told from the graph: strides, kernels and padding."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

from dreamkit.parts import Size

if TYPE_CHECKING:
    import keras


@final
@dataclasses.dataclass(frozen=True)
class Reach:
    """What a row (or a column) of a layer's map sees: row i, the picture's rows stride·i + first to stride·i + last.

    Args:
        stride: how many pixels lie between two neighbouring rows.
        first: of the first pixel that is seen, from stride·i on; mostly below zero, for it may lie in the padding.
        last: of the last one.
    """

    stride: int = 1
    first: int = 0
    last: int = 0

    @property
    def pixels(self) -> int:
        """How many pixels are seen: the receptive field."""
        return self.last - self.first + 1

    @property
    def margin(self) -> int:
        """How far the field goes beyond stride·i, on whichever side it goes farther."""
        return max(0, -self.first, self.last)


Reaches: TypeAlias = tuple[Reach, Reach]
"""Of the rows and of the columns."""


_PICTURE: Final[Reaches] = Reach(), Reach()


def reaches(model: keras.Model) -> dict[str, Reaches | None]:
    """What each layer's places see, by the layer's name; None where a place sees all of the picture, or none is left.

    Padding that depends on the picture's size, as TensorFlow's "same" does where there is a stride, counts with the
    farther of both ways, so that a field may be a pixel or so wider than it is.

    Source: Araujo, Norris and Sim 2019, "Computing Receptive Fields of Convolutional Neural Networks", section 2.
    """
    found: dict[str, Reaches | None] = {}
    for layer in model.layers:
        inputs = [tensor._keras_history.operation.name for tensor in layer._inbound_nodes[0].input_tensors]
        before = [found.get(name, _PICTURE) for name in inputs]  # a Sequential does not list its input
        found[layer.name] = _beyond(layer, before)
    return found


def _beyond(layer: keras.Layer, before: list[Reaches | None]) -> Reaches | None:
    """What the places of a layer see, if those of the layers before it see so much."""
    if not before:
        return _PICTURE
    kind = type(layer).__name__
    known = [each for each in before if each is not None]
    if len(known) < len(before) or kind not in _PLACE_BY_PLACE | _WINDOWED | set(_FRAMED):
        return None
    rows, columns = (_union([each[axis] for each in known]) for axis in (0, 1))
    if rows is None or columns is None:
        return None
    if kind in _FRAMED:
        return _moved(rows, layer, kind, 0), _moved(columns, layer, kind, 1)
    if kind in _WINDOWED:
        return _window(rows, layer, 0), _window(columns, layer, 1)
    return rows, columns


_PLACE_BY_PLACE: Final = frozenset(
    ("Activation", "Add", "BatchNormalization", "Concatenate", "Dropout", "LeakyReLU", "Multiply", "PReLU", "ReLU")
) | frozenset(("ELU", "InputLayer", "Normalization", "Rescaling", "Softmax", "SpatialDropout2D", "Subtract"))
"""Layers whose places see no other place of the layers before them."""

_WINDOWED: Final = frozenset(("AveragePooling2D", "Conv2D", "DepthwiseConv2D", "MaxPooling2D", "SeparableConv2D"))
_FRAMED: Final = {"ZeroPadding2D": ("padding", 1), "Cropping2D": ("cropping", -1)}


def _union(all_of: list[Reach]) -> Reach | None:
    """What is seen by several at once; None where their maps are not of one size."""
    if len({each.stride for each in all_of}) > 1:
        return None
    return Reach(all_of[0].stride, min(each.first for each in all_of), max(each.last for each in all_of))


def _window(seen: Reach, layer: Any, axis: int) -> Reach:
    """Through a convolution or pooling of so many cells."""
    kernel = layer.kernel_size if hasattr(layer, "kernel_size") else layer.pool_size
    cells = (kernel[axis] - 1) * getattr(layer, "dilation_rate", (1, 1))[axis] + 1
    stride = layer.strides[axis]
    most, least = ((cells - 1) // 2, max(cells - stride, 0) // 2) if layer.padding == "same" else (0, 0)
    first, last = seen.first - seen.stride * most, seen.last + seen.stride * (cells - 1 - least)
    return Reach(seen.stride * stride, first, last)


def _moved(seen: Reach, layer: Any, kind: str, axis: int) -> Reach:
    """Behind a frame of zeros, or a crop."""
    field, sign = _FRAMED[kind]
    before: int = sign * getattr(layer, field)[axis][0]
    return Reach(seen.stride, seen.first - seen.stride * before, seen.last - seen.stride * before)


def field(reach: Reaches, place: Size, size: Size) -> tuple[slice, slice]:
    """The rows and columns of a picture of this (height, width) that a place (row, column) of a layer sees.

    >>> field((Reach(4, -3, 3), Reach(4, -3, 3)), (1, 0), (10, 10))
    (slice(1, 8, None), slice(0, 4, None))
    """
    starts = [each.stride * index for each, index in zip(reach, place, strict=True)]
    rows, columns = (
        slice(max(0, start + each.first), min(side, start + each.last + 1))
        for start, each, side in zip(starts, reach, size, strict=True)
    )
    return rows, columns
