"""The colours of the source, kept through a long dream."""

from __future__ import annotations

import dataclasses
from typing import Final, final

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.parts import Knob, Tensor, within

SMALLEST: Final = 1e-4
"""Variance below this (a hundredth of white, squared) is noise: it is neither copied nor blown up."""


@final
@dataclasses.dataclass(frozen=True)
class KeepColours(Effect):
    """The picture keeps the colours and the contrast of the source, so that a film may dream on without going neon.

    The mean colour and the covariance of red, green and blue are brought to the source's by the one linear map that
    changes the picture least; forms are left alone. It moves as smoothly as they do, so nothing flickers.

    Args:
        strength: how much of what has drifted is taken back: from a still source, within every second; else, in every
            frame. 1 takes back all at once.
        contrast: how much harder than the source the picture may be. A plain or noisy source has hardly any contrast to
            keep, so give it more, or leave this effect away.

    Source: Pitié and Kokaram 2007, The linear Monge-Kantorovitch linear colour mapping, equation 6.
    """

    strength: Knob = within(0, 1, default=1.0)
    contrast: Knob = within(0, 10, default=1.0)

    @property
    def takes_alpha(self) -> bool:
        """It is left as it is."""
        return False

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture with the source's statistics; what leaves [0, 1] goes to its ends."""
        pull = 1 - ops.power(ops.convert_to_tensor(1 - self.strength, dtype="float32"), moment.dose)
        mean, covariance = statistics(image)
        wanted_mean, wanted_covariance = statistics(moment.source)
        change = monge_kantorovich(covariance, wanted_covariance * self.contrast**2)
        change = (1 - pull) * ops.eye(3) + pull * change
        flat = ops.reshape(image, (image.shape[0], -1, 3))
        moved = ops.matmul(flat - mean, change) + mean + pull * (wanted_mean - mean)
        return ops.clip(ops.reshape(moved, ops.shape(image)), 0, 1)


def statistics(image: Tensor) -> tuple[Tensor, Tensor]:
    """The mean colour (batch, 1, 3) and the covariance of the channels (batch, 3, 3) of each picture."""
    flat = ops.reshape(image, (image.shape[0], -1, 3))
    mean = ops.mean(flat, axis=1, keepdims=True)
    away = flat - mean
    count = ops.cast(ops.shape(flat)[1], "float32")
    return mean, ops.matmul(ops.transpose(away, (0, 2, 1)), away) / count


def monge_kantorovich(covariance: Tensor, wanted: Tensor) -> Tensor:
    """The symmetric matrix that takes one covariance (batch, 3, 3) to another and moves colours the least."""
    floor = SMALLEST * ops.eye(3)
    root = symmetric_root(covariance + floor)
    inverse = ops.inv(root)
    middle = symmetric_root(ops.matmul(ops.matmul(root, wanted + floor), root))
    return ops.matmul(ops.matmul(inverse, middle), inverse)


def symmetric_root(matrix: Tensor) -> Tensor:
    """The positive square root of symmetric positive matrices (batch, 3, 3)."""
    values, vectors = ops.eigh(matrix)
    stretched = vectors * ops.sqrt(ops.maximum(values, 0.0))[:, None, :]
    return ops.matmul(stretched, ops.transpose(vectors, (0, 2, 1)))
