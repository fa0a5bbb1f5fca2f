"""What is kept beside a picture, as a fourth channel, for a finish that asks for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dreamkit.parts import Size

_BYTES = 4  # of a number in float32


def with_numbers(pictures: NDArray[np.float32], numbers: NDArray[np.float32]) -> NDArray[np.float32]:
    """Pictures (batch, height, width, 3) with a number each, whose four bytes stand in a fourth channel's first pixels.

    So they come back exactly, although a picture is stored in 8 bits.

    >>> numbers_of(with_numbers(np.zeros((2, 2, 2, 3), np.float32), np.float32([0.25, 0.99995])))
    array([0.25   , 0.99995], dtype=float32)
    """
    batch, height, width, _ = pictures.shape
    plane = np.zeros((batch, height * width), np.float32)
    plane[:, :_BYTES] = np.ascontiguousarray(numbers, "<f4").view(np.uint8).reshape(batch, _BYTES) / np.float32(255)
    return np.concatenate([pictures, plane.reshape(batch, height, width, 1)], axis=3)


def numbers_of(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
    """The numbers, (batch,), that `with_numbers` has put into a fourth channel."""
    written = pictures[..., 3].reshape(len(pictures), -1)[:, :_BYTES]
    return np.ascontiguousarray(np.rint(written * 255), np.uint8).view("<f4").reshape(-1).astype(np.float32)


def blank(size: Size) -> NDArray[np.float32]:
    """What is shown of a cell in which nobody lives, (height, width, 3): grey."""
    return np.full((*size, 3), 0.5, np.float32)
