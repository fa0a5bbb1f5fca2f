"""What a network has answered, held against what probabilities are."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import InvalidValue

LEEWAY: Final = 1e-2
"""How far from 1 a row of probabilities may add up; networks in 16 bits are not exact."""


def probabilities(answers: Any, pictures: int, *, softmax: bool) -> NDArray[np.float32]:
    """Answers as probabilities (pictures, classes); with `softmax`, they are logits.

    Raises `InvalidValue` where there is no row for each picture, or rows are not what they should be: what was measured
    is said.

    >>> probabilities([[0.0, 0.0]], 1, softmax=True)
    array([[0.5, 0.5]], dtype=float32)
    """
    rows = np.asarray(answers, np.float32)
    if rows.ndim != 2 or len(rows) != pictures or rows.shape[1] < 2:
        what = f"the network answers {pictures} pictures with the shape {rows.shape}"
        raise InvalidValue(what, hint="a row for each picture and a column for each class were wanted")
    if not np.isfinite(rows).all():
        raise InvalidValue("the network answers with numbers that are not finite")
    if softmax:
        powers = np.exp(rows - rows.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))
    sums = rows.sum(axis=1)
    if abs(sums - 1).max() > LEEWAY or rows.min() < 0:
        what = (
            f"the network's answers lie between {rows.min():.3g} and {rows.max():.3g}, and a picture's add up to "
            f"{sums.min():.3g} to {sums.max():.3g}, which probabilities do not"
        )
        raise InvalidValue(what, hint="logits become probabilities with softmax=True")
    return rows
