"""Where the shots of a film are painted: here, or by workers elsewhere who share the store."""

from __future__ import annotations

import abc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, final

from dreamkit.errors import UnknownName, suggestion
from dreamkit.loader import run_file
from dreamkit.optimizers.map_elites import Judge
from dreamkit.parts import Part
from dreamkit.plan.plan import Plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry, part_name
from dreamkit.render.renderer import Frame, Renderer, Unwatched
from dreamkit.render.store import Store


class Executor(abc.ABC):
    """A place where the shots of a film are painted; the frames of one shot follow each other, shots need not."""

    @abc.abstractmethod
    def shots(self, renderer: Renderer) -> Iterator[Iterator[Frame]]:
        """The finished frames of every shot of `renderer.plan`, in order.

        Workers are sent the plan as JSON and the number of a shot, and call `paint_shot`; when a shot is done,
        `renderer.shot` finds all its frames in the store that they share, and paints none.
        """

    def spread(self, judge: Judge) -> Judge:
        """The same judge of an evolution's pictures, whose work may be done in many places; here it is as it came."""
        return judge


@final
class Local(Executor):
    """One shot after the other, in this process."""

    def shots(self, renderer: Renderer) -> Iterator[Iterator[Frame]]:
        """Each is painted as its frames are asked for."""
        return map(renderer.shot, renderer.plan.shots)


def executor_named(name: str, registry: Registry) -> Executor:
    """The executor whose class has this name, in small letters or large; raises `UnknownName` with those there are."""
    known = {kind.__name__.lower(): kind for kind in registry.executors.values() if issubclass(kind, Executor)}
    if name.lower() not in known:
        raise UnknownName(
            f"there is no executor {name!r}", hint=suggestion(name, known, f"there are: {', '.join(known)}")
        )
    return known[name.lower()]()


def paint_shot(written: dict[str, Any], shot: int, folder: Path, *, fresh: bool = False) -> None:
    """What a worker does: paint one shot of a plan, written as JSON, into the store in `folder`.

    It loads its own plugins, and the recipe's own parts from the text that the plan carries; nothing live is sent.
    Raises `UnknownName` where a part's plugin is not installed.
    """
    registry = Registry(Plugins())
    _admit_own_parts(registry, written["source"])
    plan = Plan.from_json(written, registry)
    renderer = Renderer(plan, registry, Store(folder, plan.bits), Unwatched(), fresh=fresh)
    for _ in renderer.shot(plan.shots[shot]):
        pass  # it is kept in the store


def _admit_own_parts(registry: Registry, source: str) -> None:
    for kind in vars(run_file(Path("recipe.py"), source)).values():
        if isinstance(kind, type) and issubclass(kind, Part) and kind.__module__ == "recipe":
            registry.classes[part_name(kind)] = kind
