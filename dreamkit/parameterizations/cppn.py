"""A picture as a small network that is asked, place by place, for the colour there."""

from __future__ import annotations

import dataclasses
import math
from typing import final

import numpy as np

from dreamkit import ops
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Size, Tensor, Tree, within


@final
@dataclasses.dataclass(frozen=True)
class Cppn(Parameterization):
    """The numbers are the weights of a compositional pattern-producing network, so the picture is smooth at any size.

    It turns a place (across, down) into a colour through layers of arctangents. The picture begins grey, whatever the
    shot's source, and `seed` says which of many roads it takes. The numbers are a tuple of (batch, inputs, outputs).

    Args:
        layers: how many, without the last, which gives the colour.
        channels: how many numbers each layer has; twice as many go into the next.
        seed: what the weights are drawn from.

    Source: Stanley 2007, Compositional Pattern Producing Networks; Mordvintsev et al. 2018, Differentiable Image
        Parameterizations, section 5; lucid's `cppn`.
    """

    layers: int = within(1, 64, default=8)
    channels: int = within(1, 1024, default=24)
    seed: int = within(0, default=0)

    @property
    def reads(self) -> bool:
        """It cannot be begun from a picture."""
        return False

    def encode(self, image: Tensor) -> Tree:
        """New weights; nothing of the picture but how many there are of it."""
        batch, chance = image.shape[0], np.random.default_rng(self.seed)
        inputs = [2, *[2 * self.channels] * (self.layers - 1)]
        drawn = [
            chance.standard_normal((batch, count, self.channels)).astype(np.float32) / math.sqrt(count)
            for count in inputs
        ]
        last = np.zeros((batch, 2 * self.channels, image.shape[3]), np.float32)  # grey, and free to go anywhere
        return tuple(map(ops.convert_to_tensor, (*drawn, last)))

    def decode(self, numbers: Tree, size: Size) -> Tensor:
        """The picture (batch, height, width, channels) in (0, 1)."""
        height, width = size
        *layers, last = numbers
        at = ops.broadcast_to(_places(size)[None], (last.shape[0], height * width, 2))
        for weights in layers:
            at = _activated(ops.matmul(at, weights))
        return ops.reshape(ops.sigmoid(ops.matmul(at, last)), (-1, height, width, last.shape[2]))


def _places(size: Size) -> Tensor:
    """Each pixel's (across, down), (height × width, 2), from -√3 to √3, so that they have a deviation of 1."""
    height, width = size
    down = ops.linspace(-math.sqrt(3), math.sqrt(3), height)
    across = ops.linspace(-math.sqrt(3), math.sqrt(3), width)
    return ops.reshape(ops.stack(ops.meshgrid(across, down), axis=-1), (height * width, 2))


def _activated(numbers: Tensor) -> Tensor:
    """An odd and an even function of numbers (batch, places, channels), each brought to mean 0 and deviation 1.

    The divisors are Lucid's: they make the deviation of both functions about 1 again.
    """
    centred = numbers - ops.mean(numbers, axis=1, keepdims=True)
    bent = ops.arctan(centred / ops.sqrt(ops.mean(centred**2, axis=1, keepdims=True) + 1e-6))
    return ops.concatenate([bent / 0.67, bent**2 / 0.6], axis=-1)
