"""Whether the regions of several styles cover the picture between them."""

from __future__ import annotations

import math
import warnings
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dreamkit.objectives.algebra import Sum
from dreamkit.objectives.base import Objective
from dreamkit.objectives.masked import Masked
from dreamkit.objectives.painting import OfPainting
from dreamkit.parts import Size, below

FAINT: Final = 0.05
"""Where all masks together are no lighter than this, no style counts to speak of."""

GAP: Final = 0.01
"""How much of the picture may have no style before it is said: edges that are cut in pixels leave a little."""


class Uncovered(UserWarning):
    """Masks of several styles leave a part of the picture to none of them."""


def warn_of_gaps(objective: Objective, size: Size) -> None:
    """Warn `Uncovered` where styles have a region each and the picture has places that are in none.

    One region alone is meant to end somewhere, a style without a mask is everywhere, and masks that move are not looked
    at.
    """
    wishes = objective.terms if isinstance(objective, Sum) else (objective,)
    styled = [list(below(wish)) for wish in wishes if any(isinstance(part, OfPainting) for part in below(wish))]
    regions = [[part.mask for part in parts if isinstance(part, Masked)] for parts in styled]
    if len(regions) < 2 or not all(regions) or any(mask.moves for masks in regions for mask in masks):
        return
    light: list[NDArray[np.float32]] = [
        math.prod(mask.frame(0.0, size, 0).mean(axis=-1) for mask in masks) for masks in regions
    ]
    share = float(np.mean(np.sum(light, axis=0) <= FAINT))
    if share > GAP:
        what = f"{share:.0%} of the picture lies in no style's mask"
        warnings.warn(f"{what}; Masked(…, Inverted(mask)) fills what a mask leaves", Uncovered, stacklevel=2)
