"""The shortest way across a decision, as if it were a plane."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias, final

import numpy as np

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.optimizers.gradient import GradientOptimizer, Scores
from dreamkit.optimizers.vectors import chosen_by, dot, each, minus, plus
from dreamkit.parts import Tensor, Tree, within

Norm: TypeAlias = Literal["l2", "linf"]

NORMS: Final = ("l2", "linf")


@final
@dataclasses.dataclass(frozen=True)
class DeepFool(GradientOptimizer):
    """The least that has to change until a score is reached: `-Margin("red panda")` and this make it any other class.

    Each step goes to where the score would be reached if it were as flat as a plane, and all of them together go a
    little farther. Of a classifier without layers, one step is the nearest picture of another class. A picture that is
    across stays as it is; three steps are usually enough. The class to go to is the one that is next best at each
    step; the paper compares the ten likeliest instead, for which `Margin` with a tuple of labels makes a picture each.

    Args:
        steps: how many at most.
        overshoot: how much farther to go, as a share of the whole change.
        norm: what is to be small: the root of the sum of all squared changes ("l2"), or the largest change ("linf").
        score: what is to be reached; 0 is the decision itself, on which nothing stands firmly.

    Source: Moosavi-Dezfooli, Fawzi and Frossard 2016, "DeepFool: a simple and accurate method to fool deep neural
    networks", algorithm 1 and section 4.3 (L∞).
    """

    steps: int = within(1, default=50)
    overshoot: float = within(0, 1, default=0.02)
    norm: Norm = "l2"
    score: float = within(default=0.0)

    def check(self) -> None:
        """Refuse a norm that is not one of `NORMS`."""
        if self.norm not in NORMS:
            raise InvalidValue(f"DeepFool.norm is one of {', '.join(NORMS)}, and {self.norm!r} came", by=self)

    @property
    def any_size(self) -> bool:
        """Any."""
        return True

    @property
    def stops_early(self) -> bool:
        """It does, once all pictures are across."""
        return True

    def begin(self, numbers: Tree) -> Tree:
        """Where it starts, and no change yet."""
        return numbers, minus(numbers, numbers)

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step of pictures whose score is short of it by 1."""
        return self.advance_scored(numbers, gradient, state, ops.full_like(dot(gradient, gradient), self.score - 1))

    def advance_scored(self, numbers: Tree, gradient: Tree, state: Tree, scores: Tensor) -> tuple[Tree, Tree]:
        """One step of those pictures that are not across."""
        start, change = state
        longer = plus(change, self.score - scores, self._per_score(gradient))
        moved = plus(start, ops.full_like(scores, 1 + self.overshoot), longer)
        there = scores > self.score
        return chosen_by(there, numbers, moved), (start, chosen_by(there, change, longer))

    def done(self, scores: Sequence[Scores]) -> bool:
        """Whether all pictures were across before the last step."""
        return bool(np.min(scores[-1]) > self.score)

    def _per_score(self, gradient: Tree) -> Tree:
        """The shortest change that raises a flat score by 1."""
        from keras import tree

        if self.norm == "l2":
            steepness = ops.maximum(dot(gradient, gradient), 1e-30)
            return tree.map_structure(lambda slope: slope / each(steepness, slope), gradient)
        signs = tree.map_structure(ops.sign, gradient)
        steepness = ops.maximum(dot(gradient, signs), 1e-30)
        return tree.map_structure(lambda sign: sign / each(steepness, sign), signs)
