"""The pictures of a shot's sources as tensors, at the size of any octave; those of stills are made once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import final

from dreamkit import ops
from dreamkit.parts import Size, Tensor
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.regularizers.octaves import resized
from dreamkit.rng import key
from dreamkit.sources.base import Source


@final
class Sources:
    """Gives what a source shows in a frame, (1, height, width, 3) in [0, 1]."""

    def __init__(self, plan: Plan, planned: PlannedShot) -> None:
        self._plan = plan
        self._seed = key(plan.seed, planned.number)
        self._stills: dict[tuple[Source, Size, bool], Tensor] = {}

    def at(self, source: Source, frame: int, size: Size | None = None) -> Tensor:
        """The source's picture in this frame, in the plan's shape: at the plan's size or another."""
        size = size or self._plan.size
        return self._kept(source, size, False, lambda: self._made(source, frame, size))

    def whole(self, source: Source, frame: int, size: Size) -> Tensor:
        """The source's picture in this frame at a size of any shape, made from what the source itself has."""
        return self._kept(source, size, True, lambda: self._asked(source, frame, size))

    def alpha(self, source: Source, frame: int) -> Tensor:
        """How opaque the source's picture in this frame is, (1, height, width, 1), at the plan's size."""
        return ops.convert_to_tensor(source.alpha(frame / self._plan.fps, self._plan.size)[None])

    def starts(self, source: Source, frame: int, numbers: Sequence[int]) -> Tensor:
        """What the pictures of a batch that have these numbers start from in this frame, at the plan's size."""
        if not source.apart:
            return ops.repeat(self.at(source, frame), len(numbers), axis=0)
        return ops.concatenate([self._apart(source, frame, number) for number in numbers])

    def _apart(self, source: Source, frame: int, number: int) -> Tensor:
        """What one picture of a batch starts from, by a chance of its own."""
        if number == 0:
            return self.at(source, frame)
        seconds, seed = frame / self._plan.fps, key(self._seed, number)
        return ops.convert_to_tensor(source.frame(seconds, self._plan.size, seed)[None])

    def _kept(self, source: Source, size: Size, whole: bool, make: Callable[[], Tensor]) -> Tensor:
        if source.moves:
            return make()
        if (source, size, whole) not in self._stills:
            self._stills[source, size, whole] = make()
        return self._stills[source, size, whole]

    def _made(self, source: Source, frame: int, size: Size) -> Tensor:
        if size != self._plan.size:
            return resized(self.at(source, frame), size)
        return self._asked(source, frame, size)

    def _asked(self, source: Source, frame: int, size: Size) -> Tensor:
        return ops.convert_to_tensor(source.frame(frame / self._plan.fps, size, self._seed)[None])


def sized(source: Source, asked: Size | float, octave: Size) -> Size:
    """The size that a picture is asked for, where a number is its longer side in those of the octave.

    It keeps the source's own shape, or the octave's where the source has none.

    >>> from dreamkit.sources import Colour
    >>> sized(Colour(), 0.5, (30, 60)), sized(Colour(), (7, 9), (30, 60))
    ((15, 30), (7, 9))
    """
    if isinstance(asked, tuple):
        return asked
    height, width = source.natural_size() or octave
    ratio = asked * max(octave) / max(height, width)
    return max(1, round(height * ratio)), max(1, round(width * ratio))
