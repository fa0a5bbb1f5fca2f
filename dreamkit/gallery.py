"""A gallery: one picture of each recipe, with the plan that made it, and a page that shows them all."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.loader import LoadedRecipe
from dreamkit.parts import Size
from dreamkit.pictures import on_white, resample
from dreamkit.plan.plan import Plan
from dreamkit.registry import Registry
from dreamkit.render.endings import output_at
from dreamkit.render.executors import Local
from dreamkit.render.made import made_by
from dreamkit.render.renderer import Renderer, Watcher, film_frames
from dreamkit.render.sizes import is_transparent
from dreamkit.render.store import store_beside, write_whole

FILM_PIXELS: Final = 320
"""The longer side of a film in the gallery; a GIF of more takes long to load."""

STILL_PIXELS: Final = 1400
"""The longer side of a still in the gallery, contact sheets included."""

FILM_FPS: Final = 12
"""Frames a second of a film in the gallery, at most."""


@final
@dataclasses.dataclass(frozen=True)
class Exhibit:
    """One recipe in the gallery: its title, what it says of itself, and the files beside the page."""

    name: str
    title: str
    words: str
    picture: str
    plan: str
    command: str


def exhibit(loaded: LoadedRecipe, plan: Plan, registry: Registry, folder: Path, watcher: Watcher) -> Exhibit:
    """Render a recipe into the gallery: a small film, on white if it is transparent, or a still, and its plan as JSON.

    Frames are stored in the gallery's own `.dreamkit`, so that only what has changed is painted again.
    """
    transparent = is_transparent(plan)
    picture = folder / _picture(plan)
    renderer = Renderer(plan, registry, store_beside(picture, plan.bits), watcher)
    stride = 1 if plan.is_still else math.ceil(plan.fps / FILM_FPS)
    shown = dataclasses.replace(plan, fps=plan.fps / stride)
    note = made_by(plan, str(loaded.path), ()).to_text()
    with output_at(str(picture)).opened(shown, note) as write:
        for number, frame in enumerate(film_frames(plan, Local().shots(renderer))):
            if number % stride == 0:
                write(_small(on_white(frame) if transparent and not plan.is_still else frame, plan))
    written = folder / f"{plan.name}.json"
    shown = dataclasses.replace(plan, options={})  # those of the plugins that happen to be here say nothing of the film
    write_whole(written, (json.dumps(_from_here(shown.to_json()), indent=1) + "\n").encode())
    return described(loaded, plan)


def described(loaded: LoadedRecipe, plan: Plan) -> Exhibit:
    """What the page says of a recipe, whether its picture is made anew or not."""
    return Exhibit(
        name=plan.name,
        title=_first_line(loaded.text),
        words=inspect.getdoc(loaded.recipe.function) or "",
        picture=_picture(plan),
        plan=f"{plan.name}.json",
        command=f"dreamkit render {loaded.path}",
    )


def _from_here(written: Any) -> Any:
    """A plan whose files below the folder where one stands go by their paths from there, as on any other machine."""
    if isinstance(written, list):
        return [_from_here(item) for item in written]
    if isinstance(written, dict):
        return {name: _from_here(value) for name, value in written.items()}
    return written.removeprefix(f"{Path.cwd()}{os.sep}") if isinstance(written, str) else written


def _picture(plan: Plan) -> str:
    still = ".png" if is_transparent(plan) else ".jpg"
    return plan.name + (still if plan.is_still else ".gif")


def page(exhibits: Sequence[Exhibit]) -> str:
    """The gallery's page in Markdown, recipes in the order of their names."""
    return "\n".join(_lines(sorted(exhibits, key=lambda one: one.name)))


def _lines(exhibits: Sequence[Exhibit]) -> Iterator[str]:
    yield "# Gallery"
    yield ""
    yield "Made by `dreamkit gallery`, never by hand. Each picture carries its recipe; `dreamkit again` renders it."
    for one in exhibits:
        yield from ("", f"## {one.name}", "", one.title, "", one.words, "", f"![{one.name}]({one.picture})", "")
        yield f"`{one.command}` · [the plan]({one.plan})"
    yield ""


def _small(frame: NDArray[np.float32], plan: Plan) -> NDArray[np.float32]:
    """A frame no larger than the gallery shows it."""
    height, width = frame.shape[:2]
    limit = STILL_PIXELS / math.sqrt(plan.frames) if plan.is_still else FILM_PIXELS
    scale = min(1.0, limit / max(height, width))
    size: Size = (round(height * scale), round(width * scale))
    return frame if scale == 1 else resample(frame, size, "stretch")


def _first_line(text: str) -> str:
    """The first line of a recipe file's own docstring."""
    return (ast.get_docstring(ast.parse(text)) or "").split("\n")[0]
