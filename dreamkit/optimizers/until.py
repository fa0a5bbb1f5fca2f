"""An end at a stated score."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Self, final

import numpy as np

from dreamkit import ops
from dreamkit.optimizers.adam import Adam
from dreamkit.optimizers.around import Around
from dreamkit.optimizers.gradient import GradientOptimizer, Scores
from dreamkit.optimizers.vectors import chosen_by, dot
from dreamkit.parts import Tensor, Tree, within


@final
@dataclasses.dataclass(frozen=True, init=False, kw_only=True)
class Until(Around):
    """Another optimizer's steps, until the score is high enough: `Until(SignAscent(100), score=0.99)`.

    With a `Probability` it is the confidence at which a picture is done. Of each picture of a batch that is kept whose
    own score, less the penalties, was the first to be high enough, and an octave ends when all are; so a picture is
    never less than what was asked for. Where the steps do not suffice for a still, a warning says so.

    Args:
        optimizer: who takes the steps.
        score: what is enough.
        steps: how many at most, instead of the optimizer's own number.

    Source: Nguyen, Yosinski and Clune 2015, "Deep Neural Networks are Easily Fooled" (the authors' code keeps the
    pictures at 0.99, 0.999 and 0.9999).
    """

    score: float = within()

    def __init__(self, optimizer: GradientOptimizer, score: float, steps: int | None = None) -> None:
        super().__init__(optimizer, steps, score=score)

    @classmethod
    def example(cls) -> Self:
        """Around Adam."""
        return cls(Adam(), score=1e9)

    @property
    def stops_early(self) -> bool:
        """It may."""
        return True

    def begin(self, numbers: Tree) -> Tree:
        """The optimizer's memory, and nothing that is good enough yet."""
        return self.optimizer.begin(numbers), numbers, dot(numbers, numbers) < 0

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step of pictures that are not good enough yet."""
        return self.advance_scored(numbers, gradient, state, ops.full_like(dot(gradient, gradient), self.score - 1))

    def advance_scored(self, numbers: Tree, gradient: Tree, state: Tree, scores: Tensor) -> tuple[Tree, Tree]:
        """One step of the optimizer with those pictures that are not good enough yet."""
        memory, kept, done = state
        moved, memory = self.optimizer.advance_scored(numbers, gradient, memory, scores)
        kept = chosen_by(done, kept, numbers)
        done = ops.logical_or(done, scores >= self.score)
        return chosen_by(done, kept, moved), (memory, kept, done)

    def settle(self, numbers: Tree, state: Tree) -> Tree:
        """What was good enough, whatever a projection has done to it since, and else what the optimizer keeps."""
        memory, kept, done = state
        return chosen_by(done, kept, self.optimizer.settle(numbers, memory))

    def resumed(self, state: Tree, numbers: Tree) -> Tree:
        """The optimizer's memory as it resumes it, and nothing that is good enough yet."""
        return self.optimizer.resumed(state[0], numbers), numbers, dot(numbers, numbers) < 0

    def done(self, scores: Sequence[Scores]) -> bool:
        """Whether all pictures have been good enough before some step.

        >>> until = Until(Adam(), score=0.5)
        >>> until.done([np.array([0.4, 0.9])]), until.done([np.array([0.5, 0.4]), np.array([0.4, 0.9])])
        (False, True)
        """
        return bool(np.min(np.max(np.stack(scores), axis=0)) >= self.score) or self.optimizer.done(scores)

    def missed(self, scores: Sequence[Scores]) -> str:
        """How far the picture that came least far has come, if that is not enough.

        >>> Until(Adam(), score=0.5).missed([np.array([0.4, 0.9]), np.array([0.45, 0.9])])
        'the score is 0.45 after 2 steps, and 0.5 was asked for'
        """
        best = float(np.min(np.max(np.stack(scores), axis=0)))
        enough = best >= self.score
        return "" if enough else f"the score is {best:.4g} after {len(scores)} steps, and {self.score:g} was asked for"
