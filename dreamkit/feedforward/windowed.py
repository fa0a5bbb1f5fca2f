"""A network that sees only what is near, shown a large picture in windows: less memory, and no seam."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Final

from dreamkit import ops
from dreamkit.parts import Tensor
from dreamkit.windows import Window, counted_windows

if TYPE_CHECKING:
    import keras

PIECE: Final = 320
"""How many pixels a side of what is kept of a window, at most: a picture of no more is shown whole."""

MARGIN: Final = 24
"""How many pixels a window looks beyond that: farther than any enlarging network sees, the widest design to 16."""


def windowed(network: keras.Model, image: Tensor, factor: int, piece: int = PIECE) -> Tensor:
    """What a network makes of pictures (batch, height, width, 3): some `factor` times as high and wide.

    One window after another goes through it, so that the memory holds the layers of one. It must see no farther than
    `MARGIN`, and nothing in it may be normalised over a picture, or else seams will show.
    """
    sides = image.shape[1:3]
    rows, columns = (counted_windows(side, math.ceil(side / piece), MARGIN, grid=1) for side in sides)
    if len(rows) * len(columns) == 1:
        return network(image, training=False)
    length = (rows[0].length, columns[0].length)

    def shown(start: Tensor) -> Tensor:
        window = ops.slice(image, (0, start[0], start[1], 0), (image.shape[0], *length, 3))
        return network(window, training=False)

    starts = [[row.start, column.start] for row, column in product(rows, columns)]
    painted = iter(ops.unstack(ops.map(shown, ops.convert_to_tensor(starts, "int32")), len(starts)))
    lines = [[_kept(next(painted), row, column, factor) for column in columns] for row in rows]
    return ops.concatenate([ops.concatenate(line, axis=2) for line in lines], axis=1)


def _kept(painted: Tensor, row: Window, column: Window, factor: int) -> Tensor:
    """The middle of a window, or as far as the picture's edge where it touches it."""
    down, across = (
        slice(factor * (window.first - window.start), factor * (window.last - window.start)) for window in (row, column)
    )
    return painted[:, down, across]
