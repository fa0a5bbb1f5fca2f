"""Climbs the frames of one shot: through all octaves, along the gradient or by a search."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, final

import numpy as np

from dreamkit import ops
from dreamkit.errors import LostGradient
from dreamkit.nets.cuts import Looker
from dreamkit.nets.look import Cut
from dreamkit.optimizers.gradient import GradientOptimizer, Scores
from dreamkit.optimizers.search import Search
from dreamkit.parts import Size, Tensor, Tree
from dreamkit.plan.identity import tracks
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.render.attribution import AttributedStep
from dreamkit.render.piecewise import Piecewise, reach_of
from dreamkit.render.pulls import WAKING_STEPS, Pulls, check_pulls, warn_of_missed
from dreamkit.render.score import Inputs
from dreamkit.render.search import searched
from dreamkit.render.sources import Sources, sized
from dreamkit.render.step import Step, mean_size
from dreamkit.render.tiles import pieces, rows_and_columns, tiled_slope
from dreamkit.rng import key
from dreamkit.shot import Shot
from dreamkit.sources.base import Source

OnPull: TypeAlias = Callable[[int, float, Pulls], None]
"""Told after each step: its number, the score, and how strongly each picture is pulled."""

OnStep: TypeAlias = Callable[[int, int, Size, float], None]
"""Told after each step: the octave, the step, the octave's size, the score."""

SMALLEST_PIECE: Final = 250_000
"""In pixels: however many views of it there are, a picture is not cut into smaller tiles."""


