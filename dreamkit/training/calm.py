"""A film's next frame as it could be, made out of a photo: moved a little, and with other grain."""

from __future__ import annotations

from typing import Final, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.geometry import framed
from dreamkit.parts import Tensor

REACH: Final = 4
"""How far a photo moves at most, in pixels each way: through all places of the network's coarsest grid."""

GRAIN: Final = 0.02
"""The standard deviation of the grain."""


@final
class Calm:
    """What a network paints of a photo that moves is to move along with it, whatever grain the photo has.

    Each photo is painted a second time, some whole pixels further and with grain; the loss is the mean squared
    difference to the first painting, moved as far. A network that paints frames one by one then flickers less.

    Args:
        weight: how much it counts.
        seed: what the moves and the grain depend on.

    Source: Zheng, Song, Leung and Goodfellow 2016, "Improving the Robustness of Deep Neural Networks via Stability
    Training", section 3; Huang et al. 2017, "Real-Time Neural Style Transfer for Videos", equation 5, where the motion
    is estimated.
    """

    def __init__(self, weight: float, seed: int) -> None:
        from keras import random

        self.weight = weight
        self.chance = random.SeedGenerator(seed)

    def moves(self) -> Tensor:
        """How far to move, (down, right) from 0 to twice `REACH`."""
        from keras import random

        return random.randint((2,), 0, 2 * REACH + 1, dtype="int32", seed=self.chance)

    def grained(self, photos: Tensor) -> Tensor:
        """Photos (batch, height, width, 3) with grain."""
        from keras import random

        return photos + random.normal(photos.shape, 0.0, GRAIN, seed=self.chance)

    def loss(self, first: Tensor, second: Tensor, moves: Tensor) -> Tensor:
        """How far the second paintings are from the first ones as they have moved, where both show the same."""
        inside = slice(REACH, -REACH)
        gap = (second - moved(first, moves))[:, inside, inside]
        return self.weight * ops.mean(ops.square(gap))


def check_calm(weight: float) -> None:
    """Raise `InvalidValue` for a weight that would want flicker."""
    if not weight >= 0:
        raise InvalidValue(f"calm is a weight of 0 or more, and {weight!r} came")


def moved(image: Tensor, moves: Tensor) -> Tensor:
    """Pictures (batch, height, width, channels), `moves` less `REACH` pixels further up and left; mirrored there."""
    zero = ops.zeros((1,), dtype="int32")
    return ops.slice(framed(image, REACH), ops.concatenate([zero, moves, zero]), image.shape)
