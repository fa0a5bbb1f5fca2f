"""From a plan to a file, with nothing half-written on the way."""

from __future__ import annotations

from typing import Final

from dreamkit.plan.plan import Plan
from dreamkit.registry import Registry
from dreamkit.render.executors import Executor, Local
from dreamkit.render.output import Output, check_output
from dreamkit.render.renderer import Renderer, Watcher, film_frames
from dreamkit.render.store import Store, store_beside

HERE: Final = Local()


def render(
    plan: Plan,
    output: Output,
    registry: Registry,
    watcher: Watcher,
    *,
    note: str = "",
    executor: Executor = HERE,
    fresh: bool = False,
    store: Store | None = None,
) -> None:
    """Paint what is not stored of a plan, whose `bits` are the output's, and put the whole in its place.

    `note` is the text on how it was made, which travels inside; `fresh` paints everything anew. Frames are stored as
    they are painted, in `store` or else in `.dreamkit` beside the output, and stay there whatever happens.

    Raises `BadOutput` before anything is painted where the output cannot be, `PlanRefused` where a plugin says no.
    """
    check_output(output, plan, note)
    registry.plugins.tell("film_planned", plan=plan)
    store = store or store_beside(output.path, plan.bits)
    store.hide()
    renderer = Renderer(plan, registry, store, watcher, fresh=fresh, spread=executor.spread)
    renderer.rehearse()
    with output.opened(plan, note) as write:
        for frame in film_frames(plan, executor.shots(renderer)):
            write(frame)
    registry.plugins.tell("film_encoded", plan=plan, path=output.path)
