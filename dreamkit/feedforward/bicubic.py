"""Bicubic resampling by whole factors: what a network of super-resolution begins with, and how its lessons are made.

Each backend has a bicubic resize of its own, and no two of them agree on the kernel and the edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.geometry import framed
from dreamkit.parts import Tensor

SIGMA: Final = 1.0
"""The standard deviation, in pixels, of the Gaussian that comes before a picture is made smaller."""

_REACH: Final = 4
"""Where the Gaussian is cut off, in pixels."""


def cubic(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much a pixel counts that is so far away, in pixels: Keys' kernel with a = -1/2, which is 0 from 2 on.

    >>> cubic(np.array([0, 0.5, 1, 1.5, 2])).tolist()
    [1.0, 0.5625, 0.0, -0.0625, 0.0]

    Source: Keys 1981, "Cubic Convolution Interpolation for Digital Image Processing", equation 15.
    """
    d = np.abs(distance)
    near = 1.5 * d**3 - 2.5 * d**2 + 1
    far = -0.5 * d**3 + 2.5 * d**2 - 4 * d + 2
    return np.where(d <= 1, near, np.where(d < 2, far, 0.0))


def enlarged(image: Tensor, factor: int) -> Tensor:
    """Pictures (batch, height, width, channels), so many times as high and wide, bicubic; mirrored at their edges."""
    phases = (np.arange(factor) + 0.5) / factor - 0.5  # where the new pixels lie, seen from the old one's middle
    taps = [cubic(np.arange(-2, 3) - phase) for phase in phases]
    for axis in (1, 2):
        wide = framed(image, 2, (axis,))
        count = ops.shape(image)[axis]
        fine = [_added([_part(wide, axis, start, count) for start in range(5)], each) for each in taps]
        image = _interleaved(fine, axis)
    return image


def reduced(image: Tensor, factor: int) -> Tensor:
    """Pictures (batch, height, width, channels) as they look so many times smaller: blurred, then taken bicubically.

    Heights and widths are multiples of `factor`. The Gaussian has a deviation of one pixel, and the bicubic kernel
    spans as many of the new pixels as it does where it enlarges, so that nothing is left that they cannot show.

    Source: Johnson, Alahi and Fei-Fei 2016, "Perceptual Losses for Real-Time Style Transfer and Super-Resolution",
    section 4.2.
    """
    taps = reducing_taps(factor)
    around = (len(taps) - factor) // 2
    for axis in (1, 2):
        wide = framed(image, around, (axis,))
        count = ops.shape(image)[axis] // factor
        image = _added([_part(wide, axis, start, count, factor) for start in range(len(taps))], taps)
    return image


def reducing_taps(factor: int) -> NDArray[np.float64]:
    """How much of each pixel of a row goes into one of a row so many times shorter; they add up to one.

    >>> len(reducing_taps(2)), float(reducing_taps(4).sum().round(12))
    (16, 1.0)
    """
    gaussian = np.exp(-np.square(np.arange(-_REACH, _REACH + 1)) / (2 * SIGMA**2))
    kernel = cubic((np.arange(4 * factor) - (4 * factor - 1) / 2) / factor)
    taps = np.convolve(gaussian, kernel)
    return taps / taps.sum()


def _part(wide: Tensor, axis: int, start: int, count: Tensor, step: int = 1) -> Tensor:
    """So many rows (axis 1) or columns (axis 2) from one on, every `step`-th."""
    places = slice(start, start + step * (count - 1) + 1, step)
    return wide[:, places] if axis == 1 else wide[:, :, places]


def _added(pictures: Sequence[Tensor], taps: NDArray[np.float64]) -> Tensor:
    terms = [float(tap) * picture for tap, picture in zip(taps, pictures, strict=True) if tap]
    return sum(terms[1:], terms[0])


def _interleaved(pictures: Sequence[Tensor], axis: int) -> Tensor:
    """The first rows (or columns) of all pictures, then all second ones, and so on."""
    batch, height, width, channels = ops.shape(pictures[0])
    size = (height * len(pictures), width) if axis == 1 else (height, width * len(pictures))
    return ops.reshape(ops.stack(pictures, axis=axis + 1), (batch, *size, channels))
