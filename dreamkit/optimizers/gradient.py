"""How the numbers behind a picture follow their gradient: state in, state out."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Sequence
from typing import Any, TypeAlias

from dreamkit.optimizers.base import Optimizer
from dreamkit.parts import Tensor, Tree

Scores: TypeAlias = Any
"""The scores of the pictures of a step on the host, (batch,) or, where they are known only together, one number."""


@dataclasses.dataclass(frozen=True)
class GradientOptimizer(Optimizer):
    """Follows the gradient uphill; one compiled step is all there is to it."""

    @property
    def looks(self) -> int:
        """One, for the gradient."""
        return 1

    @property
    def any_size(self) -> bool:
        """Whether `advance` works before the picture's size is known; see `Regularizer.any_size`."""
        return False

    def begin(self, numbers: Tree) -> Tree:
        """The optimizer's memory before the first step of an octave: tensors in a tree."""
        del numbers
        return ()

    @abc.abstractmethod
    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """The numbers and the memory after one step; `gradient` points uphill."""

    def advance_scored(self, numbers: Tree, gradient: Tree, state: Tree, scores: Tensor) -> tuple[Tree, Tree]:
        """The same, for who wants to know how good each picture is before the step, (batch,), penalties included.

        This is what a climb calls; as it stands, it makes no use of the scores.
        """
        del scores
        return self.advance(numbers, gradient, state)

    def settle(self, numbers: Tree, state: Tree) -> Tree:
        """The numbers to keep when the octave is done."""
        del state
        return numbers

    def resumed(self, state: Tree, numbers: Tree) -> Tree:
        """The memory before the first step of the next octave, from that after the last step of the one before.

        The numbers are the next octave's. As it stands, each octave begins with `begin`; see `Carried`.
        """
        del state
        return self.begin(numbers)

    def done(self, scores: Sequence[Scores]) -> bool:
        """Whether an octave ends after steps with these scores."""
        del scores
        return False

    def missed(self, scores: Sequence[Scores]) -> str:
        """What was asked of the steps with these scores and not reached, as part of a sentence; empty if all was."""
        del scores
        return ""
