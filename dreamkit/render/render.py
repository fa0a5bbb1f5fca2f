"""From a plan to a file: paint what is not stored, finish it, write it out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.backend.choice import wake
from dreamkit.effects.base import links
from dreamkit.nets.base import LoadedNet
from dreamkit.parts import Size
from dreamkit.pictures import to_bytes
from dreamkit.plan import identity
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.registry import Registry
from dreamkit.render.store import Store


class Watcher(Protocol):
    """Is told how the work goes on."""

    def stepped(self, planned: PlannedShot, frame: int, octave: int, step: int, size: Size, score: float) -> None:
        """A step has been taken."""

    def painted(self, planned: PlannedShot, frame: int, *, stored: bool) -> None:
        """A frame is there; `stored` says that it was there before."""


@final
class Renderer:
    """Gives the finished frames of a plan, painting only what the store does not hold.

    Args:
        plan: the film.
        registry: where its networks come from.
        store: where its frames are kept.
        watcher: who is told how it goes.
        fresh: paint everything anew.
    """

    def __init__(self, plan: Plan, registry: Registry, store: Store, watcher: Watcher, *, fresh: bool = False) -> None:
        self.plan, self.registry, self.store, self.watcher, self.fresh = plan, registry, store, watcher, fresh
        self._nets: dict[Any, LoadedNet] = {}

    def shot(self, planned: PlannedShot) -> Iterator[NDArray[np.float32]]:
        """A shot's finished frames, (height, width, 3) in [0, 1], one after the other."""
        painter = _Lazily(lambda: self._painter(planned))
        previous: NDArray[np.float32] | None = None
        for frame, name in enumerate(identity.painted(self.plan, planned, self.registry)):
            picture = None if self.fresh else self.store.load(name)
            stored = picture is not None
            if picture is None:
                picture = self.store.save(name, self._paint(painter.get(), planned, frame, previous))
            previous = picture
            final = self._finished(painter, planned, frame, name, picture)
            self.watcher.painted(planned, frame, stored=stored)
            if not stored:
                self._tell(planned, frame, final)
            yield final

    def _paint(
        self, painter: Any, planned: PlannedShot, frame: int, previous: NDArray[np.float32] | None
    ) -> NDArray[np.float32]:
        def on_step(octave: int, step: int, size: Size, score: float) -> None:
            self.watcher.stepped(planned, frame, octave, step, size, score)

        picture: NDArray[np.float32] = painter.paint(frame, previous, on_step)
        return picture

    def _finished(
        self, painter: _Lazily, planned: PlannedShot, frame: int, name: str, picture: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        if not links(planned.shot.finish) and len(picture) == 1:
            return picture[0]
        name = identity.finished(self.plan, planned, frame, name)
        final = None if self.fresh else self.store.load(name)
        if final is None:
            final = self.store.save(name, painter.get().finished(frame, picture))
        return final[0]

    def _tell(self, planned: PlannedShot, frame: int, picture: NDArray[np.float32]) -> None:
        whole = to_bytes(picture)
        whole.flags.writeable = False
        self.registry.plugins.tell("frame_painted", plan=self.plan, shot=planned.number, frame=frame, picture=whole)

    def _painter(self, planned: PlannedShot) -> Any:
        from dreamkit.render.shot import ShotPainter  # not above: a film that is stored wakes no backend

        return ShotPainter(self.plan, planned, self._net(planned))

    def _net(self, planned: PlannedShot) -> LoadedNet | None:
        net = planned.shot.net
        if net is None or planned.shot.objective is None:
            return None
        if net not in self._nets:
            wake()
            spec = self.registry.net(net.name, by=net)
            self._nets[net] = LoadedNet(spec, spec.build(net.weights))
        return self._nets[net]


@final
class _Lazily:
    """Made when it is first needed."""

    def __init__(self, make: Any) -> None:
        self._make, self._made = make, None

    def get(self) -> Any:
        """The thing itself."""
        if self._made is None:
            self._made = self._make()
        return self._made


def film_frames(renderer: Renderer) -> Iterator[NDArray[np.float32]]:
    """All finished frames of a film, with neighbouring shots dissolved into each other."""
    plan = renderer.plan
    tail: list[NDArray[np.float32]] = []
    for planned in plan.shots:
        last = planned is plan.shots[-1]
        keep = 0 if last else plan.dissolve
        frames = renderer.shot(planned)
        held: list[NDArray[np.float32]] = []
        for index, frame in enumerate(frames):
            if index < len(tail):
                share = (index + 1) / (len(tail) + 1)
                frame = (1 - share) * tail[index] + share * frame
            held.append(frame)
            if len(held) > keep:
                yield held.pop(0)
        tail = held


def store_beside(output: Path, bits: int) -> Store:
    """The store of a film: the folder `.dreamkit` beside it."""
    return Store(output.absolute().parent / ".dreamkit", bits)
