"""The gradient of a picture too large for the memory: window by window, and without a seam.

Each window looks beyond the piece whose gradient it gives, and only that piece is kept, so where the network sees no
farther than the margin, the gradient is that of the whole picture. The borders wander from step to step, so that what
lies beyond the margin leaves no line either (random shifts: the TensorFlow tutorial on DeepDream; windows within the
picture instead of rolled around it, so that its true edges stay edges).
"""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise, product
from typing import Final

import numpy as np

from dreamkit import ops
from dreamkit.objectives.base import Objective
from dreamkit.parts import Size, Tensor
from dreamkit.render.step import Inputs, Step
from dreamkit.windows import Window

MARGIN: Final = 96
"""How many pixels a window looks beyond its piece, at least."""

WANDER: Final = 32
"""How many pixels the borders move from step to step, at most."""

STRIDE: Final = 32
"""Windows start at multiples of this, the coarsest grid on which the networks sample a picture."""


def pieces(size: Size, largest_pixels: int, objective: Objective) -> tuple[int, int]:
    """Into how many rows and columns a picture is cut; (1, 1) where it is small enough, or cannot be cut.

    Only a score that is a mean over places can be taken apart.
    """
    return rows_and_columns(size, largest_pixels, MARGIN + WANDER) if objective.local else (1, 1)


def rows_and_columns(size: Size, largest_pixels: int, margin: int) -> tuple[int, int]:
    """Into how many rows and columns a picture is cut, so that no window has many more than `largest_pixels`.

    >>> rows_and_columns((2000, 3000), 1_500_000, 128)
    (3, 4)
    """
    height, width = size
    if height * width <= largest_pixels:
        return 1, 1
    side = max(math.sqrt(largest_pixels) - 2 * margin, STRIDE)
    return max(1, math.ceil(height / side)), max(1, math.ceil(width / side))


def windows(length: int, count: int, shift: int) -> list[Window]:
    """The windows along one side of `length` pixels, all of one length; inner borders are moved by `shift`.

    >>> [(w.start, w.length, w.first, w.last) for w in windows(1000, 2, 10)]
    [(0, 808, 0, 510), (192, 808, 510, 1000)]
    """
    piece = math.ceil(length / count)
    reach = min(length, piece + 2 * (MARGIN + WANDER) + STRIDE)
    reach = length - (length - reach) // STRIDE * STRIDE  # so that the last window, too, starts on the grid
    borders = [0, *(min(length, index * piece + shift) for index in range(1, count)), length]
    return [
        Window(min(max(0, first - MARGIN) // STRIDE * STRIDE, length - reach), reach, first, last)
        for first, last in pairwise(borders)
    ]


def tiled_slope(step: Step, image: Tensor, given: Inputs, cut: tuple[int, int]) -> tuple[float, Tensor]:
    """The score of a picture (batch, height, width, channels) and its gradient, computed in rows × columns windows."""
    chance = np.random.default_rng(given.key)
    rows, columns = (
        windows(length, count, int(chance.integers(-WANDER, WANDER + 1)))
        for length, count in zip(image.shape[1:3], cut, strict=True)
    )
    gradient = np.zeros(tuple(image.shape), np.float32)
    score = 0.0
    for row, column in product(rows, columns):
        seen = image[:, row.start : row.start + row.length, column.start : column.start + column.length]
        source = given.source[:, row.start : row.start + row.length, column.start : column.start + column.length]
        here, slope = step.slope(seen, dataclasses.replace(given, source=source))
        # a window's mean counts by its share of the picture
        slope = ops.convert_to_numpy(slope) * (row.length * column.length / (image.shape[1] * image.shape[2]))
        inner = slope[
            :, row.first - row.start : row.last - row.start, column.first - column.start : column.last - column.start
        ]
        gradient[:, row.first : row.last, column.first : column.last] = inner
        score += float(here) / (len(rows) * len(columns))
    return score, ops.convert_to_tensor(gradient)
