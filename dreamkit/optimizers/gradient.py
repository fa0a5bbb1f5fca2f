"""How the numbers behind a picture follow their gradient: state in, state out."""

from __future__ import annotations

import abc
import dataclasses

from dreamkit.optimizers.base import Optimizer
from dreamkit.parts import Tree


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

    def settle(self, numbers: Tree, state: Tree) -> Tree:
        """The numbers to keep when the octave is done."""
        del state
        return numbers
