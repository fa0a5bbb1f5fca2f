"""Shots that are climbed at one size, step by step, for as many steps or as long as a job wants."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, final

import numpy as np

from .cases import Case, loaded

if TYPE_CHECKING:
    from dreamkit.film import Shot
    from dreamkit.render.shot import ShotPainter

WARM: Final = 2
"""How many steps are taken before the clock starts; the first one traces."""


def painter(shot: Shot, size: tuple[int, int]) -> ShotPainter:
    """Paints a shot as the renderer does, through all of its sizes up to (height, width)."""
    from dreamkit.film import Film
    from dreamkit.plan.plan import make_plan
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry
    from dreamkit.render.shot import ShotPainter

    assert shot.net is not None
    registry = Registry(Plugins([]))
    plan = make_plan(Film(shot), name="still", size=(size[0], size[1]), fps=24, seed=0, registry=registry)
    return ShotPainter(plan, plan.shots[0], loaded(Case(shot.net.name, shot.net.weights, (), size, 0)))


@final
class ShotClimb:
    """A shot's compiled step at one size.

    Args:
        shot: what is climbed; its frame is its first.
        size: (height, width) in pixels.
        targets: what its objective compares with, where that is not made of sources.

    Another `source` and other `targets` may be set between two climbs.
    """

    def __init__(self, shot: Shot, size: tuple[int, int], targets: Any = ()) -> None:
        from dreamkit.nets.look import Cut
        from dreamkit.render.step import Step

        assert shot.net is not None
        assert shot.objective is not None
        net = loaded(Case(shot.net.name, shot.net.weights, (), size, 0))
        self.objective = shot.objective.resolved(net.spec.labels())
        self.targets, self.source = targets, shot.source
        self._shot, self._size, self._warm = shot, size, False
        self.step = Step(shot, Cut(net, shot.objective.layers))

    def for_steps(self, steps: int) -> tuple[Any, float]:
        """The pictures (batch, height, width, 3) after so many steps, and the CPU seconds that these took."""
        return self._climbed(lambda taken, spent: taken / steps)

    def for_seconds(self, seconds: float) -> tuple[Any, float]:
        """The pictures after so many CPU seconds, in which other programs do not count, and the seconds."""
        return self._climbed(lambda taken, spent: spent / seconds)

    def scores(self, pictures: Any) -> Any:
        """How good such pictures are, just as they are, (batch,)."""
        from dreamkit import ops

        return ops.convert_to_numpy(self.objective.score(self.step.look(pictures), self.targets))

    def _climbed(self, progress: Any) -> tuple[Any, float]:
        from dreamkit import ops

        shot, optimizer = self._shot, self._shot.optimizer
        seeds = range(self.objective.pictures) if self.source.apart else [0] * self.objective.pictures
        start = ops.convert_to_tensor(np.stack([self.source.frame(0, self._size, seed) for seed in seeds]))
        numbers = shot.parameterization.encode(start)
        state: Any = optimizer.begin(numbers)  # type: ignore[attr-defined]  # they all follow the gradient
        for index in range(0 if self._warm else WARM):
            self._one(numbers, state, start[:1], index, 0.0)
        self._warm = True
        began, taken, done = time.process_time(), 0, 0.0
        while done < 1:
            numbers, state = self._one(numbers, state, start[:1], taken, done)
            taken += 1
            done = progress(taken, time.process_time() - began)
        spent = time.process_time() - began
        return shot.parameterization.decode(numbers, self._size), spent

    def _one(self, numbers: Any, state: Any, source: Any, index: int, progress: float) -> tuple[Any, Any]:
        from dreamkit.render.step import Inputs
        from dreamkit.schedules import Clock, value

        clock = Clock(step=index, steps_progress=progress)
        dials = [value(knob, clock) for knob in self.step.knobs]
        numbers, state, score, _ = self.step(numbers, state, Inputs(dials, index, index, source, self.targets))
        assert np.all(np.isfinite(score))
        return numbers, state