@final
class Climber:
    """Climbs any frame of a shot from where it starts.

    Args:
        plan: the film's.
        planned: the shot.
        shot: the same, with all that depends on the network's labels settled.
        cut: the network that looks, or several.
        sources: what the shot's sources show.
    """

    def __init__(self, plan: Plan, planned: PlannedShot, shot: Shot, cut: Looker, sources: Sources) -> None:
        assert shot.objective is not None
        self._plan, self._planned, self._shot, self._objective = plan, planned, shot, shot.objective
        self._cut, self._sources = cut, sources
        self._still_targets: dict[Size, Tree] = {}
        self._memory: Tree | None = None  # the optimizer's, of the octave before
        self._missed = ""  # what its steps did not reach there
        self._largest_pixels = max(shot.largest_pixels // shot.regularizer.views, SMALLEST_PIECE)
        self._kind = AttributedStep if "attribution" in shot.finish.asks else Step
        self.step = self._kind(shot, cut)

    def climbed(self, frame: int, start: Tensor, on_step: OnStep) -> Tensor:
        """The picture (batch, height, width, 3) that a frame climbs to.

        Where the finish asks for the attribution, that of the last octave is a fourth channel.
        """
        dials = tracks(self._plan, self._planned, frame)
        wanted = self._objective.wanted(self._plan.clock(self._planned, frame))
        pulls: list[Pulls] = []
        self._memory = None
        noted: Tensor | None = None

        def ascend(image: Tensor, octave: int) -> Tensor:
            size = _size(image)
            shown, targets = self._sources.at(self._shot.source, frame, size), self._targets(frame, size)
            where = (self._plan.seed, self._planned.number, frame, octave)
            givens = [Inputs(now, key(*where, i), i, shown, targets) for i, now in enumerate(dials[octave])]

            def told(index: int, score: float, pull: float | Pulls) -> None:
                pulls.append(np.atleast_1d(pull))
                self._check_number(score, frame, octave, index)
                on_step(octave, index, size, score)

            nonlocal noted
            if isinstance(self._shot.optimizer, GradientOptimizer):
                image, noted = self._ascend(self._shot.optimizer, image, givens, told, wanted=wanted)
                return image
            return searched(self.step, self._shot.parameterization, image, givens, self._largest_pixels, told)

        climbed = self._shot.regularizer.climb(start, ascend)
        if wanted:
            where = f"shot {self._planned.number + 1}, frame {frame}"
            check_pulls(pulls, self._shot, where, self._planned.numbers)
        if self._missed and self._planned.frames == 1:  # the frames of a film go on from each other
            warn_of_missed(self._missed, self._planned.number)
        return climbed if noted is None else ops.concatenate([climbed, noted], axis=3)

    def _ascend(
        self, optimizer: GradientOptimizer, image: Tensor, givens: Sequence[Inputs], told: OnPull, *, wanted: bool
    ) -> tuple[Tensor, Tensor | None]:
        """One octave along the gradient; a first step that moves no unit of some picture is taken again, to wake it."""
        size = _size(image)
        numbers = self._shot.parameterization.encode(image)
        before, scores = self._memory, list[Scores]()
        memory = optimizer.begin(numbers) if before is None else optimizer.resumed(before, numbers)
        state = self.step.begin(memory, image)
        for index, given in enumerate(givens):
            taken = self._take(self.step, numbers, state, given, size)
            pull = np.asarray(ops.convert_to_numpy(taken[3]))
            if index < WAKING_STEPS and wanted and not pull.all():
                taken = self._take(self._waking, numbers, state, given, size)
            numbers, state, seen, _ = taken
            scores.append(np.atleast_1d(ops.convert_to_numpy(seen)))
            # as the network itself pulls: what only redirected ReLUs move is silent
            told(index, float(np.sum(scores[-1], dtype=np.float32)), pull)
            if optimizer.done(scores):
                break
        self._missed = optimizer.missed(scores)
        self._memory, noted = self.step.settle(state)
        return self._shot.parameterization.decode(optimizer.settle(numbers, self._memory), size), noted

    def _take(
        self, step: Step, numbers: Tree, state: Tree, given: Inputs, size: Size
    ) -> tuple[Tree, Tree, Tensor, Tensor]:
        """One step: in one piece where the picture is small enough, else along a gradient made of pieces."""
        exact = self._piecewise
        largest = self._largest_pixels
        cut = rows_and_columns(size, largest, exact.margin) if exact else pieces(size, largest, self._objective)
        if cut == (1, 1):
            return step(numbers, state, given)
        image = self._shot.parameterization.decode(numbers, size)
        score, gradient = exact.slope(image, given, cut) if exact else tiled_slope(step, image, given, cut)
        numbers, state = step.move(numbers, state, gradient, given, score)
        return numbers, state, score, mean_size(gradient)

    @functools.cached_property
    def _piecewise(self) -> Piecewise | None:
        """Sees a picture in pieces and judges it as a whole; only for what is wanted of sums over places."""
        if not isinstance(self._cut, Cut):
            return None
        reach = reach_of(self._cut, self._objective)
        return Piecewise(self._shot, self._cut, reach) if reach else None

    @functools.cached_property
    def _waking(self) -> Step:
        """The same step, in which a picture that moves no unit feels what would; made only where one does not."""
        return self._kind(self._shot, self._cut.redirected())

    def _check_number(self, score: float, frame: int, octave: int, step: int) -> None:
        if not np.isfinite(score):
            reach = "sigma" if isinstance(self._shot.optimizer, Search) else "rate"
            raise LostGradient(
                f"shot {self._planned.number + 1}, frame {frame}, octave {octave + 1}, step {step + 1}: score {score}",
                by=self._objective,
                hint=f"the picture has blown up; lower the optimizer's {reach}, or add Clamp() to the regularizer",
            )

    def _targets(self, frame: int, size: Size) -> Tree:
        """What the objective compares with; made once for all frames where nothing that it looks at moves."""
        if size in self._still_targets:
            return self._still_targets[size]
        asked: list[Source] = []

        def picture(source: Source, asked_size: Size | float | None = None) -> Tensor:
            asked.append(source)
            if asked_size is None:
                return self._sources.at(source, frame, size)
            return self._sources.whole(source, frame, sized(source, asked_size, size))

        targets = self._objective.targets(self.step.look, picture)
        if not any(source.moves for source in asked):
            self._still_targets[size] = targets
        return targets


def _size(image: Tensor) -> Size:
    return int(image.shape[1]), int(image.shape[2])
