"""Photos changed so little that nobody sees it, and so that a network answers otherwise; inside a training's step."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TypeAlias, final

from dreamkit import backend, ops
from dreamkit.errors import InvalidValue
from dreamkit.parts import Tensor

Harm: TypeAlias = Callable[[Tensor], Tensor]
"""What an attack is after: a number for each photo, (batch,), of photos (batch, height, width, 3)."""


@final
@dataclasses.dataclass(frozen=True)
class Attack:
    """How photos are attacked: by projected gradient descent, within a largest change of any number.

    Args:
        epsilon: how far any number of any pixel may move, in [0, 1].
        steps: how many there are, from a place of chance within the bound.
        reach: how far all steps together could go, in epsilons; each goes an equal part of it.

    Raises:
        InvalidValue: for a bound that is none, no steps, and steps that cannot reach the bound.

    Source: Madry et al. 2018, "Towards Deep Learning Models Resistant to Adversarial Attacks", section 2.1.
    """

    epsilon: float
    steps: int = 3
    reach: float = 2.0

    def __post_init__(self) -> None:
        if not 0 < self.epsilon < 1:
            raise InvalidValue(f"epsilon lies between 0 and 1, and {self.epsilon!r} came", hint="4/255 is hard to see")
        if self.steps < 1:
            raise InvalidValue(f"an attack takes at least 1 step, and {self.steps!r} came")
        if self.reach < 1:
            raise InvalidValue(f"an attack's steps reach 1 epsilon at least, and {self.reach!r} came")

    def __call__(self, harm: Harm, photos: Tensor, chance: Tensor) -> Tensor:
        """Photos (batch, height, width, 3) in [0, 1] that do more harm, each within the bound of its own.

        `chance` are numbers in [-1, 1] of the photos' shape. It can be traced; no gradient goes through it.
        """
        at = self.start(photos, chance)
        for _ in range(self.steps):
            at = self.step(harm, at, photos)
        return ops.stop_gradient(at)

    def start(self, photos: Tensor, chance: Tensor) -> Tensor:
        """A place of chance within the bound."""
        return self._within(photos + self.epsilon * chance, photos)

    def step(self, harm: Harm, at: Tensor, photos: Tensor) -> Tensor:
        """One step further from where the photos have come to."""
        _, slope = backend.value_and_grad(harm, at)
        return self._within(at + self.reach * self.epsilon / self.steps * ops.sign(slope), photos)

    def _within(self, at: Tensor, photos: Tensor) -> Tensor:
        return ops.clip(at, ops.maximum(photos - self.epsilon, 0.0), ops.minimum(photos + self.epsilon, 1.0))
