"""What is not a step: a warp, a stored PNG, an encoded frame, each alone."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from .cases import picture
from .race import Contender, race
from .report import Report, Table, milliseconds

SIZE: Final = (360, 640)
FRAMES: Final = 12

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]


def run(rounds: int) -> Report:
    """All of them, one after the other, round by round."""
    results = race([Contender("media", "media:media")], rounds)
    result = results["media"]
    what = {"warp": "zoom and rotate, compiled", "png": "PNG into the store", "load": "PNG out of it"}
    what |= {"h264": "H.264, in the encoder's thread, until the file is closed"}
    rows = [[words, milliseconds(result.median(name))] for name, words in what.items()] if result.laps else []
    table = Table(f"Beside the step: a frame of {SIZE[1]}×{SIZE[0]}", ["", "median"], rows, result.failed)
    return Report([table], [], {"media": results})


def media() -> Lap:
    """Each through the code that a film goes through."""
    from dreamkit import Film, Rotate, Shot, Zoom, ops
    from dreamkit.backend.choice import choose
    from dreamkit.effects.base import Moment
    from dreamkit.pictures import to_bytes
    from dreamkit.plan.plan import make_plan
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry
    from dreamkit.render.shot import ShotPainter
    from dreamkit.render.store import Store
    from dreamkit.render.video import CODECS, film_writer

    choose("tensorflow")
    registry = Registry(Plugins([]))
    film = Film(Shot(motion=Zoom(1.6) | Rotate(12), seconds=1))
    plan = make_plan(film, name="media", size=SIZE, fps=24, seed=0, registry=registry)
    painter = ShotPainter(plan, plan.shots[0], None)
    photo = picture(SIZE)
    image = ops.convert_to_tensor(photo)
    frames = [to_bytes(np.roll(photo[0], 4 * number, axis=1)) for number in range(FRAMES)]

    def warp() -> None:
        for _ in range(FRAMES):
            np.asarray(painter.motion(image, Moment(image, image, 1 / 24), [1.6, 0.5, 0.5, 12.0]))

    def lap() -> dict[str, float]:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder))
            path = Path(folder) / "film.mp4"

            def encode() -> None:
                with film_writer(path, CODECS[".mp4"], 24, "") as write:
                    for frame in frames:
                        write(frame)

            return {
                "warp": _each(warp),
                "png": _each(lambda: [store.save(f"{number:02}", photo) for number in range(FRAMES)]),
                "load": _each(lambda: [store.load(f"{number:02}") for number in range(FRAMES)]),
                "h264": _each(encode),
            }

    lap()
    return lap, {}


def _each(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) / FRAMES
