"""Show the network the picture from a slightly other place at every step."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.parts import Tensor, within
from dreamkit.regularizers.base import Regularizer
from dreamkit.rng import Rng


@final
@dataclasses.dataclass(frozen=True)
class Jitter(Regularizer):
    """Roll the picture by up to `pixels` each way before the network sees it, so that no grid burns in.

    What leaves on one side comes in on the other, and the gradient rolls back with it, so nothing moves.

    Source: google/deepdream 2015 (`make_step`, jitter 32).
    """

    pixels: int = within(0, default=16)

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """The picture, rolled; (batch, height, width, channels) as it came."""
        shift = rng.integers((2,), -self.pixels, self.pixels + 1)
        return rolled(image, shift[0], shift[1])


def rolled(image: Tensor, down: Tensor, across: Tensor) -> Tensor:
    """A picture (batch, height, width, channels) rolled by whole pixels that may be tensors."""
    return ops.roll(image, (down, across), axis=(1, 2))
