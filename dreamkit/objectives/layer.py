"""The deep dream itself: more of whatever a layer sees."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.objectives.base import Activations, Objective, per_picture
from dreamkit.parts import Tensor, Tree


@final
@dataclasses.dataclass(frozen=True)
class Layer(Objective):
    """Strengthen everything that a layer already sees: its mean squared activation.

    Source: Mordvintsev, Olah and Tyka 2015, "Inceptionism"; the released notebook sets the layer's gradient to its
    activation, which is the gradient of half the sum of squares.
    """

    name: str

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer."""
        return (self.name,)

    @property
    def local(self) -> bool:
        """A mean over places."""
        return True

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The mean of squares, shape (batch,)."""
        del targets
        return per_picture(ops.square(activations[self.name]))
