"""From a shot, film or recipe in Python's hands to a picture: in the cell of a notebook, or in a file."""

from __future__ import annotations

import base64
import functools
import inspect
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dreamkit.errors import BadRecipe, suggestion
from dreamkit.film import Film, Recipe, check_frame, recipe
from dreamkit.notebook import in_the_cell
from dreamkit.parts import Size
from dreamkit.plan.plan import Plan, make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.endings import output_at
from dreamkit.render.remaining import stored_frames
from dreamkit.render.render import render
from dreamkit.render.store import Store, store_beside
from dreamkit.settings import listing
from dreamkit.shot import Shot
from dreamkit.shown import Shown


def shown_at(
    shown: Shown, size: Size | int | None, fps: float | None, seed: int | None, settings: Mapping[str, Any]
) -> Recipe[[]]:
    """A recipe that says the same with other settings, at another size, rate or seed, where they are not None.

    Raises `BadRecipe` for a frame that no film has, and for a setting that the recipe does not have.
    """
    said = _recipe(shown)
    known = inspect.signature(said.function).parameters
    for name in settings:
        if name not in known:
            what = f"the recipe {said.name} has no setting {name!r}"
            raise BadRecipe(what, hint=suggestion(name, known, listing(said)))
    function = functools.update_wrapper(functools.partial(said.function, **settings), said.function)
    frame = (said.size if size is None else size, said.fps if fps is None else fps, said.seed if seed is None else seed)
    check_frame(*frame)
    return Recipe(function, *frame)


def moves(shown: Shown) -> bool:
    """Whether it is a film; what cannot be called is none."""
    try:
        shots = _recipe(shown)().shots
    except Exception:  # whoever asks for its picture is told
        return False
    return any(shot.seconds is not None or shot.source.moves for shot in shots)


def png(shown: Shown) -> bytes:
    """A still as the bytes of a PNG; several on one sheet."""
    return _in_memory(shown, ".png")


def video(shown: Shown) -> str:
    """A film as HTML that plays it, over and over."""
    encoded = base64.b64encode(_in_memory(shown, ".mp4")).decode()
    return f'<video src="data:video/mp4;base64,{encoded}" autoplay loop muted controls></video>'


def rendered(shown: Shown, path: str | Path) -> Path:
    """Where it was written: a file or folder whose ending chooses the form."""
    output = output_at(str(path))
    plan = _plan(shown, output.bits)
    _render(plan, str(path), store_beside(output.path, plan.bits))
    return output.path


def _in_memory(shown: Shown, ending: str) -> bytes:
    """The bytes of a file that is not kept; its frames are, in `.dreamkit` of the folder that Python runs in."""
    plan = _plan(shown, bits=8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, plan.name + ending)
        _render(plan, str(path), store_beside(Path(path.name), plan.bits))
        return path.read_bytes()


def _render(plan: Plan, where: str, store: Store) -> None:
    registry = _registry()
    with in_the_cell(plan, stored_frames(plan, registry, store)) as watcher:
        try:
            render(plan, output_at(where), registry, watcher, store=store)
        finally:
            for sentence in (*registry.plugins.complaints, *registry.plugins.remarks):
                print(sentence, file=sys.stderr)


def _plan(shown: Shown, bits: int) -> Plan:
    said = _recipe(shown)
    return make_plan(
        said(), name=said.name, size=said.size, fps=said.fps, seed=said.seed, registry=_registry(), bits=bits
    )


def _recipe(shown: Shown) -> Recipe[Any]:
    """A recipe itself, or one that says a film, in the frame that recipes have where they say nothing."""
    if isinstance(shown, Recipe):
        return shown

    def film() -> Film:
        if isinstance(shown, Shot):
            return Film(shown)
        assert isinstance(shown, Film)
        return shown

    return recipe(film)


@functools.cache
def _registry() -> Registry:
    return Registry(Plugins())
