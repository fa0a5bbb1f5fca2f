"""Looking a recipe over before its film is made."""

from __future__ import annotations

import dataclasses
import functools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dreamkit.backend.choice import wake
from dreamkit.errors import asked_by
from dreamkit.loader import load_recipe, plan_recipe
from dreamkit.nets.find import spec_of
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.net import Net
from dreamkit.objectives.seen import looking
from dreamkit.parts import Part, below, changed
from dreamkit.plan.cost import cost
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.registry import Registry, package_of
from dreamkit.render.renderer import Renderer, Unwatched
from dreamkit.render.store import Store
from dreamkit.sources.base import Source
from dreamkit.testing import check_part

_FRAMES = 2  # the second one grows out of the first


def checked(where: str, words: Sequence[str], registry: Registry, *, deep: bool = False) -> Iterator[str]:
    """What is fine with a recipe, a sentence at a time; raises a `DreamkitError` for the first thing that is not.

    It loads the recipe, calls it with its settings, plans the film, looks at its pictures, and asks its networks,
    without their weights, for the layers and classes that they are to be climbed by. With `deep`, parts that are not
    dreamkit's own are held against the contract, and two frames of each shot are painted with a single step, by the
    networks themselves.
    """
    loaded = load_recipe(where)
    yield f"{loaded.path} holds the recipe {loaded.recipe.name}"
    plan = plan_recipe(loaded, words, registry)
    height, width = plan.size
    frames = "a still" if plan.is_still and len(plan.shots) == 1 else f"{plan.frames} frames"
    yield f"it plans {frames} of {width}x{height}: {cost(plan)}"
    blank = functools.cache(lambda net: LoadedNet.blank(spec_of(net, registry)))
    for planned in plan.shots:
        yield from _names(planned, registry)
        yield from _pictures(plan, planned)
        yield from _files(planned)
        yield from _asked(plan, planned, blank)
    if deep:
        for planned in plan.shots:
            yield from _own_parts(planned)
            yield _painted(plan, planned, registry)


def _names(planned: PlannedShot, registry: Registry) -> Iterator[str]:
    for net in (part for part in below(planned.shot) if isinstance(part, Net)):
        spec = spec_of(net, registry)
        on_hand = "and is on hand" if spec.on_hand() else "and is fetched when it is first used"
        yield f"shot {planned.number + 1}: there is a network {net.name}, {on_hand}"


def _pictures(plan: Plan, planned: PlannedShot) -> Iterator[str]:
    for part in below(planned.shot):
        if isinstance(part, Source):
            part.frame(0.0, plan.size, plan.seed)
            yield f"shot {planned.number + 1}: {part!r} gives pictures"


def _files(planned: PlannedShot) -> Iterator[str]:
    for part in below(planned.shot):
        if type(part).check_files is not Part.check_files:
            with asked_by(part):
                part.check_files()
            yield f"shot {planned.number + 1}: {part!r} finds its files"


def _asked(plan: Plan, planned: PlannedShot, blank: Callable[[Net], LoadedNet]) -> Iterator[str]:
    """Ask what a render asks before its first frame, of networks without weights: none has to be fetched for it."""
    shot = planned.shot
    if shot.net is None or shot.objective is None:
        return
    wake()
    from dreamkit.render.rehearsal import rehearse  # not above: a recipe that is wrong before this is told so at once

    rehearse(blank(shot.net), shot, plan.size, {net: blank(net) for net in looking(shot.objective)})
    yield f"shot {planned.number + 1}: {shot.net.name} has all that is asked of it"


def _own_parts(planned: PlannedShot) -> Iterator[str]:
    """Hold what is not dreamkit's own against the contract."""
    for part in below(planned.shot):
        if package_of(type(part)) != "dreamkit":
            with asked_by(part):
                check_part(part)
            yield f"shot {planned.number + 1}: {part!r} keeps the contract"


def _painted(plan: Plan, planned: PlannedShot, registry: Registry) -> str:
    """Paint a shot's first frames with one step in each octave, into a folder that is thrown away."""
    optimizer = changed(planned.shot.optimizer, steps=1)
    brief = dataclasses.replace(
        planned, shot=changed(planned.shot, optimizer=optimizer), frames=min(_FRAMES, planned.frames)
    )
    with tempfile.TemporaryDirectory() as folder:
        renderer = Renderer(plan, registry, Store(Path(folder), plan.bits), Unwatched())
        count = sum(1 for _ in renderer.shot(brief))
    return f"shot {planned.number + 1}: its first {'frame' if count == 1 else f'{count} frames'} can be painted"
