"""The pictures of a shot's sources as tensors, at the size of any octave; those of stills are made once."""

from __future__ import annotations

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
        self._stills: dict[tuple[Source, Size], Tensor] = {}

    def at(self, source: Source, frame: int, size: Size | None = None) -> Tensor:
        """The source's picture in this frame, at the plan's size or another."""
        size = size or self._plan.size
        if source.moves:
            return self._made(source, frame, size)
        if (source, size) not in self._stills:
            self._stills[source, size] = self._made(source, frame, size)
        return self._stills[source, size]

    def starts(self, source: Source, frame: int, pictures: int) -> Tensor:
        """What so many pictures that are made at once start from in this frame, at the plan's size."""
        first = self.at(source, frame)
        if not source.apart:
            return ops.repeat(first, pictures, axis=0)
        seconds, seeds = frame / self._plan.fps, [key(self._seed, picture) for picture in range(1, pictures)]
        others = [ops.convert_to_tensor(source.frame(seconds, self._plan.size, seed)[None]) for seed in seeds]
        return ops.concatenate([first, *others])

    def _made(self, source: Source, frame: int, size: Size) -> Tensor:
        if size != self._plan.size:
            return resized(self.at(source, frame), size)
        whole = source.frame(frame / self._plan.fps, size, self._seed)
        return ops.convert_to_tensor(whole[None])
