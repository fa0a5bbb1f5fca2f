"""What a finish has noted of the frames before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import backend, ops
from dreamkit.effects.base import Effect
from dreamkit.parts import Tensor

Earlier: TypeAlias = Callable[[int], NDArray[np.float32]]
"""Gives any frame of a shot that has been painted, by its number, as it was stored."""


@final
class Past:
    """What a finish notes of each painted frame of a shot, for itself in all later ones.

    Args:
        finish: which notes it.
        frames: how many the shot has.
    """

    def __init__(self, finish: Effect, frames: int) -> None:
        self._finish, self._frames = finish, frames
        self._note = backend.compiled(self._traced)
        self._notes: dict[int, NDArray[np.float32]] = {}

    def until(self, frame: int, painted: NDArray[np.float32], earlier: Earlier) -> Tensor:
        """The notes of every frame up to this one, (frames, numbers); those to come have this one's."""
        for number in range(frame + 1):
            if number not in self._notes:
                picture = painted if number == frame else earlier(number)
                answer = self._note(ops.convert_to_tensor(picture[..., :3]))
                self._notes[number] = np.asarray(ops.convert_to_numpy(answer), np.float32)
        known = [self._notes[min(number, frame)] for number in range(self._frames)]
        return ops.convert_to_tensor(np.stack(known))

    def _traced(self, weights: Any, image: Tensor) -> Tensor:
        del weights
        return self._finish.noted(image)
