"""Projections: what is done to the picture itself after every step."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.parts import Knob, Tensor, within
from dreamkit.regularizers.base import Instant, Regularizer


@final
@dataclasses.dataclass(frozen=True)
class Clamp(Regularizer):
    """Keep every pixel in [low, high], the range that a file can hold.

    Source: google/deepdream 2015 (`make_step`).
    """

    low: float = within(default=0.0)
    high: float = within(default=1.0)

    def check(self) -> None:
        """Refuse an empty range."""
        if not self.low < self.high:
            raise InvalidValue(f"Clamp.low must lie below Clamp.high, and {self.low:g} and {self.high:g} came", by=self)

    def project(self, image: Tensor, instant: Instant) -> Tensor:
        """The picture with what lies outside moved to the nearer end."""
        del instant
        return ops.clip(image, self.low, self.high)


@final
@dataclasses.dataclass(frozen=True)
class Decay(Regularizer):
    """Draw every pixel a little towards grey after every step: x becomes grey + (1 - amount)(x - grey).

    Source: Yosinski 2015, section 3 (L2 decay, there towards the mean of the training pictures).
    """

    amount: Knob = within(0, 1, default=1e-2)
    grey: float = within(0, 1, default=0.5)

    def project(self, image: Tensor, instant: Instant) -> Tensor:
        """The picture, paler by `amount`."""
        del instant
        return self.grey + (1 - self.amount) * (image - self.grey)
