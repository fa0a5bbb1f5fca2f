"""The most memory that a process holds while it dreams a large picture, on TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from .cases import CASES, CONTENT, PHOTO, STYLE, shot
from .climb import painter
from .machine import peak_gibibytes
from .race import Contender, race
from .report import Goal, Report, Table, seconds
from .transfer import PAINTING

if TYPE_CHECKING:
    from dreamkit.shot import Shot

LIMITS: Final = {(720, 1280): 1.6, (2160, 3840): 6.0}
"""In GiB, for each size of a dream."""

RESTYLED: Final = (2000, 3000)
RESTYLED_LIMIT: Final = 12.0
"""Of a style transfer."""

STEPS: Final = 1

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]


def run(rounds: int) -> Report:
    """Each picture in a process of its own; a second time would show nothing new."""
    del rounds
    dreams = [Contender(f"a dream, {size[1]}×{size[0]}", "memory:dream", {"size": size}) for size in LIMITS]
    restyled = Contender(f"a style transfer, {RESTYLED[1]}×{RESTYLED[0]}", "memory:restyled", {"size": RESTYLED})
    results = race([*dreams, restyled], 1, fresh=True)
    rows, goals = [], []
    for (who, result), limit in zip(results.items(), [*LIMITS.values(), RESTYLED_LIMIT], strict=True):
        peak = result.median("gibibytes")
        rows.append([who, f"{peak:.2f} GiB", seconds(result.median())] if result.laps else [who, result.failed])
        goals.append(Goal(f"peak memory, {who}", peak, limit, "GiB", at_most=True))
    note = (
        f"Import and network included. Dreams: {CASES['lite0'].net}, 4 octaves × {STEPS} step, the larger in tiles. "
        f"Style transfer: {CASES['transfer'].net}, content and five Gram matrices, exactly, in pieces; 3 sizes, "
        f"{2 * STEPS}, {STEPS} and {STEPS} steps."
    )
    return Report([Table("Peak memory", ["", "peak", "time"], rows, note)], goals, {"memory": results})


def dream(size: tuple[int, int]) -> Lap:
    """A dream, painted as the renderer paints it."""
    from dreamkit import Ascent, Clamp, Jitter, Octaves, Photo, TotalVariation

    take = shot(
        CASES["lite0"],
        source=Photo(PHOTO),
        regularizer=Octaves(4) | Jitter(16) | TotalVariation(1e-4) | Clamp(),
        optimizer=Ascent(steps=STEPS),
    )
    return _painted(take, size)


def restyled(size: tuple[int, int]) -> Lap:
    """A photo in a painting's style, coarse to fine; by the last size the picture is seen in pieces."""
    from dreamkit import Adam, Averaged, Carried, Clamp, Likeness, Net, Photo, Scales, Shot, Style, TotalVariation

    seen = Photo(PHOTO)
    take = Shot(
        net=Net(CASES["transfer"].net),
        objective=Style(STYLE, of=Photo(PAINTING)) + 0.2 * Likeness(CONTENT, of=seen),
        regularizer=Scales(smallest=max(size) // 2) | TotalVariation(1e-5) | Clamp(),
        optimizer=Averaged(Carried(Adam(STEPS, rate=0.02)), decay=0.9),
        source=seen,
    )
    return _painted(take, size)


def _painted(take: Shot, size: tuple[int, int]) -> Lap:
    """Network and all, so that what they hold counts."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")

    def lap() -> dict[str, float]:
        painter(take, size).paint(0, None, lambda *facts: None)
        return {"gibibytes": peak_gibibytes()}

    return lap, {}
