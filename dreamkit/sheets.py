"""Contact sheets: many pictures of one size, laid out on one; the same few lines for numpy and for a backend."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from dreamkit.parts import Size, Tensor

GAP: Final = 4
"""The white pixels between neighbours; even, so that a sheet of even pictures can be a film."""

_ASPECT: Final = 1.5  # width to height of a sheet that is pleasant on a screen


def best_columns(count: int, size: Size) -> int:
    """How many pictures of `size` (height, width) to put in a row, for a sheet with few holes and a pleasant shape.

    >>> best_columns(8, (100, 100)), best_columns(12, (288, 512)), best_columns(1, (9, 9))
    (4, 3, 1)
    """

    def unpleasant(columns: int) -> float:
        rows = math.ceil(count / columns)
        aspect = columns * size[1] / (rows * size[0])
        holes = rows * columns - count
        return abs(math.log(aspect / _ASPECT)) + holes / count

    return min(range(1, count + 1), key=unpleasant)


def sheet_size(count: int, size: Size, columns: int, gap: int = GAP) -> Size:
    """The (height, width) of a sheet of `count` pictures of `size`.

    >>> sheet_size(5, (10, 20), columns=3, gap=2)
    (22, 64)
    """
    rows = math.ceil(count / columns)
    return rows * size[0] + (rows - 1) * gap, columns * size[1] + (columns - 1) * gap


def sheet(pictures: Tensor, columns: int, gap: int = GAP, *, white: float = 1, using: Any = np) -> Tensor:
    """Pictures (count, height, width, channels) as one sheet (height, width, channels), row by row.

    What is left over, and the gaps, are `white`. `using` is numpy or `dreamkit.ops`, whichever holds the pictures.

    >>> sheet(np.zeros((3, 1, 1, 1)), columns=2, gap=1)[..., 0].tolist()
    [[0.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]
    """
    count, height, width, channels = pictures.shape
    rows = math.ceil(count / columns)
    room = [(0, rows * columns - count), (0, gap), (0, gap), (0, 0)]
    cells = using.pad(pictures, room, mode="constant", constant_values=white)
    cells = using.reshape(cells, (rows, columns, height + gap, width + gap, channels))
    whole = using.reshape(
        using.transpose(cells, (0, 2, 1, 3, 4)), (rows * (height + gap), columns * (width + gap), channels)
    )
    return whole[: rows * (height + gap) - gap, : columns * (width + gap) - gap]
