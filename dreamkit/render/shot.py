"""Paints the frames of one shot: move the last frame, climb its octaves, keep the picture."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import backend, ops
from dreamkit.effects.base import Effect, Moment, links
from dreamkit.errors import LostGradient
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.optimizers.search import Search
from dreamkit.parts import Size, Tensor, Tree, changed, knobs, turned
from dreamkit.plan.identity import finish_track, motion_track, tracks
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.render.pulls import WAKING_STEPS, Pulls, check_pulls
from dreamkit.render.search import searched
from dreamkit.render.sources import Sources
from dreamkit.render.step import Inputs, Step, mean_size
from dreamkit.render.tiles import pieces, tiled_slope
from dreamkit.rng import key
from dreamkit.sources.base import Source

OnPull: TypeAlias = Callable[[int, float, Pulls], None]
"""Told after each step: its number, the score, and how strongly each picture is pulled."""

OnStep: TypeAlias = Callable[[int, int, Size, float], None]
"""Told after each step: the octave, the step, the octave's size, the score."""


@final
class ShotPainter:
    """Paints any frame of a shot, given the one before.

    Args:
        plan: the film's.
        planned: the shot.
        net: the network that looks, where the shot has an objective.
    """

    def __init__(self, plan: Plan, planned: PlannedShot, net: LoadedNet | None) -> None:
        self.plan, self.planned, self.shot = plan, planned, planned.shot
        if net is not None and self.shot.objective is not None:
            self.shot = changed(self.shot, objective=self.shot.objective.resolved(net.spec.labels()))
        self.motion = _Warp(self.shot.motion)
        self.finish = _Warp(self.shot.finish)
        self._sources = Sources(plan, planned)
        self._still_targets: dict[Size, Tree] = {}
        self.step: Step | None = None
        if self.shot.objective is not None:
            assert net is not None
            self._cut = Cut(net, self.shot.objective.layers, by=self.shot.objective)
            self.step = Step(self.shot, self._cut)

    @property
    def pictures(self) -> int:
        """How many pictures each frame is made of."""
        return self.shot.objective.pictures if self.shot.objective else 1

    def paint(self, frame: int, previous: NDArray[np.float32] | None, on_step: OnStep) -> NDArray[np.float32]:
        """One frame, (batch, height, width, 3), from the one before it as it was stored (None for the first)."""
        source = self._sources.at(self.shot.source, frame)
        starts = self._sources.starts(self.shot.source, frame, self.pictures)
        before = ops.convert_to_tensor(previous) if previous is not None else starts
        start = starts if self.shot.source.moves else before
        if previous is not None or self.shot.source.moves:
            dials = motion_track(self.plan, self.planned, frame)
            start = self.motion(start, self._moment(before, source, frame, afresh=self.shot.source.moves), dials)
        if self.step is not None:
            start = self._climb(self.step, frame, start, on_step)
        return np.asarray(ops.convert_to_numpy(start), np.float32)

    def finished(self, frame: int, painted: NDArray[np.float32]) -> NDArray[np.float32]:
        """A painted frame after the shot's finish, which may lay a batch out on one sheet."""
        source = self._sources.at(self.shot.source, frame)
        image = ops.convert_to_tensor(painted)
        moment = self._moment(image, source, frame, afresh=True)
        dials = finish_track(self.plan, self.planned, frame)
        return np.asarray(ops.convert_to_numpy(self.finish(image, moment, dials)), np.float32)

    def _moment(self, previous: Tensor, source: Tensor, frame: int, *, afresh: bool) -> Moment:
        interval = 1 / self.plan.fps
        seconds, dose = (frame * interval, 1.0) if afresh else (interval, interval)
        return Moment(previous, source, seconds, interval, dose)

    def _climb(self, step: Step, frame: int, start: Tensor, on_step: OnStep) -> Tensor:
        assert self.shot.objective is not None
        dials = tracks(self.plan, self.planned, frame)
        wanted = self.shot.objective.wanted(self.plan.clock(self.planned, frame))
        pulls: list[Pulls] = []

        def ascend(image: Tensor, octave: int) -> Tensor:
            size = (int(image.shape[1]), int(image.shape[2]))
            shown, targets = self._sources.at(self.shot.source, frame, size), self._targets(step, frame, size)
            where = (self.plan.seed, self.planned.number, frame, octave)
            givens = [Inputs(now, key(*where, i), i, shown, targets) for i, now in enumerate(dials[octave])]

            def told(index: int, score: float, pull: float | Pulls) -> None:
                pulls.append(np.atleast_1d(pull))
                self._check_number(score, frame, octave, index)
                on_step(octave, index, size, score)

            if isinstance(self.shot.optimizer, GradientOptimizer):
                return self._ascend(step, self.shot.optimizer, image, givens, told, wanted=wanted)
            return searched(step, self.shot.parameterization, image, givens, self.shot.largest_pixels, told)

        climbed = self.shot.regularizer.climb(start, ascend)
        if wanted:
            check_pulls(pulls, self.shot, f"shot {self.planned.number + 1}, frame {frame}")
        return climbed

    def _ascend(
        self,
        step: Step,
        optimizer: GradientOptimizer,
        image: Tensor,
        givens: Sequence[Inputs],
        told: OnPull,
        *,
        wanted: bool,
    ) -> Tensor:
        """One octave along the gradient; a first step that moves no unit of some picture is taken again, to wake it."""
        size = (int(image.shape[1]), int(image.shape[2]))
        numbers = self.shot.parameterization.encode(image)
        state = optimizer.begin(numbers)
        for index, given in enumerate(givens):
            taken = self._take(step, numbers, state, given, size)
            pull = np.asarray(ops.convert_to_numpy(taken[3]))
            if index < WAKING_STEPS and wanted and not pull.all():
                taken = self._take(self._waking, numbers, state, given, size)
            numbers, state, score, _ = taken
            told(index, float(score), pull)  # as the network itself pulls: what only redirected ReLUs move is silent
        return self.shot.parameterization.decode(optimizer.settle(numbers, state), size)

    def _take(
        self, step: Step, numbers: Tree, state: Tree, given: Inputs, size: Size
    ) -> tuple[Tree, Tree, Tensor, Tensor]:
        """One step: in one piece where the picture is small enough, else along a gradient made of tiles."""
        assert self.shot.objective is not None
        cut = pieces(size, self.shot.largest_pixels, self.shot.objective)
        if cut == (1, 1):
            return step(numbers, state, given)
        score, gradient = tiled_slope(step, self.shot.parameterization.decode(numbers, size), given, cut)
        numbers, state = step.move(numbers, state, gradient, given)
        return numbers, state, score, mean_size(gradient)

    @functools.cached_property
    def _waking(self) -> Step:
        """The same step, in which a picture that moves no unit feels what would; made only where one does not."""
        return Step(self.shot, self._cut.redirected())

    def _check_number(self, score: float, frame: int, octave: int, step: int) -> None:
        if not np.isfinite(score):
            reach = "sigma" if isinstance(self.shot.optimizer, Search) else "rate"
            raise LostGradient(
                f"shot {self.planned.number + 1}, frame {frame}, octave {octave + 1}, step {step + 1}: score {score}",
                by=self.shot.objective,
                hint=f"the picture has blown up; lower the optimizer's {reach}, or add Clamp() to the regularizer",
            )

    def _targets(self, step: Step, frame: int, size: Size) -> Tree:
        """What the objective compares with; made once for all frames where nothing that it looks at moves."""
        assert self.shot.objective is not None
        if size in self._still_targets:
            return self._still_targets[size]
        asked: list[Source] = []

        def picture(source: Source) -> Tensor:
            asked.append(source)
            return self._sources.at(source, frame, size)

        targets = self.shot.objective.targets(step.look, picture)
        if not any(source.moves for source in asked):
            self._still_targets[size] = targets
        return targets


@final
class _Warp:
    """An effect, compiled once, with its knobs and times as inputs."""

    def __init__(self, effect: Effect) -> None:
        self._effect = effect
        self._apply = backend.compiled(self._traced)

    def __call__(self, image: Tensor, moment: Moment, dials: list[float]) -> Tensor:
        if not links(self._effect):
            return image
        numbers = ops.convert_to_tensor(np.asarray(dials, np.float32))
        times = ops.convert_to_tensor(np.array([moment.seconds, moment.interval, moment.dose], np.float32))
        return self._apply(image, moment.previous, moment.source, times, numbers)

    def _traced(
        self, weights: Any, image: Tensor, previous: Tensor, source: Tensor, times: Tensor, dials: Tensor
    ) -> Tensor:
        del weights
        values: Iterator[Tensor] = iter([dials[i] for i in range(len(list(knobs(self._effect))))])
        return turned(self._effect, values).apply(image, Moment(previous, source, times[0], times[1], times[2]))
