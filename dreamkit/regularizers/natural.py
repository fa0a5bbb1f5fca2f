"""What keeps an inverted picture among natural ones, as strongly as its layer needs."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from dreamkit.errors import InvalidValue, did_you_mean
from dreamkit.nets.base import IMAGENET_MEAN
from dreamkit.regularizers.base import Regularizer
from dreamkit.regularizers.variation import LEVELS, LpNorm, TotalVariation

Depth: TypeAlias = Literal["shallow", "middle", "deep"]

VARIATION: Final = {"shallow": 1.0, "middle": 10.0, "deep": 100.0}
"""The authors' λ of the total variation, for layers 1 to 6, 7 to 12 and 13 to 20 of their network, AlexNet's.

Counted as they count: an activation, a pooling or a normalization is a layer of its own.
"""

NORM: Final = 8e-10
"""Their λ of the sixth power, for all layers."""

DEVIATION: Final = 69.0
"""How many levels of 255 a photo's pixels lie from its mean colour; their σ, over the root of how many there are."""


def inversion_priors(depth: Depth = "middle") -> Regularizer:
    """The norm and the variation with which to invert a layer of this depth, weighed for the score of an `Inversion`.

    λ / 2 σ² times the sum of (x - mean)^6, and of the squared differences of neighbours, in levels; a deep layer keeps
    less of a photo, and needs more of the variation. Both act as such sums do at any size of the picture.

    >>> inversion_priors("deep")
    LpNorm(weight=0.00283..., grey=(0.485, 0.456, 0.406)) | TotalVariation(weight=0.0105...)

    Args:
        depth: "shallow", "middle" or "deep": which of the authors' three λ of the variation.

    Raises:
        InvalidValue: for another word.

    Source: Mahendran and Vedaldi 2014, "Understanding Deep Image Representations by Inverting Them", section 2.2, with
    the constants of the authors' code, aravindhm/deep-goggle, which are not those of the paper's text.
    """
    if depth not in VARIATION:
        what = f"inversion_priors takes one of {', '.join(VARIATION)}, and {depth!r} came"
        raise InvalidValue(what, hint=did_you_mean(str(depth), VARIATION))
    share = 1 / (2 * DEVIATION**2)
    loud = NORM * share * (LEVELS / 2) ** 5  # LpNorm counts in halves of the range, and in levels once
    return LpNorm(loud, p=6, grey=IMAGENET_MEAN) | TotalVariation(VARIATION[depth] * share, beta=2)
