"""Pictures seen through a plane projection: what every camera and every random view is made of."""

from __future__ import annotations

from typing import Final, TypeAlias

from dreamkit import ops
from dreamkit.parts import Tensor

Matrix: TypeAlias = list[list[Tensor]]
"""Three rows of three numbers: a plane projection."""

HORIZON: Final = 1e-3
"""How near a plane may come to being seen from its edge; what lies beyond looks as it does there."""


def warped(image: Tensor, matrix: Matrix) -> Tensor:
    """A picture (batch, height, width, channels) seen through a plane projection, bilinear, mirrored at its edges.

    `matrix` (3, 3) takes a place of the new picture to the place of the old one that is seen there; a place is
    (across, down, 1), measured from the middle in widths and heights of the picture. The identity changes no bit.

    Source: Hartley and Zisserman 2004, section 2.3 (the projective transformation).
    """
    height, width = ops.shape(image)[1:3]
    rows, columns = _centred(height)[:, None], _centred(width)[None, :]
    (a, b, c), (d, e, f), (g, h, i) = matrix
    depth = ops.maximum(g * columns + h * rows + i, HORIZON)
    right = (a * columns + b * rows + c) / depth - columns
    down = (d * columns + e * rows + f) / depth - rows
    return moved(image, down * ops.cast(height, "float32"), right * ops.cast(width, "float32"))


def stretched(image: Tensor, size: tuple[Tensor, Tensor]) -> Tensor:
    """A picture (batch, height, width, channels) at another (height, width), bilinear, without aliasing.

    As `ops.image.resize` with `antialias=True` does, also where neither size is known yet; made for small pictures,
    such as a layer's answer, since it multiplies whole rows and columns. The same size changes no bit.
    """
    height, width = ops.shape(image)[1:3]
    rows, columns = _shares(size[0], height), _shares(size[1], width)
    return ops.einsum("rh,bhwc,sw->brsc", rows, image, columns)


def _shares(new: Tensor, old: Tensor) -> Tensor:
    """How much of each of `old` pixels goes into each of `new` ones, (new, old)."""
    ratio = ops.cast(old, "float32") / ops.cast(new, "float32")
    middles = (ops.cast(ops.arange(new), "float32")[:, None] + 0.5) * ratio - 0.5
    away = ops.abs(middles - ops.cast(ops.arange(old), "float32")[None, :])
    shares = ops.maximum(1 - away / ops.maximum(ratio, 1.0), 0.0)
    return shares / ops.sum(shares, axis=1, keepdims=True)


def followed(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does what `first` does and then what `second` does, for `warped`.

    >>> followed([[1, 0, 2], [0, 1, 0], [0, 0, 1]], [[3, 0, 0], [0, 3, 0], [0, 0, 1]])
    [[3, 0, 2], [0, 3, 0], [0, 0, 1]]
    """
    return [[sum(first[row][k] * second[k][column] for k in range(3)) for column in range(3)] for row in range(3)]


def moved(image: Tensor, down: Tensor, right: Tensor) -> Tensor:
    """The picture where each pixel shows what lies so many pixels below and to the right of it; bilinear, mirrored.

    `down` and `right` are (height, width) each; a picture that is moved by nothing changes no bit.
    """
    height, width = ops.shape(image)[1:3]
    rows = ops.arange(height, dtype="float32")[:, None] + down
    return sampled(image, rows, ops.arange(width, dtype="float32")[None, :] + right)


def sampled(image: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """What a picture shows at these places, in pixels from its first; bilinear, mirrored at its edges.

    `rows` and `columns` are (new height, new width), or spread to that together.
    """
    height, width = ops.shape(image)[1:3]
    row, column = _mirrored(rows, height), _mirrored(columns, width)
    top, left = ops.floor(row), ops.floor(column)
    down_share, across_share = (row - top)[None, ..., None], (column - left)[None, ..., None]
    top, left = ops.cast(top, "int32"), ops.cast(left, "int32")
    bottom, right = ops.minimum(top + 1, height - 1), ops.minimum(left + 1, width - 1)
    flat = ops.reshape(image, (image.shape[0], -1, image.shape[3]))

    def across_at(r: Tensor) -> Tensor:
        here, beside = ops.take(flat, r * width + left, axis=1), ops.take(flat, r * width + right, axis=1)
        return here + across_share * (beside - here)

    upper, lower = across_at(top), across_at(bottom)
    return upper + down_share * (lower - upper)


def rotation(image: Tensor, radians: Tensor) -> Matrix:
    """The matrix for `warped` that turns a picture clockwise about its middle, round things staying round."""
    height, width = ops.shape(image)[1:3]
    aspect = ops.cast(width, "float32") / ops.cast(height, "float32")
    cosine, sine = ops.cos(radians), ops.sin(radians)
    zero = 0.0 * radians
    return [[cosine, sine / aspect, zero], [-sine * aspect, cosine, zero], [zero, zero, zero + 1]]


def framed(image: Tensor, pixels: int, axes: tuple[int, ...] = (1, 2)) -> Tensor:
    """The picture (batch, height, width, channels) with `pixels` more on every side, mirrored at its edge pixels.

    `axes` (1,) frames only above and below, (2,) only left and right.
    """
    for axis in axes if pixels else ():
        count = ops.shape(image)[axis]
        before = _mirrored(ops.arange(-pixels, 0, dtype="int32"), count)
        after = _mirrored(ops.arange(pixels, dtype="int32") + count, count)
        image = ops.concatenate([ops.take(image, before, axis), image, ops.take(image, after, axis)], axis)
    return image


def _centred(count: Tensor) -> Tensor:
    """The places of `count` pixel centres, from just over -0.5 to just under 0.5."""
    return (ops.arange(count, dtype="float32") + 0.5) / ops.cast(count, "float32") - 0.5


def _mirrored(place: Tensor, count: Tensor) -> Tensor:
    """Pixel places, whole or between, folded back into [0, count - 1], as between two mirrors."""
    end = ops.cast(count - 1, place.dtype)
    turn = ops.maximum(end, ops.ones_like(end))  # a single pixel is mirrored into itself
    return ops.minimum(turn - ops.abs(ops.mod(place, 2 * turn) - turn), end)
