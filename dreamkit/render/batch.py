"""Paints what is missing of a frame that is made of many pictures, some at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import final

import numpy as np
from numpy.typing import NDArray

from dreamkit.parts import Size
from dreamkit.plan.pieces import at_once, pieces, together
from dreamkit.plan.plan import PlannedShot
from dreamkit.render.past import Earlier
from dreamkit.render.shot import ShotPainter

OnPlannedStep = Callable[[PlannedShot, int, int, int, Size, float], None]
"""Told after each step: what is climbed, the frame, the octave, the step, the octave's size, the score."""


@final
class BatchPainter:
    """Paints the pieces of any frame of a shot, given the frame before.

    Args:
        planned: the shot.
        painter: makes the painter of a shot, or of some of its pictures.
    """

    def __init__(self, planned: PlannedShot, painter: Callable[[PlannedShot], ShotPainter]) -> None:
        self._planned, self._count = planned, len(pieces(planned))
        self._last: tuple[int, ...] = next(at_once(planned, range(self._count)))
        kept = 1 if planned.frames == 1 else None  # a still comes back to no batch, a film to each
        self._painter = functools.lru_cache(kept)(lambda some: painter(self._together(some)))

    def paint(
        self, frame: int, missing: Sequence[int], previous: NDArray[np.float32] | None, on_step: OnPlannedStep
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Each missing piece of a frame by its number, (pictures, height, width, 3), once its batch is painted.

        `previous` is the whole frame before it, as it was stored (None for the first).
        """
        for some in at_once(self._planned, missing):
            painter = self._painter(some)
            before = previous[list(some)] if previous is not None and self._count > 1 else previous
            batch = painter.paint(frame, before, functools.partial(on_step, painter.planned, frame))
            self._last = some
            yield from zip(some, np.split(batch, len(some)), strict=True)

    def finished(self, frame: int, painted: NDArray[np.float32], earlier: Earlier) -> NDArray[np.float32]:
        """A whole painted frame after the shot's finish; `earlier` gives those before it."""
        return self._painter(self._last).finished(frame, painted, earlier)

    def _together(self, some: tuple[int, ...]) -> PlannedShot:
        return together(self._planned, some) if self._count > 1 else self._planned
