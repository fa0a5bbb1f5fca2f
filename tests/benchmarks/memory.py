"""The most memory that a process holds while it dreams a large picture, on TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from .cases import CASES, PHOTO, shot
from .machine import peak_gibibytes
from .race import Contender, race
from .report import Goal, Report, Table, seconds

LIMITS: Final = {(720, 1280): 1.6, (2160, 3840): 6.0}
"""In GiB, for each size."""

STEPS: Final = 1

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]


def run(rounds: int) -> Report:
    """Each picture in a process of its own; a second time would show nothing new."""
    del rounds
    contenders = [Contender(f"{size[1]}×{size[0]}", "memory:still", {"size": size}) for size in LIMITS]
    results = race(contenders, 1, fresh=True)
    rows, goals = [], []
    for (who, result), limit in zip(results.items(), LIMITS.values(), strict=True):
        peak = result.median("gibibytes")
        rows.append([who, f"{peak:.2f} GiB", seconds(result.median())] if result.laps else [who, result.failed])
        goals.append(Goal(f"peak memory, {who}", peak, limit, "GiB", at_most=True))
    note = "Import and network included; the larger one is climbed in tiles."
    title = f"Peak memory: {CASES['lite0'].net}, 4 octaves × {STEPS} step"
    return Report([Table(title, ["", "peak", "time"], rows, note)], goals, {"memory": results})


def still(size: tuple[int, int]) -> Lap:
    """One picture, painted as the renderer paints it."""
    from dreamkit import Ascent, Clamp, Film, Jitter, Octaves, Photo, TotalVariation
    from dreamkit.backend.choice import choose
    from dreamkit.plan.plan import make_plan
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry
    from dreamkit.render.shot import ShotPainter

    choose("tensorflow")
    dream = shot(
        CASES["lite0"],
        source=Photo(PHOTO),
        regularizer=Octaves(4) | Jitter(16) | TotalVariation(1e-4) | Clamp(),
        optimizer=Ascent(steps=STEPS),
    )
    registry = Registry(Plugins([]))
    plan = make_plan(Film(dream), name="still", size=tuple(size), fps=24, seed=0, registry=registry)

    def lap() -> dict[str, float]:
        from .cases import loaded

        ShotPainter(plan, plan.shots[0], loaded(CASES["lite0"])).paint(0, None, lambda *facts: None)
        return {"gibibytes": peak_gibibytes()}

    return lap, {}
