"""Windows on a picture that is too large to be looked at whole: each looks farther than what is kept of it."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise
from typing import final


@final
@dataclasses.dataclass(frozen=True)
class Window:
    """One window along one side of a picture: it looks at [start, start + length) and gives [first, last)."""

    start: int
    length: int
    first: int
    last: int


def counted_windows(length: int, count: int, margin: int, grid: int) -> list[Window]:
    """At most `count` windows of one length, which start on the grid and look `margin` pixels beyond what they count.

    >>> [(w.start, w.length, w.first, w.last) for w in counted_windows(1000, 3, 32, 16)]
    [(0, 408, 0, 336), (304, 408, 336, 672), (592, 408, 672, 1000)]
    """
    piece = math.ceil(length / count / grid) * grid
    reach = min(length, piece + 2 * margin)
    reach = length - (length - reach) // grid * grid
    borders = [*range(0, length, piece), length]
    return [
        Window(min(max(0, first - margin) // grid * grid, length - reach), reach, first, last)
        for first, last in pairwise(borders)
    ]
