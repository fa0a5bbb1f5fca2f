"""A row of numbers as a row of little bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

BARS: Final = "▁▂▃▄▅▆▇█"


def sparkline(numbers: Sequence[float], width: int) -> str:
    """The numbers from left to right, the least as the lowest bar and the greatest as the highest.

    Of more numbers than `width`, evenly spaced ones are shown, the first and the last among them; numbers that are all
    the same give a row of the middle height.

    >>> sparkline([0, 1, 2, 3, 2, 1, 0, 7], 8)
    '▁▂▃▄▃▂▁█'
    >>> sparkline(range(100), 5)
    '▁▃▅▆█'
    """
    low, high = min(numbers), max(numbers)
    if low == high:
        return BARS[len(BARS) // 2 - 1] * min(len(numbers), width)
    top = len(BARS) - 1
    return "".join(BARS[round(top * (number - low) / (high - low))] for number in _thinned(numbers, width))


def _thinned(numbers: Sequence[float], width: int) -> list[float]:
    count = len(numbers)
    if count <= width:
        return list(numbers)
    return [numbers[round(index * (count - 1) / max(1, width - 1))] for index in range(width)]
