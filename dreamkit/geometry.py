"""Pictures seen through a plane projection: what every camera and every random view is made of."""

from __future__ import annotations

from dreamkit import ops
from dreamkit.parts import Tensor


def warped(image: Tensor, matrix: list[list[Tensor]]) -> Tensor:
    """A picture (batch, height, width, channels) seen through a plane projection, bilinear, mirrored at its edges.

    `matrix` (3, 3) takes a place of the new picture to the place of the old one that is seen there; a place is
    (across, down, 1), measured from the middle in widths and heights of the picture.

    Source: Hartley and Zisserman 2004, section 2.3 (the projective transformation).
    """
    height, width = ops.shape(image)[1:3]
    rows, columns = _centred(height)[:, None], _centred(width)[None, :]
    (a, b, c), (d, e, f), (g, h, i) = matrix
    depth = g * columns + h * rows + i
    across = (a * columns + b * rows + c) / depth
    down = (d * columns + e * rows + f) / depth
    return sampled(image, down, across)


def sampled(image: Tensor, down: Tensor, across: Tensor) -> Tensor:
    """The picture at places (height, width) each, measured from the middle in heights and widths; bilinear."""
    height, width = ops.shape(image)[1:3]
    row = _mirrored((down + 0.5) * ops.cast(height, "float32") - 0.5, height)
    column = _mirrored((across + 0.5) * ops.cast(width, "float32") - 0.5, width)
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


def rotation(image: Tensor, radians: Tensor) -> list[list[Tensor]]:
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
