"""The average of the pictures along the way, which is calmer than the last of them."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.optimizers.around import Around
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.parts import Tensor, Tree, within


@final
@dataclasses.dataclass(frozen=True, init=False, kw_only=True)
class Averaged(Around):
    """Another optimizer's way, but what is kept of an octave is the average of where it has been.

    The average is exponential: after n steps, the picture of k steps ago counts in proportion to decay ^ k, and all
    weights add up to 1, as Adam corrects its own. Each picture counts as the regularizer has left it. The way itself
    is the other optimizer's, unchanged.

    Args:
        optimizer: who takes the steps.
        decay: how long the memory is; 1 / (1 - decay) steps.
        steps: how many, instead of the optimizer's own number.

    Source: Polyak and Juditsky 1992, "Acceleration of Stochastic Approximation by Averaging"; in this form
    crowsonkb/style-transfer-pytorch.
    """

    decay: float = within(0, 0.999999)

    def __init__(self, optimizer: GradientOptimizer, decay: float = 0.99, steps: int | None = None) -> None:
        super().__init__(optimizer, steps, decay=decay)

    def begin(self, numbers: Tree) -> Tree:
        """The optimizer's memory, and a sum of nothing yet with its weight."""
        from keras import tree

        return self.optimizer.begin(numbers), tree.map_structure(ops.zeros_like, numbers), ops.zeros(()), ops.zeros(())

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step of the optimizer; where it starts from is counted, unless the octave started there."""
        memory, counted = state[0], self._with(numbers, state)
        numbers, memory = self.optimizer.advance(numbers, gradient, memory)
        return numbers, (memory, *counted)

    def advance_scored(self, numbers: Tree, gradient: Tree, state: Tree, scores: Tensor) -> tuple[Tree, Tree]:
        """The same, of an optimizer that is told the scores."""
        memory, counted = state[0], self._with(numbers, state)
        numbers, memory = self.optimizer.advance_scored(numbers, gradient, memory, scores)
        return numbers, (memory, *counted)

    def settle(self, numbers: Tree, state: Tree) -> Tree:
        """The average, with the last picture in it."""
        from keras import tree

        _, total, weight, started = state
        total, weight = self._counted(numbers, total, weight, started)
        return tree.map_structure(lambda tensor: tensor / weight, total)

    def resumed(self, state: Tree, numbers: Tree) -> Tree:
        """The optimizer's memory as it resumes it, and an average of nothing yet."""
        _, *nothing = self.begin(numbers)
        return self.optimizer.resumed(state[0], numbers), *nothing

    def _with(self, numbers: Tree, state: Tree) -> tuple[Tree, Tensor, Tensor]:
        """The sum with where a step starts from, its weight, and that the octave has started."""
        _, total, weight, started = state
        return *self._counted(numbers, total, weight, started), ops.ones_like(started)

    def _counted(self, numbers: Tree, total: Tree, weight: Tensor, share: Tensor) -> tuple[Tree, Tensor]:
        """The sum and its weight with these numbers in it; `share` is 1, or 0 to leave them out."""
        from keras import tree

        new = (1 - self.decay) * share
        total = tree.map_structure(lambda old, now: self.decay * old + new * now, total, numbers)
        return total, self.decay * weight + new
