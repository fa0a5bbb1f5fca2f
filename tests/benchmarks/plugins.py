"""What plugins cost: fifty of them to a command that needs none or all, twenty to the steps of a film."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from .cases import CASES, shot
from .film import Watch
from .race import Contender, Result, race
from .report import Goal, Report, Table, milliseconds

MANY: Final = 50
SOME: Final = 20
FRAMES: Final = 4
RUNS: Final = 3  # of a command in a lap

COMMANDS: Final = {
    "dreamkit --help": ["--help"],
    "dreamkit render --help": ["render", "--help"],
    "dreamkit plugins": ["plugins"],
}

ADDED_GOAL: Final = 100
STEP_GOAL: Final = 1.05

PLUGIN: Final = '''
import dataclasses

import click

from dreamkit import Effect, Knob
from dreamkit.hookspecs import hookimpl


@dataclasses.dataclass(frozen=True)
class Glow{number}(Effect):
    """Light."""

    amount: Knob = 0.1

    def apply(self, image, moment):
        return image + self.amount


@hookimpl
def register_effects():
    return [Glow{number}]


@hookimpl
def register_options():
    return [click.Option(["--glow{number}"], type=float, default=1.0, help="How bright.")]


@hookimpl
def film_planned(plan):
    return None


@hookimpl
def frame_painted(plan, shot, frame, picture):
    return None
'''

Lap = tuple[Callable[[], dict[str, float] | None], dict[str, Any]]


def run(rounds: int) -> Report:
    """The commands, and then the film, each with and without, in turn."""
    return _commands(rounds) + _steps(rounds)


def _commands(rounds: int) -> Report:
    contenders = [
        Contender(f"{name}, {count} plugins", "plugins:command", {"words": words, "count": count})
        for name, words in COMMANDS.items()
        for count in (0, MANY)
    ]
    results = race(contenders, rounds)
    rows, added = [], {}
    for name in COMMANDS:
        without, all_there = (results[f"{name}, {count} plugins"] for count in (0, MANY))
        pairs = zip(without.laps, all_there.laps, strict=True)
        added[name] = statistics.median(many["seconds"] - none["seconds"] for none, many in pairs)
        rows.append([name, *map(milliseconds, (without.median(), all_there.median(), added[name]))])
    columns = ["from the shell and back", "0 plugins", f"{MANY} plugins", "added"]
    note = (
        "--help imports no plugin; the others import all. Each brings an effect, an option and two moments. "
        "What is added is the median of the differences, lap by lap."
    )
    goal = Goal(
        f"{MANY} plugins, added to dreamkit --help", 1e3 * added["dreamkit --help"], ADDED_GOAL, "ms", at_most=True
    )
    return Report([Table("Commands with plugins", columns, rows, note)], [goal], {"commands with plugins": results})


def _steps(rounds: int) -> Report:
    contenders = [Contender(f"a film, {count} plugins", "plugins:film", {"count": count}) for count in (0, SOME)]
    results = race(contenders, 3 * rounds)
    without, with_some = results.values()
    rows = [_figures(name, result) for name, result in results.items()]
    case = CASES["lite0"]
    columns = ["", "one step", "a frame's time beside its steps"]
    steps = without.facts.get("steps", 0) // FRAMES
    note = f"{steps} steps a frame. The plugins hear of each frame; nothing of them is in a step."
    table = Table(f"Films with plugins: {case.title}", columns, rows, note)
    ratio = with_some.median("step") / without.median("step")
    goal = Goal(f"a step with {SOME} plugins, against none", ratio, STEP_GOAL, at_most=True)
    return Report([table], [goal], {"films with plugins": results})


def _figures(name: str, result: Result) -> list[str]:
    if not result.laps:
        return [name, result.failed]
    return [name, *(f"{1e3 * result.median(what):.1f} ms" for what in ("step", "beside"))]


def command(words: list[str], count: int) -> Lap:
    """A command as a shell calls it, in an environment with so many plugins and no others."""
    folder = tempfile.TemporaryDirectory()
    names = install(Path(folder.name), count)

    def lap() -> None:
        told = {
            "PYTHONPATH": f"{folder.name}{os.pathsep}{os.environ['PYTHONPATH']}",
            "DREAMKIT_PLUGINS": ",".join(names),
        }
        for _ in range(RUNS):
            line = [sys.executable, "-m", "dreamkit", *words]
            subprocess.run(line, env={**os.environ, **told}, check=True, stdout=subprocess.DEVNULL)

    lap()  # compiles the plugins, as pip does
    return lap, {"steps": RUNS}


def film(count: int) -> Lap:
    """A short film with so many plugins, none of which it needs."""
    from dreamkit import Film, Zoom
    from dreamkit.backend.choice import choose
    from dreamkit.plan.plan import make_plan
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry
    from dreamkit.render.endings import output_at
    from dreamkit.render.render import render

    choose("tensorflow")
    place = tempfile.TemporaryDirectory()
    names = install(Path(place.name), count)
    sys.path.append(place.name)
    registry, case = Registry(Plugins(names)), CASES["lite0"]
    assert [loaded.trouble for loaded in registry.plugins.loaded] == [""] * (count + 1)
    dream = shot(case, motion=Zoom(1.2), seconds=FRAMES / 24)
    plan = make_plan(Film(dream), name="film", size=case.size, fps=24, seed=0, registry=registry)
    steps = dream.optimizer.steps

    def lap() -> dict[str, float]:
        watch = Watch()
        with watch.on_steps():
            began = time.perf_counter()
            render(plan, output_at(f"{place.name}/film.mp4"), registry, watch, fresh=True)
            took = time.perf_counter() - began
        inside = watch.step_seconds
        return {"step": statistics.median(inside) / steps, "beside": (took - sum(inside)) / FRAMES}

    lap()
    return lap, {"steps": FRAMES * steps}


def install(folder: Path, count: int) -> list[str]:
    """Put so many plugins where pip would; gives their names."""
    for number in range(count):
        (folder / f"dreamkit_glow{number}.py").write_text(PLUGIN.format(number=number))
        info = folder / f"dreamkit_glow{number}-1.0.dist-info"
        info.mkdir()
        head = f"Metadata-Version: 2.1\nName: dreamkit-glow{number}\nVersion: 1.0\nRequires-Dist: dreamkit>=0.1\n"
        (info / "METADATA").write_text(head)
        (info / "entry_points.txt").write_text(f"[dreamkit]\nglow{number} = dreamkit_glow{number}\n")
    return [f"glow{number}" for number in range(count)]
