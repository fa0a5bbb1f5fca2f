"""How a picture is written as numbers: what the gradient moves."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Callable

from dreamkit import ops
from dreamkit.parts import Part, Size, Tensor, Tree


@dataclasses.dataclass(frozen=True)
class Parameterization(Part, abc.ABC):
    """The numbers behind a picture, and the way from one to the other and back."""

    @property
    def any_size(self) -> bool:
        """Whether `decode` works before the picture's size is known; see `Regularizer.any_size`."""
        return False

    @property
    def reads(self) -> bool:
        """Whether `encode` keeps what a picture shows; octaves and projections need that."""
        return True

    @property
    def apart(self) -> bool:
        """Whether each picture of a batch is as it would be alone; if not, they are always painted together."""
        return True

    @abc.abstractmethod
    def encode(self, image: Tensor) -> Tree:
        """The numbers for a picture (batch, height, width, channels) in [0, 1].

        The first axis of each tensor counts the pictures: an optimizer treats each of them for itself.
        """

    @abc.abstractmethod
    def decode(self, numbers: Tree, size: Size) -> Tensor:
        """The picture (batch, height, width, channels) of this (height, width) that the numbers stand for."""

    def gradient(self, numbers: Tree, of_image: Tensor) -> Tree:
        """The gradient of the numbers, from that of the picture (the chain rule)."""
        from dreamkit import backend  # not above: a recipe must not wake it

        size = ops.shape(of_image)[1:3]
        return backend.value_and_grad(lambda at: ops.sum(self.decode(at, size) * of_image), numbers)[1]

    def project(self, numbers: Tree, size: Size, change: Callable[[Tensor], Tensor]) -> Tree:
        """The numbers after their picture of this (height, width) has been changed."""
        return self.encode(change(self.decode(numbers, size)))
