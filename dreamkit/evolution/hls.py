"""Colours as hue, lightness and saturation, each in [0, 1]: what the genomes of the paper speak of."""

from __future__ import annotations

from typing import Any

import numpy as np

from dreamkit.parts import Tensor


def rgb_from_hls(hue: Tensor, lightness: Tensor, saturation: Tensor, using: Any = np) -> tuple[Tensor, Tensor, Tensor]:
    """Red, green and blue in [0, 1]; `using` is numpy or `dreamkit.ops`, whichever holds the numbers.

    The hue goes once around, from red at 0 through green at 1/3 and blue at 2/3 to red again at 1.

    >>> red, green, blue = rgb_from_hls(np.float32(1 / 3), np.float32(0.25), np.float32(1.0))
    >>> float(red), float(green), float(blue)
    (0.0, 0.5, 0.0)
    """
    around = 6 * hue
    chroma = saturation * (1 - abs(2 * lightness - 1))
    base = lightness - chroma / 2
    red = using.clip(abs(around - 3) - 1, 0, 1)
    green = using.clip(2 - abs(around - 2), 0, 1)
    blue = using.clip(2 - abs(around - 4), 0, 1)
    return base + chroma * red, base + chroma * green, base + chroma * blue
