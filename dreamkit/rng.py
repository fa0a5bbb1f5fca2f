"""Random numbers that depend on nothing but where in the film they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dreamkit.parts import Tensor

if TYPE_CHECKING:
    import keras


class Rng:
    """Random tensors for a part's `view` and `precondition`; the same key gives the same numbers.

    Streams differ between backends, and between nothing else.
    """

    def __init__(self, generator: keras.random.SeedGenerator) -> None:
        self._generator = generator

    def uniform(self, shape: tuple[int, ...] = (), low: float = 0.0, high: float = 1.0) -> Tensor:
        """Numbers spread evenly over [low, high), in float32."""
        from keras import random

        return random.uniform(shape, low, high, seed=self._generator)

    def normal(self, shape: tuple[int, ...] = (), mean: float = 0.0, deviation: float = 1.0) -> Tensor:
        """Numbers from a Gaussian, in float32."""
        from keras import random

        return random.normal(shape, mean, deviation, seed=self._generator)

    def integers(self, shape: tuple[int, ...], low: int, high: int) -> Tensor:
        """Whole numbers from low to high - 1, in int32."""
        from keras import random

        return random.randint(shape, low, high, seed=self._generator)


def key(*where: int) -> int:
    """One 31-bit number for a place in a film, such as (seed, shot, frame, octave, step).

    >>> key(0, 0, 0) == key(0, 0, 0), key(0, 0, 0) == key(0, 0, 1)
    (True, False)
    """
    return int(np.random.SeedSequence(where).generate_state(1, np.uint32)[0] >> 1)
