"""What is fulfilled only as far as the least of several wishes is."""

from __future__ import annotations

import dataclasses
from typing import Self, final

from dreamkit import ops
from dreamkit.objectives.algebra import OfSeveral
from dreamkit.objectives.layer import Layer
from dreamkit.parts import Tensor


@final
@dataclasses.dataclass(frozen=True)
class Least(OfSeveral):
    """All of several wishes: each step climbs the one that is fulfilled least, so that none is left behind.

    `Least((Probability("hen"), Seen(Probability("hen"), by=Net("squeezenet"))))` is a picture that two networks take
    for a hen; their sum would be content with one that is quite sure. Wishes are held against each other as they are,
    so let them be of one kind, such as probabilities.

    Args:
        terms: the wishes, in parentheses.
    """

    @classmethod
    def example(cls) -> Self:
        """Two layers."""
        return cls((Layer("one"), 2 * Layer("two")))

    def _together(self, scores: list[Tensor]) -> Tensor:
        return ops.min(ops.stack(scores), axis=0)
