"""A film with nothing left open: sizes, frames, seeds; still no pixel, and no backend awake."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any, final

from dreamkit.errors import BadRecipe, InvalidValue
from dreamkit.film import Film, check_frame
from dreamkit.options import Words
from dreamkit.parts import Size, below, check_range, named_knobs
from dreamkit.registry import Registry, config, package_of
from dreamkit.schedules.base import Clock, Schedule, value
from dreamkit.shot import Shot
from dreamkit.sources.base import Source
from dreamkit.sources.folder_reader import USUAL_FPS

PLAN_VERSION = 1


@final
@dataclasses.dataclass(frozen=True)
class PlannedShot:
    """One shot of a plan.

    Args:
        number: its place in the film, from 0.
        shot: what the recipe said.
        frames: how many it has; 1 is a still.
        start: the film's frame that its first one is.
        numbers: of the pictures of its batch, which are meant, from 0; all where none is named.
    """

    number: int
    shot: Shot
    frames: int
    start: int
    numbers: tuple[int, ...] = ()


@final
@dataclasses.dataclass(frozen=True)
class Plan:
    """All that a worker needs to paint a film.

    Args:
        name: the recipe's.
        shots: in order.
        size: (height, width) of every picture, in pixels.
        fps: frames a second.
        seed: what all chance depends on.
        dissolve: how many frames neighbouring shots share.
        bits: 8 or 16, the depth in which pictures are kept.
        source: the text of the recipe file.
        settings: the recipe's arguments, as JSON can hold them.
        versions: of each package whose parts are in the film.
        options: what the options of plugins are set to, by plugin and option; all that there are, given or not.
        columns: how many pictures a contact sheet has in a row; 0 finds the most pleasant sheet.
    """

    name: str
    shots: tuple[PlannedShot, ...]
    size: Size
    fps: float
    seed: int
    dissolve: int = 0
    bits: int = 8
    source: str = ""
    settings: dict[str, Any] = dataclasses.field(default_factory=dict)
    versions: dict[str, str] = dataclasses.field(default_factory=dict)
    options: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    columns: int = 0

    @property
    def frames(self) -> int:
        """How many frames the film has."""
        last = self.shots[-1]
        return last.start + last.frames

    @property
    def is_still(self) -> bool:
        """Whether nothing in it moves."""
        return all(planned.frames == 1 for planned in self.shots)

    def clock(self, planned: PlannedShot, frame: int, octave: int = 0, step: int = 0) -> Clock:
        """What time it is at one step of one octave of one frame."""
        steps = self.steps(planned)
        film_frame = planned.start + frame
        return Clock(
            seconds=frame / self.fps,
            progress=_share(frame, planned.frames),
            film_seconds=film_frame / self.fps,
            film_progress=_share(film_frame, self.frames),
            octave=octave,
            octave_progress=_share(octave, len(steps)),
            step=step,
            steps_progress=_share(step, steps[octave]),
        )

    def steps(self, planned: PlannedShot) -> tuple[int, ...]:
        """How many steps each octave of a shot's frames takes, at most."""
        optimizer = planned.shot.optimizer
        return optimizer.afforded(planned.shot.regularizer.steps(optimizer.steps, self.size))

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON can hold it; `from_json` gives it back."""
        plain = {field.name: getattr(self, field.name) for field in dataclasses.fields(self) if field.name != "shots"}
        plain["options"] = {plugin: _each(config, values) for plugin, values in self.options.items()}
        shots = [{"number": p.number, "frames": p.frames, "start": p.start, "shot": config(p.shot)} for p in self.shots]
        return {"dreamkit plan": PLAN_VERSION, **plain, "size": list(self.size), "shots": shots}

    @classmethod
    def from_json(cls, written: Any, registry: Registry) -> Plan:
        """The plan that `to_json` wrote.

        Raises `BadRecipe` where it is no plan, damaged or of a newer kind, `UnknownName` where a part is missing.
        """
        if not isinstance(written, dict) or written.get("dreamkit plan") != PLAN_VERSION:
            raise BadRecipe(f"this is no dreamkit plan of version {PLAN_VERSION}")
        plain = {name: value for name, value in written.items() if name not in ("dreamkit plan", "shots", "size")}
        try:
            options = plain.get("options", {}).items()
            plain["options"] = {plugin: _each(registry.part, values) for plugin, values in options}
            shots = tuple(
                PlannedShot(item["number"], registry.part(item["shot"]), item["frames"], item["start"])
                for item in written["shots"]
            )
            height, width = written["size"]
            return cls(shots=shots, size=(height, width), **plain)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadRecipe(f"this plan is damaged: {type(error).__name__}: {error}") from error


def make_plan(
    film: Film,
    *,
    name: str,
    size: Size | int,
    fps: float | None,
    seed: int,
    registry: Registry,
    bits: int = 8,
    options: Words = MappingProxyType({}),
) -> Plan:
    """Settle a film's sizes and frames, and check that every schedule keeps to its knob's range.

    `fps` None is the rate of the film's first clip. `options` are the words that were typed for options of plugins; all
    others have their defaults.

    Raises `InvalidValue` for a knob that leaves its range, `BadRecipe` for a film that does not fit together, and
    `UnknownName` for a part whose plugin is left out or in trouble, `BadPicture` for a source that cannot be read or
    ends too early, `BadOption` for a word that its option does not take.
    """
    fps = _rate(film) if fps is None else fps
    check_frame(size, fps, seed)
    for shot in film.shots:
        for part in below(shot):
            registry.meet(part)
            if isinstance(part, Source):
                part.ready(0.0 if shot.seconds is None else (_frames(shot, fps) - 1) / fps)
    settled = _settled(film, size)
    dissolve = round(film.dissolve * fps)
    planned: list[PlannedShot] = []
    start = 0
    for number, shot in enumerate(film.shots):
        frames = _frames(shot, fps)
        if dissolve and frames <= dissolve:
            raise BadRecipe(f"shot {number + 1} has {frames} frames, too few to dissolve over {dissolve}", by=shot)
        planned.append(PlannedShot(number, shot, frames, start))
        start += frames - dissolve
    versions = {package: registry.version(package) for package in sorted(_packages(film))}
    plan = Plan(name, tuple(planned), settled, fps, seed, dissolve, bits, versions=versions)
    plan = dataclasses.replace(plan, options=registry.plugins.options.values(options), columns=film.columns)
    for item in planned:
        check_tracks(plan, item)
        _check_wanted(plan, item)
    return plan


def _check_wanted(plan: Plan, planned: PlannedShot) -> None:
    """Refuse a shot in which nothing is ever wanted."""
    objective = planned.shot.objective
    if objective is None or any(objective.wanted(plan.clock(planned, frame)) for frame in range(planned.frames)):
        return
    what = f"shot {planned.number + 1} wants nothing, so that its gradient is zero everywhere: its weights stand at 0"
    hint = "give its objective a weight, or leave it out to show its source alone"
    raise InvalidValue(
        f"{what} in {'its one frame' if planned.frames == 1 else 'all its frames'}", by=objective, hint=hint
    )


def check_tracks(plan: Plan, planned: PlannedShot) -> None:
    """Raise `InvalidValue` for the first schedule that leads its knob out of its range."""
    for name, part, knob, (low, high) in named_knobs(planned.shot):
        if isinstance(knob, Schedule):
            for clock in _clocks(plan, planned):
                check_range(part, f"{name} at {clock.seconds:.2f} seconds", value(knob, clock), low, high)


def _clocks(plan: Plan, planned: PlannedShot) -> Iterator[Clock]:
    """Every frame's first step, and every step of the first and last frame."""
    for frame in range(planned.frames):
        yield plan.clock(planned, frame)
    for frame in {0, planned.frames - 1}:
        for octave, steps in enumerate(plan.steps(planned)):
            for step in range(steps):
                yield plan.clock(planned, frame, octave, step)


def _frames(shot: Shot, fps: float) -> int:
    seconds = shot.seconds
    if seconds is None and shot.source.moves:
        seconds = shot.source.seconds
    return 1 if seconds is None else max(1, round(seconds * fps))


def _rate(film: Film) -> float:
    """Frames a second of the first source that has any, or the cinema's number."""
    return next(filter(None, (shot.source.natural_fps() for shot in film.shots)), USUAL_FPS)


def _settled(film: Film, size: Size | int) -> Size:
    """(height, width); from a longer side alone, with the shape of the first source that has one, in even numbers."""
    if not isinstance(size, int):
        return size
    natural = next(filter(None, (shot.source.natural_size() for shot in film.shots)), (1, 1))
    scale = size / max(natural)
    height, width = (max(2, 2 * round(side * scale / 2)) for side in natural)
    return height, width


def _each(translate: Callable[[Any], Any], values: dict[str, Any]) -> dict[str, Any]:
    return {name: translate(value) for name, value in values.items()}


def _share(index: int, count: int) -> float:
    return index / (count - 1) if count > 1 else 0.0


def _packages(film: Film) -> set[str]:
    return {package_of(type(part)) for part in below(film)}
