"""A plan as a person reads it: what is shown for how long, how each knob moves, what it costs, what is done."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from dreamkit.optimizers.map_elites import MapElites
from dreamkit.optimizers.search import Search
from dreamkit.parts import Knob, Part, Size, named_knobs
from dreamkit.plan.cost import cost, in_time, seconds_needed, stops_early
from dreamkit.plan.pieces import at_once, pieces
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.plan.sparkline import sparkline
from dreamkit.schedules.base import Schedule, value
from dreamkit.shot import Shot

SLOTS: Final = ("net", "objective", "regularizer", "optimizer", "parameterization", "source", "motion", "finish")

_NARROWEST: Final = 40
_WIDEST: Final = 72  # of a row of bars; a longer one shows no more


def storyboard(
    plan: Plan,
    *,
    summary: str = "",
    sizes: Mapping[int, Size] = MappingProxyType({}),
    stored: Mapping[int, int] | None = None,
    speeds: Mapping[str, float] = MappingProxyType({}),
    width: int = 100,
) -> str:
    """The whole plan in lines of at most `width` characters, or 40 if that is more.

    Args:
        plan: what is shown.
        summary: what the recipe says of itself.
        sizes: (height, width) of each shot's finished frames, by its number, where that is known.
        stored: how many frames of each shot, by its number, need no painting.
        speeds: megapixel-steps a second that this machine is known to do, by network.
        width: of the lines, in characters.
    """
    width = max(width, _NARROWEST)
    lines = [*_title(plan, summary, width), ""]
    for planned in plan.shots:
        finished = sizes.get(planned.number, plan.size)
        lines += [*_shot(plan, planned, finished, stored, width), ""]
    return "\n".join([*lines, *_cost(plan, stored or {}, speeds, width)])


def _title(plan: Plan, summary: str, width: int) -> Iterator[str]:
    yield from _wrapped(f"{plan.name}: {summary}" if summary else plan.name, "", "", width)
    settings = " ".join(f"{name}={word}" for name, word in plan.settings.items())
    yield from _wrapped(settings or "none", "  settings  ", " " * 12, width)
    height, across = plan.size
    length = "a still" if plan.is_still else f"{plan.frames} frames at {plan.fps:g} a second, {_seconds(plan, plan)}"
    yield from _wrapped(f"{across}x{height} pixels, {length}, seed {plan.seed}", "  film      ", " " * 12, width)
    if plan.dissolve:
        yield from _wrapped(f"{_count(plan.dissolve, 'frame')} from shot to shot", "  dissolve  ", " " * 12, width)


def _shot(
    plan: Plan, planned: PlannedShot, finished: Size, stored: Mapping[int, int] | None, width: int
) -> Iterator[str]:
    length = "a still" if planned.frames == 1 else f"{planned.frames} frames, {_seconds(plan, planned)}"
    yield f"shot {planned.number + 1}: {length}"
    for name, words in _facts(plan, planned):
        yield from _wrapped(words, f"  {name:<17}", " " * 19, width)
    if finished != plan.size:
        yield f"  {'finished frames':<17}{finished[1]}x{finished[0]}"
    for name, numbers, along in _tracks(plan, planned):
        ends = f"first {numbers[0]:.4g}, last {numbers[-1]:.4g}, least {min(numbers):.4g}, most {max(numbers):.4g}"
        yield from _wrapped(f"{name} {along}: {ends}", "  ", "    ", width)
        yield f"    {sparkline(numbers, min(width - 4, _WIDEST))}"
    if stored is not None:
        yield f"  {'stored':<17}{stored.get(planned.number, 0)} of {planned.frames} frames"


def _facts(plan: Plan, planned: PlannedShot) -> Iterator[tuple[str, str]]:
    """What a shot says, slot by slot, without what is not used or was left as it is."""
    shot = planned.shot
    for slot in SLOTS:
        part = getattr(shot, slot)
        if part != _DEFAULTS[slot] or slot == "source" or (slot == "optimizer" and shot.objective):
            yield slot, repr(part)
    if shot.objective and shot.objective.pictures > 1:
        count, some = shot.objective.pictures, len(next(at_once(planned, range(len(pieces(planned))))))
        yield "pictures", f"{count}, {some} at once" if 1 < len(pieces(planned)) > some else f"{count} at once"
    if shot.objective and isinstance(shot.optimizer, MapElites):
        side = shot.optimizer.encoding.pixels
        yield "evolution", f"{_steps(plan, planned)}, judged at {side}x{side}"
    elif shot.objective:
        sizes = " → ".join(f"{across}x{height}" for height, across in shot.regularizer.sizes(plan.size))
        yield "octaves", f"{sizes}, {_steps(plan, planned)}"


def _steps(plan: Plan, planned: PlannedShot) -> str:
    """How many steps each octave takes, such as "40 steps each" or "at most 80, 40, 40 steps"."""
    optimizer, steps = planned.shot.optimizer, plan.steps(planned)
    searching, even = isinstance(optimizer, (Search, MapElites)), len(set(steps)) == 1
    what = "generation" if searching else "step"
    words = _count(steps[0], what) if even else f"{', '.join(map(str, steps))} {what}s"
    words += f" of {optimizer.looks} candidates" if searching else ""
    words += " each" if searching or even else ""
    return f"at most {words}" if optimizer.stops_early else words


_DEFAULTS: Final = {slot: getattr(Shot(), slot) for slot in SLOTS}


def _tracks(plan: Plan, planned: PlannedShot) -> Iterator[tuple[str, list[float], str]]:
    """Each moving knob: its name, its numbers, and what they are counted along."""
    for name, part, knob, _ in named_knobs(planned.shot):
        if isinstance(knob, Schedule):
            yield _knob_name(name, part), *_track(plan, planned, knob)


def _track(plan: Plan, planned: PlannedShot, knob: Knob) -> tuple[list[float], str]:
    """A knob's numbers from frame to frame, or, where it is the same in all of them, from step to step."""
    over_frames = [value(knob, plan.clock(planned, frame)) for frame in range(planned.frames)]
    octaves = list(enumerate(plan.steps(planned)))
    within = [value(knob, plan.clock(planned, 0, octave, step)) for octave, steps in octaves for step in range(steps)]
    if len(set(over_frames)) == 1 and len(set(within)) > 1:
        return within, "within each frame"
    return over_frames, "over the shot"


def _knob_name(name: str, part: Part) -> str:
    term = getattr(part, "term", None)
    return f"weight of {term!r}" if isinstance(term, Part) else name


def _cost(plan: Plan, stored: Mapping[int, int], speeds: Mapping[str, float], width: int) -> Iterator[str]:
    whole, rest = cost(plan), cost(plan, stored)
    early = stops_early(plan)
    words = f"at most {whole}" if early else str(whole)
    if rest != whole:
        words += f", of which {rest} are left" if rest.megapixels else ", all of them done"
    if rest.megapixels:
        seconds = seconds_needed(plan, stored, speeds)
        unknown = "how long that takes here is known after the first film"
        about = "at most" if early else "about"
        words += f"; {unknown if seconds is None else f'{about} {in_time(seconds)} on this machine'}"
    yield from _wrapped(words, "cost  ", " " * 6, width)


def _seconds(plan: Plan, of: Plan | PlannedShot) -> str:
    return _count(of.frames / plan.fps, "second")


def _count(number: float, what: str) -> str:
    return f"{number:.4g} {what}{'' if number == 1 else 's'}"


def _wrapped(text: str, first: str, later: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
