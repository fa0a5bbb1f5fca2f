"""What stands around another optimizer, and lets it take its steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from dreamkit.errors import InvalidValue
from dreamkit.optimizers.gradient import GradientOptimizer, Scores
from dreamkit.parts import Tensor, Tree, arguments


@dataclasses.dataclass(frozen=True, init=False, kw_only=True)
class Around(GradientOptimizer):
    """Another optimizer's steps, one for one; whoever inherits from it says what is different.

    Args:
        optimizer: who takes the steps.
        steps: how many, instead of the optimizer's own number.
        fields: those of the class that inherits.

    Raises:
        InvalidValue: for what is no optimizer that follows the gradient.
    """

    optimizer: GradientOptimizer

    def __init__(self, optimizer: GradientOptimizer, steps: int | None = None, **fields: Any) -> None:
        if not isinstance(optimizer, GradientOptimizer):
            raise InvalidValue(
                f"{type(self).__name__} takes an optimizer that follows the gradient, and {optimizer!r} came"
            )
        if steps is not None and steps != optimizer.steps:
            optimizer = dataclasses.replace(optimizer, steps=steps)
        for name, value in {"steps": optimizer.steps, "optimizer": optimizer, **fields}.items():
            object.__setattr__(self, name, value)
        self.__post_init__()

    def __repr__(self) -> str:
        words = [word for word in arguments(self) if not word.startswith("steps=")]  # the optimizer says how many
        return f"{type(self).__name__}({', '.join(words)})"

    @property
    def any_size(self) -> bool:
        """As the optimizer."""
        return self.optimizer.any_size

    @property
    def stops_early(self) -> bool:
        """As the optimizer."""
        return self.optimizer.stops_early

    def begin(self, numbers: Tree) -> Tree:
        """The optimizer's memory."""
        return self.optimizer.begin(numbers)

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step of the optimizer."""
        return self.optimizer.advance(numbers, gradient, state)

    def advance_scored(self, numbers: Tree, gradient: Tree, state: Tree, scores: Tensor) -> tuple[Tree, Tree]:
        """One step of the optimizer, which is told the scores."""
        return self.optimizer.advance_scored(numbers, gradient, state, scores)

    def settle(self, numbers: Tree, state: Tree) -> Tree:
        """What the optimizer keeps."""
        return self.optimizer.settle(numbers, state)

    def resumed(self, state: Tree, numbers: Tree) -> Tree:
        """As the optimizer."""
        return self.optimizer.resumed(state, numbers)

    def done(self, scores: Sequence[Scores]) -> bool:
        """When the optimizer is."""
        return self.optimizer.done(scores)

    def missed(self, scores: Sequence[Scores]) -> str:
        """What the optimizer missed."""
        return self.optimizer.missed(scores)
