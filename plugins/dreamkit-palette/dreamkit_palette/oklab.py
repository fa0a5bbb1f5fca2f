"""OKLab, in which colours that look equally different lie equally far apart."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

CONES: Final = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
"""How much light of red, green and blue the eye's long, middle and short cones take, one row each."""

LAB: Final = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
"""Lightness, green to red, and blue to yellow, from the cones' cube roots, one row each."""


def oklab(rgb: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Colours (…, 3) in sRGB, [0, 1], as (lightness in [0, 1], green to red, blue to yellow).

    >>> oklab(np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0]])).round(3).tolist()
    [[1.0, 0.0, 0.0], [0.628, 0.225, 0.126]]

    Source: Ottosson 2020, A perceptual color space for image processing; IEC 61966-2-1 for sRGB.
    """
    rgb = np.asarray(rgb, np.float64)
    light = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(light @ np.transpose(CONES)) @ np.transpose(LAB))
