"""Paints the frames of a shot that evolves: each is the museum after its share of the generations."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator, Sequence
from typing import final

import numpy as np
from numpy.typing import NDArray

from dreamkit import backend
from dreamkit.errors import InvalidValue
from dreamkit.evolution.archive import Archive
from dreamkit.evolution.cppn_batch import CppnBatch
from dreamkit.evolution.cppn_encoding import CppnEncoding
from dreamkit.evolution.standing import Standing
from dreamkit.nets.loaded import LoadedNet
from dreamkit.objectives.classes import Probability
from dreamkit.optimizers.map_elites import Draw, Judge, MapElites
from dreamkit.parts import changed
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.render.batch import OnPlannedStep
from dreamkit.render.judge import NetJudge
from dreamkit.render.noted import blank, with_numbers
from dreamkit.render.past import Earlier
from dreamkit.render.shot import ShotPainter
from dreamkit.render.states import States
from dreamkit.rng import key
from dreamkit.shot import Shot


@final
class EvolutionPainter:
    """Paints any frame of a shot, going on from the newest state that is kept.

    Args:
        plan: the film's.
        planned: the shot.
        net: the network that judges.
        states: where the evolution is kept.
        fresh: begin anew, whatever is kept.
        spread: gives the judge to those who do its work.
    """

    def __init__(
        self,
        plan: Plan,
        planned: PlannedShot,
        net: LoadedNet | None,
        states: States,
        *,
        fresh: bool = False,
        spread: Callable[[Judge], Judge] = lambda judge: judge,
    ) -> None:
        assert isinstance(planned.shot.optimizer, MapElites)
        self._spread = spread
        self._plan, self._planned, self._net, self._states = plan, planned, net, states
        self._rules = planned.shot.optimizer
        self._archive: Archive | None = None
        self._fresh = fresh
        plain = dataclasses.replace(planned, shot=changed(planned.shot, objective=None))
        self._finisher = ShotPainter(plan, plain, None)

    def paint(
        self, frame: int, missing: Sequence[int], previous: NDArray[np.float32] | None, on_step: OnPlannedStep
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """The frame as its one piece, 0: the elites of the shot's classes, (pictures, height, width, 3).

        A fourth channel holds how sure the network is of each, for a finish that asks for it.
        """
        del missing, previous
        yield 0, self._shown(self._evolved(frame, on_step))

    def finished(self, frame: int, painted: NDArray[np.float32], earlier: Earlier) -> NDArray[np.float32]:
        """A whole painted frame after the shot's finish; `earlier` gives those before it."""
        return self._finisher.finished(frame, painted, earlier)

    def _evolved(self, frame: int, on_step: OnPlannedStep) -> Archive:
        """The archive after this frame's generations; whatever happens, what there is of it is kept."""
        steps, side = self._rules.steps, self._rules.encoding.pixels
        archive, judge = self._begun((frame + 1) * steps), self._spread(self._judge)
        kept = archive
        try:
            while not archive.born or archive.generation < (frame + 1) * steps:
                archive = self._rules.next(archive, judge, self._cells, self._draw)
                if archive.generation:
                    step = archive.generation - frame * steps - 1
                    on_step(self._planned, frame, 0, step, (side, side), Standing(archive))
                self._states.keep_now_and_then(archive)
        finally:
            self._archive = archive
            if archive is not kept:
                self._states.keep(archive)
        return archive

    def _begun(self, generation: int) -> Archive:
        """The newest archive up to this generation: the one in hand, one that is kept, or an empty one."""
        known = self._archive.generation if self._archive else -1
        found = None if self._fresh else self._states.newest(generation, after=known)
        if found := found or self._archive:
            return found
        count = len(self._cells) if isinstance(self._cells, list) else self._judge.classes
        return Archive.empty(count, key(self._plan.seed, self._planned.number))

    def _shown(self, archive: Archive) -> NDArray[np.float32]:
        size = self._plan.size
        cells = [self._cells.index(number) if isinstance(self._cells, list) else number for number in self._numbers]
        elites = [archive.elite(cell) for cell in cells]
        drawn = self._rules.encoding.pictures([who.genome for who in elites if who], size)
        rest = iter(drawn.astype(np.float32) / np.float32(255))
        pictures = np.stack([next(rest) if who else blank(size) for who in elites])
        if "fitness" not in self._planned.shot.finish.asks:
            return pictures
        return with_numbers(pictures, np.maximum(archive.scores[cells], 0))

    @functools.cached_property
    def _numbers(self) -> tuple[int, ...]:
        """The classes that are shown."""
        assert self._net is not None
        return shown_classes(self._net, self._planned.shot)

    @functools.cached_property
    def _draw(self) -> Draw:
        """On an accelerator, networks of functions are drawn there too."""
        encoding = self._rules.encoding
        if isinstance(encoding, CppnEncoding) and any(not name.startswith("CPU") for name in backend.devices()):
            return CppnBatch(encoding, self._rules.at_once)
        return encoding.pictures

    @property
    def _cells(self) -> list[int] | slice:
        """The classes that have a cell."""
        return cells_of(self._rules, self._numbers)

    @functools.cached_property
    def _judge(self) -> NetJudge:
        assert self._net is not None
        rules = self._rules
        return NetJudge(
            self._net, min(rules.at_once, rules.population), crops=rules.crops, logits=rules.softmax, by=rules
        )


def cells_of(rules: MapElites, shown: Sequence[int]) -> list[int] | slice:
    """Which columns of the network's answers have a cell: those of the classes that are shown, or all."""
    return sorted(set(shown)) if rules.only_shown else slice(None)


def shown_classes(net: LoadedNet, shot: Shot) -> tuple[int, ...]:
    """The numbers of the classes whose elites are shown; raises `UnknownName` and `InvalidValue` for others.

    Raises `UnknownLayer` where the network is no classifier.
    """
    assert isinstance(shot.objective, Probability)
    objective = shot.objective.resolved(net.spec.labels())
    assert isinstance(objective, Probability)
    count = net.cut(("probabilities",), by=objective).outputs[0].shape[-1]
    numbers = tuple(label for label in objective.labels if isinstance(label, int))
    for number in numbers:
        if number >= count:
            raise InvalidValue(f"classes are numbered 0 to {count - 1}, and {number} was asked for", by=objective)
    return numbers
