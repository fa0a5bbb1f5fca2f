"""Many photos made of few, for networks that are told no labels: whatever is seen, the teacher has an answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dreamkit import ops
from dreamkit.parts import Tensor

if TYPE_CHECKING:
    from keras.random import SeedGenerator

MIXED: Final = 0.5
"""Up to this share of the photo before it in the batch comes in; half of all photos stay unmixed."""

GAIN: Final = 0.4
"""Up to this share each of red, green and blue becomes stronger or weaker, away from grey."""

SHIFT: Final = 0.15
"""And so much lighter or darker, in [0, 1]."""


def varied(photos: Tensor, chance: SeedGenerator) -> Tensor:
    """Photos (batch, side, side, 3) in [0, 1], each turned, mirrored, in other colours and mixed with the one before.

    Sources: Beyer et al. 2022, "Knowledge distillation: A good teacher is patient and consistent" (mixing); Asano and
    Saeed 2023, "The Augmented Image Prior: Distilling 1000 Classes by Extrapolating from a Single Image".
    """
    from keras import random

    batch = photos.shape[0]

    def drawn(least: float, most: float, *, channels: int = 1) -> Tensor:
        return random.uniform((batch, 1, 1, channels), least, most, seed=chance)

    turned = ops.where(drawn(-1, 1) > 0, ops.transpose(photos, (0, 2, 1, 3)), photos)
    mirrored = ops.where(drawn(-1, 1) > 0, ops.flip(turned, axis=1), turned)
    mixed = mirrored + ops.relu(drawn(-MIXED, MIXED)) * (ops.roll(mirrored, 1, axis=0) - mirrored)
    coloured = 0.5 + drawn(1 - GAIN, 1 + GAIN, channels=3) * (mixed - 0.5) + drawn(-SHIFT, SHIFT, channels=3)
    return ops.clip(coloured, 0.0, 1.0)
