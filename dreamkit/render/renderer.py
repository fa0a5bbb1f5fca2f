"""From a plan to finished frames: paint what is not stored, finish it, keep it."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.backend.choice import wake
from dreamkit.effects.base import Effect, links
from dreamkit.errors import BadOutput
from dreamkit.nets.find import spec_of
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.net import Net
from dreamkit.objectives.seen import looking
from dreamkit.optimizers.map_elites import Judge, MapElites
from dreamkit.parts import Size, below
from dreamkit.pictures import mixed, to_bytes, with_alpha
from dreamkit.plan import identity
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.registry import Registry
from dreamkit.render.failing import failing_with_place
from dreamkit.render.maxima import looking_through
from dreamkit.render.sizes import is_transparent
from dreamkit.render.states import states_of
from dreamkit.render.store import Store
from dreamkit.sheets import best_columns, sheet

if TYPE_CHECKING:
    from dreamkit.render.batch import BatchPainter
    from dreamkit.render.evolve import EvolutionPainter

Frame: TypeAlias = NDArray[np.float32]
"""A finished picture, (height, width, 3) in [0, 1], or 4 with alpha, which the colours are not multiplied with."""

Batch: TypeAlias = NDArray[np.float32]
"""All pictures of a frame as they are stored, (batch, height, width, channels) in [0, 1]."""


class Watcher(Protocol):
    """Is told how the work goes on."""

    def stepped(self, planned: PlannedShot, frame: int, octave: int, step: int, size: Size, score: float) -> None:
        """A step has been taken."""

    def painted(self, planned: PlannedShot, frame: int, *, stored: bool) -> None:
        """A frame is there; `stored` says that it was there before."""


@final
class Unwatched:
    """Is told all that a `Watcher` is, and does nothing about it."""

    def stepped(self, planned: PlannedShot, frame: int, octave: int, step: int, size: Size, score: float) -> None:
        """A step has been taken."""

    def painted(self, planned: PlannedShot, frame: int, *, stored: bool) -> None:
        """A frame is there."""


@final
class Renderer:
    """Gives the finished frames of a plan, painting only what the store does not hold.

    Args:
        plan: the film.
        registry: where its networks come from.
        store: where its frames are kept.
        watcher: who is told how it goes.
        fresh: paint everything anew.
        spread: gives an evolution's judge to those who do its work; see `Executor.spread`.
    """

    def __init__(
        self,
        plan: Plan,
        registry: Registry,
        store: Store,
        watcher: Watcher,
        *,
        fresh: bool = False,
        spread: Callable[[Judge], Judge] = lambda judge: judge,
    ) -> None:
        self.plan, self.registry, self.store, self.watcher, self.fresh = plan, registry, store, watcher, fresh
        self._spread = spread
        self._loaded = functools.cache(self._load)

    def rehearse(self) -> None:
        """Find out whether every shot that is not stored can be painted, before the first of them is.

        Raises `UnknownLayer`, `UnknownName` and `InvalidValue` for what its network does not have or cannot see.
        """
        for planned in self.plan.shots:
            names = itertools.chain.from_iterable(identity.painted(self.plan, planned, self.registry))
            if self.fresh or not all(map(self.store.has, names)):
                self._rehearsed(planned)

    def shot(self, planned: PlannedShot) -> Iterator[Frame]:
        """A shot's finished frames, one after the other.

        Raises `FailedPart` where something in it fails, and says in which frame.
        """
        try:
            yield from self._frames(
                planned, functools.cache(lambda: self._painter(planned))
            )  # what is stored needs none
        finally:
            self.store.finish()  # also where the film is stopped: what is painted is kept

    def _frames(self, planned: PlannedShot, painter: Callable[[], BatchPainter | EvolutionPainter]) -> Iterator[Frame]:
        previous: Batch | None = None
        gone: list[tuple[str, ...]] = []
        for frame, names in enumerate(identity.painted(self.plan, planned, self.registry)):
            with failing_with_place(planned, frame), looking_through(self._loaded):
                found = {number: self._stored(name) for number, name in enumerate(names)}
                missing = [number for number, piece in found.items() if piece is None]
                stored = not missing
                if missing:
                    painted = painter().paint(frame, missing, previous, self.watcher.stepped)
                    found |= {number: self.store.save(names[number], piece) for number, piece in painted}
                previous = np.concatenate(list(found.values()))
                gone.append(names)
                picture = self._finished(painter, planned, gone, previous)
            self.watcher.painted(planned, frame, stored=stored)
            if not stored:
                self._tell(planned, frame, picture)
            yield picture

    def _stored(self, name: str) -> Batch | None:
        return None if self.fresh else self.store.load(name)

    def _finished(
        self,
        painter: Callable[[], BatchPainter | EvolutionPainter],
        planned: PlannedShot,
        gone: Sequence[tuple[str, ...]],
        batch: Batch,
    ) -> Frame:
        """The newest of the painted frames of these names, after the finish."""
        if links(planned.shot.finish):
            name = identity.finished(self.plan, planned, gone, self.registry)
            stored = self._stored(name)
            if stored is None:
                stored = painter().finished(len(gone) - 1, batch, lambda frame: self._earlier(gone[frame]))
                stored = self.store.save(name, stored)
            batch = stored
        count, *size, _ = batch.shape
        return batch[0] if count == 1 else sheet(batch, best_columns(count, (size[0], size[1])))

    def _earlier(self, names: tuple[str, ...]) -> Batch:
        """A painted frame that has been shown before, out of the store."""
        self.store.finish()
        found = [self.store.load(name) for name in names]
        if any(piece is None for piece in found):
            what = f"a painted frame has vanished from {self.store.folder} while the film was rendered"
            raise BadOutput(what, hint="the same command once more paints it again")
        return np.concatenate([piece for piece in found if piece is not None])

    def _tell(self, planned: PlannedShot, frame: int, picture: Frame) -> None:
        whole = to_bytes(picture)
        whole.flags.writeable = False
        self.registry.plugins.tell("frame_painted", plan=self.plan, shot=planned.number, frame=frame, picture=whole)

    def _painter(self, planned: PlannedShot) -> BatchPainter | EvolutionPainter:
        from dreamkit.render.batch import BatchPainter  # not above: it wakes the backend
        from dreamkit.render.evolve import EvolutionPainter
        from dreamkit.render.shot import ShotPainter

        net, asked = self._rehearsed(planned), self._others(planned)
        if isinstance(planned.shot.optimizer, MapElites):
            states = states_of(self.plan, planned, self.registry, self.store)
            return EvolutionPainter(self.plan, planned, net, states, fresh=self.fresh, spread=self._spread)
        return BatchPainter(planned, lambda some: ShotPainter(self.plan, some, net, asked))

    def _rehearsed(self, planned: PlannedShot) -> LoadedNet | None:
        """The network that looks at a shot, once it is known to do what the shot asks of it."""
        with looking_through(self._loaded):
            for chain in (planned.shot.motion, planned.shot.finish):
                for effect in (part for part in below(chain) if isinstance(part, Effect)):
                    effect.prepare()
        if planned.shot.net is None or planned.shot.objective is None:
            return None
        net = self._loaded(planned.shot.net)
        from dreamkit.render.rehearsal import rehearse  # not above: what is stored wakes no backend

        rehearse(net, planned.shot, self.plan.size, self._others(planned))
        return net

    def _others(self, planned: PlannedShot) -> dict[Net, LoadedNet]:
        """The networks that a shot's objective asks besides its own."""
        objective = planned.shot.objective
        return {net: self._loaded(net) for net in looking(objective)} if objective is not None else {}

    def _load(self, net: Net) -> LoadedNet:
        wake()
        return LoadedNet.of(spec_of(net, self.registry))


def film_frames(plan: Plan, shots: Iterator[Iterator[Frame]]) -> Iterator[Frame]:
    """All finished frames of a film, with neighbouring shots dissolved into each other.

    Where one shot is transparent, all frames have an alpha.
    """
    transparent = is_transparent(plan)
    tail: list[Frame] = []
    for planned, frames in zip(plan.shots, shots, strict=True):
        keep = plan.dissolve if planned is not plan.shots[-1] else 0
        held: list[Frame] = []
        for index, frame in enumerate(map(with_alpha, frames) if transparent else frames):
            if index < len(tail):
                frame = mixed(tail[index], frame, (index + 1) / (len(tail) + 1))
            held.append(frame)
            if len(held) > keep:
                yield held.pop(0)
        tail = held
