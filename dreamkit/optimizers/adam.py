"""Adam, as Keras has it."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.optimizers.stateless import Options, Stateless
from dreamkit.parts import within


@final
@dataclasses.dataclass(frozen=True)
class Adam(Stateless):
    """Steps that are long where the gradient keeps its direction and short where it wavers, for each number apart.

    Args:
        steps: how many.
        rate: how far a number moves in a step at most, about; of pixels, in [0, 1].
        beta_1: how long the memory of the gradient is; 1 / (1 - beta_1) steps.
        beta_2: how long the memory of its square is.
        epsilon: below which a gradient counts as none. It is far less than Keras's own 1e-7, because each pixel has
            but a small share in a mean over a large picture.

    Source: Kingma and Ba 2014, "Adam: A Method for Stochastic Optimization", through `keras.optimizers.Adam`.
    """

    beta_1: float = within(0, 0.999999, default=0.9)
    beta_2: float = within(0, 0.999999, default=0.999)
    epsilon: float = within(0, default=1e-16)

    @property
    def keras_class(self) -> str:
        """Adam."""
        return "Adam"

    @property
    def keras_options(self) -> Options:
        """Its own fields."""
        return (("beta_1", self.beta_1), ("beta_2", self.beta_2), ("epsilon", self.epsilon))
