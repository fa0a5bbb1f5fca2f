"""What all optimizers share: how many steps they take, and how often they look for each."""

from __future__ import annotations

import abc
import dataclasses

from dreamkit.parts import Part, within


@dataclasses.dataclass(frozen=True)
class Optimizer(Part, abc.ABC):
    """Takes `steps` steps uphill in every octave of every frame.

    A `GradientOptimizer` follows the gradient; a `Search` only asks how good a picture is.
    """

    steps: int = within(1, default=10)

    @property
    @abc.abstractmethod
    def looks(self) -> int:
        """How many pictures the network is shown at each step, for every one that is wanted."""

    def afforded(self, steps: tuple[int, ...]) -> tuple[int, ...]:
        """How many of the steps of all octaves of a frame it takes, where it is given fewer than that to spend."""
        return steps

    @property
    def stops_early(self) -> bool:
        """Whether it may be done before it has taken all its steps; see `UntilStill`."""
        return False
