"""Paints the frames of one shot: move the last frame, climb its octaves, keep the picture."""

from __future__ import annotations

import dataclasses
from typing import final

import numpy as np
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.effects.base import Moment
from dreamkit.nets.loaded import LoadedNet
from dreamkit.parts import Tensor, changed
from dreamkit.plan.identity import finish_track, motion_track
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.render.climb import Climber, OnStep
from dreamkit.render.eyes import NONE, Eyes, Others
from dreamkit.render.noted import numbers_of
from dreamkit.render.past import Earlier, Past
from dreamkit.render.sources import Sources
from dreamkit.render.warp import Warp


@final
class ShotPainter:
    """Paints any frame of a shot, given the one before.

    Args:
        plan: the film's.
        planned: the shot.
        net: the network that looks, where the shot has an objective.
        others: those that its objective asks besides.
    """

    def __init__(self, plan: Plan, planned: PlannedShot, net: LoadedNet | None, others: Others = NONE) -> None:
        self.plan, self.planned, self.shot = plan, planned, planned.shot
        if net is not None and self.shot.objective is not None:
            self.shot = changed(self.shot, objective=Eyes(net, others).resolved(self.shot.objective))
        self.motion = Warp(self.shot.motion)
        self.finish = Warp(self.shot.finish)
        self._past = Past(self.shot.finish, planned.frames)
        self._sources = Sources(plan, planned)
        self.climber: Climber | None = None
        if self.shot.objective is not None:
            assert net is not None
            cut = Eyes(net, others).cut(self.shot.objective)
            self.climber = Climber(plan, planned, self.shot, cut, self._sources)

    @property
    def pictures(self) -> int:
        """How many pictures each frame is made of."""
        return self.shot.objective.pictures if self.shot.objective else 1

    def paint(self, frame: int, previous: NDArray[np.float32] | None, on_step: OnStep) -> NDArray[np.float32]:
        """One frame, (batch, height, width, 3), from the one before it as it was stored (None for the first).

        A fourth channel, there and here, is what a finish asks for beside the picture; see `Climber.climbed`.
        """
        source = self._sources.at(self.shot.source, frame)
        starts = self._sources.starts(self.shot.source, frame, self.planned.numbers or range(self.pictures))
        before = ops.convert_to_tensor(previous[..., :3]) if previous is not None else starts
        start = starts if self.shot.source.moves else before
        if previous is not None or self.shot.source.moves:
            dials = motion_track(self.plan, self.planned, frame)
            start = self.motion(start, self._moment(before, source, frame, afresh=self.shot.source.moves), dials)
        if self.climber is not None:
            start = self.climber.climbed(frame, start, on_step)
        return np.asarray(ops.convert_to_numpy(start), np.float32)

    def finished(self, frame: int, painted: NDArray[np.float32], earlier: Earlier) -> NDArray[np.float32]:
        """A painted frame after the shot's finish, which may lay a batch out on one sheet, or give it an alpha.

        `earlier` gives the painted frames before it, for a finish that asks for the past.
        """
        source = self._sources.at(self.shot.source, frame)
        image = ops.convert_to_tensor(painted[..., :3])
        moment = self._moment(image, source, frame, afresh=True)
        if "attribution" in self.shot.finish.asks:
            moment = dataclasses.replace(moment, attribution=ops.convert_to_tensor(painted[..., 3:]))
        if "fitness" in self.shot.finish.asks:
            moment = dataclasses.replace(moment, fitness=ops.convert_to_tensor(numbers_of(painted)))
        if "alpha" in self.shot.finish.asks:
            moment = dataclasses.replace(moment, alpha=self._sources.alpha(self.shot.source, frame))
        if "past" in self.shot.finish.asks:
            moment = dataclasses.replace(moment, past=self._past.until(frame, painted, earlier))
        dials = finish_track(self.plan, self.planned, frame)
        return np.asarray(ops.convert_to_numpy(self.finish(image, moment, dials)), np.float32)

    def _moment(self, previous: Tensor, source: Tensor, frame: int, *, afresh: bool) -> Moment:
        interval = 1 / self.plan.fps
        seconds, dose = (frame * interval, 1.0) if afresh else (interval, interval)
        return Moment(previous, source, seconds, interval, dose)
