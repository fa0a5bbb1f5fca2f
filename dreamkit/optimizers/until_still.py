"""An end before the last step, once nothing gets better any more."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Self, final

import numpy as np

from dreamkit.optimizers.adam import Adam
from dreamkit.optimizers.around import Around
from dreamkit.optimizers.gradient import GradientOptimizer, Scores
from dreamkit.parts import within


@final
@dataclasses.dataclass(frozen=True, init=False, kw_only=True)
class UntilStill(Around):
    """Another optimizer's steps, until they no longer make the picture better: `UntilStill(LBFGS(500), over=20)`.

    An octave ends where the best score of its last `over` steps is above the best before them by no more than
    `change` of that. Scores of several pictures are added up. What follows the steps, such as a `Fade(along="steps")`,
    goes by the number of steps that were planned.

    Args:
        optimizer: who takes the steps.
        change: how little is nothing, as a share of the score.
        over: for how many steps it must have been so.
        steps: how many at most, instead of the optimizer's own number.

    Source: Prechelt 1998, "Early Stopping - But When?"; Keras's `EarlyStopping` (patience, min_delta), relative.
    """

    change: float = within(0, 1)
    over: int = within(1)

    def __init__(
        self, optimizer: GradientOptimizer, change: float = 1e-4, over: int = 50, steps: int | None = None
    ) -> None:
        super().__init__(optimizer, steps, change=change, over=over)

    @classmethod
    def example(cls) -> Self:
        """Around Adam."""
        return cls(Adam())

    @property
    def stops_early(self) -> bool:
        """It may."""
        return True

    def done(self, scores: Sequence[Scores]) -> bool:
        """Whether the last steps have brought next to nothing.

        >>> still = UntilStill(Adam(), change=0.01, over=2)
        >>> still.done([-9.0, -5.0, -4.0, -3.99]), still.done([-9.0, -4.0, -3.99, -4.1]), still.done([-9.0, -9.0])
        (False, True, False)
        """
        sums = [float(np.sum(score)) for score in scores]
        before, since = sums[: -self.over], sums[-self.over :]
        still = bool(before) and max(since) - max(before) <= self.change * abs(max(before))
        return still or self.optimizer.done(scores)
