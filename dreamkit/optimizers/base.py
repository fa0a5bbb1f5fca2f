"""How the numbers behind a picture follow their gradient: state in, state out."""

from __future__ import annotations

import abc
import dataclasses

from dreamkit.parts import Part, Tree, within


@dataclasses.dataclass(frozen=True)
class Optimizer(Part, abc.ABC):
    """Takes `steps` steps uphill in every octave of every frame."""

    steps: int = within(1, default=10)

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
