"""Colours apart: coordinates of colour that, in natural photos, have little to do with each other; and lightness."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from dreamkit import ops
from dreamkit.parts import Tensor

Colours: TypeAlias = Literal["apart", "plain"]

COLOURS: Final = ("apart", "plain")

APART: Final = (
    (0.26 / 0.4619524, 0.27 / 0.4619524, 0.27 / 0.4619524),
    (0.09 / 0.4619524, 0.0, -0.09 / 0.4619524),
    (0.02 / 0.4619524, -0.05 / 0.4619524, 0.03 / 0.4619524),
)
"""What lightness, yellow against blue, and green against purple add to red, green and blue.

A square root of the covariance of natural photos' colours, measured on ImageNet, divided by the length of its longest
column. Source: lucid's `optvis.param.color` (`color_correlation_svd_sqrt`); Olah et al. 2017, Feature Visualization.
"""

LUMA: Final = (0.2126, 0.7152, 0.0722)
"""How light red, green and blue are (ITU-R BT.709)."""

_FAINTEST: Final = 0.5 / 255
"""How near black and white a picture's colours may come before they are written as numbers without bounds."""


def squashed(numbers: Tensor, colours: Colours) -> Tensor:
    """Any numbers (…, 3) as red, green and blue in (0, 1)."""
    return ops.sigmoid(_mixed(numbers, APART) if colours == "apart" else numbers)


def stretched(image: Tensor, colours: Colours) -> Tensor:
    """The numbers that `squashed` makes a picture of; black and white, which none would, give the next best."""
    bounded = ops.clip(image, _FAINTEST, 1 - _FAINTEST)
    numbers = ops.log(bounded) - ops.log(1 - bounded)
    return _mixed(numbers, _inverse(APART)) if colours == "apart" else numbers


def _mixed(numbers: Tensor, matrix: tuple[tuple[float, ...], ...]) -> Tensor:
    return ops.matmul(numbers, ops.convert_to_tensor(matrix, dtype="float32"))


def _inverse(matrix: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    """Of a matrix of three rows, by Cramer's rule.

    >>> _inverse(((2, 0, 0), (0, 4, 0), (0, 1, 1)))
    ((0.5, 0.0, 0.0), (0.0, 0.25, 0.0), (0.0, -0.25, 1.0))
    """
    a, b, c = matrix
    columns = (_cross(b, c), _cross(c, a), _cross(a, b))
    determinant = sum(x * y for x, y in zip(a, columns[0], strict=True))
    return tuple(tuple(column[row] / determinant + 0.0 for column in columns) for row in range(3))


def _cross(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
