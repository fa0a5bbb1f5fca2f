"""A name for each frame that changes if, and only if, something that it is made of does."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from typing import Any

from dreamkit.backend.choice import chosen
from dreamkit.digests import digest
from dreamkit.effects.base import Effect
from dreamkit.nets.find import spec_of
from dreamkit.nets.net import Net
from dreamkit.optimizers.map_elites import MapElites
from dreamkit.parts import Part, below, changed, knobs, named_knobs
from dreamkit.plan.pieces import pieces
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.registry import Registry, static_config
from dreamkit.schedules.base import Schedule, value

_CLIMBED = ("objective", "regularizer", "optimizer", "parameterization")


def painted(plan: Plan, planned: PlannedShot, registry: Registry) -> Iterator[tuple[str, ...]]:
    """The identities of the pieces of each frame of a shot as they are painted, before its finish; see `pieces`.

    Each holds the parts, their knobs at every step of this frame, the pictures' contents, the network's weights and the
    versions; where a frame grows out of the one before, that one's identity too.
    """
    fixed = [digest(_fixed(plan, piece, registry)) for piece in pieces(planned)]  # once: it is most of what there is
    before = ("",) * len(fixed)
    for frame in range(planned.frames):
        dials = tracks(plan, planned, frame), motion_track(plan, planned, frame)
        facts = frame, _source_time(plan, planned, frame)
        before = tuple(digest([one, facts[0], old, facts[1], *dials]) for one, old in zip(fixed, before, strict=True))
        yield before


def finished(plan: Plan, planned: PlannedShot, gone: Sequence[tuple[str, ...]], registry: Registry) -> str:
    """The identity of a whole frame after its finish, which is the last of the painted frames of these identities."""
    frame, finish = len(gone) - 1, planned.shot.finish
    values = finish_track(plan, planned, frame)
    looking = [spec_of(part, registry).digest for part in below(finish) if isinstance(part, Net)]
    past = [list(gone[:-1]), planned.frames] if "past" in finish.asks else []
    return digest([*gone[-1], static_config(finish), values, frame / plan.fps, *looking, *past])


def tracks(plan: Plan, planned: PlannedShot, frame: int) -> list[list[list[float]]]:
    """The knobs of a frame's climb: (octaves, steps, knobs)."""
    dials = [knob for part in climbed(planned) for knob in knobs(part)]
    return [
        [
            [value(dial, clock) for dial in dials]
            for clock in (plan.clock(planned, frame, octave, step) for step in range(steps))
        ]
        for octave, steps in enumerate(plan.steps(planned))
    ]


def motion_track(plan: Plan, planned: PlannedShot, frame: int) -> list[float]:
    """The knobs of a frame's motion."""
    return _effect_track(plan, planned, frame, planned.shot.motion, afresh=planned.shot.source.moves)


def finish_track(plan: Plan, planned: PlannedShot, frame: int) -> list[float]:
    """The knobs of a frame's finish."""
    return _effect_track(plan, planned, frame, planned.shot.finish, afresh=True)


def _effect_track(plan: Plan, planned: PlannedShot, frame: int, effect: Effect, *, afresh: bool) -> list[float]:
    """The knobs of an effect; where each picture comes afresh, a speed is the mean of all since the start."""
    track = []
    for name, part, knob, _ in named_knobs(effect):
        mean = type(part).__dataclass_fields__[name.split(".")[-1]].metadata.get("mean")
        if mean and afresh and frame and isinstance(knob, Schedule):
            track.append(float(mean([knob.at(plan.clock(planned, past)) for past in range(1, frame + 1)])))
        else:
            track.append(value(knob, plan.clock(planned, frame)))
    return track


def climbed(planned: PlannedShot) -> tuple[Part, ...]:
    """The parts that have a say in a step."""
    parts = (getattr(planned.shot, name) for name in _CLIMBED)
    return tuple(part for part in parts if part is not None)


def _fixed(plan: Plan, planned: PlannedShot, registry: Registry) -> list[Any]:
    shot = planned.shot
    parts = {slot: static_config(getattr(shot, slot)) for slot in (*_CLIMBED, "net", "source", "motion")}
    for asked in ("attribution", "fitness"):
        if asked in shot.finish.asks:
            parts["noted"] = asked  # a frame is painted with a channel more
    weights = spec_of(shot.net, registry).digest if shot.net else ""
    where = [list(plan.size), plan.fps, plan.seed, planned.number, plan.bits, shot.largest_pixels]
    where += planned.numbers if shot.source.apart else ()  # each starts from a chance of its own
    looking = [part for whole in (shot.source, shot.objective) if whole is not None for part in below(whole)]
    where += [spec_of(net, registry).digest for net in looking if isinstance(net, Net)]  # that look as well
    return [parts, weights, where, plan.versions, backend_version()]


def evolution(plan: Plan, planned: PlannedShot, registry: Registry) -> str:
    """The identity of a shot's evolution, whatever is shown of it and however long it goes on."""
    shot = planned.shot
    rules = static_config(changed(shot.optimizer, steps=1))
    only_shown = isinstance(shot.optimizer, MapElites) and shot.optimizer.only_shown
    shown = static_config(shot.objective) if only_shown else "all"
    weights = spec_of(shot.net, registry).digest if shot.net else ""
    return digest([rules, shown, weights, plan.seed, planned.number, plan.versions, backend_version()])


def _source_time(plan: Plan, planned: PlannedShot, frame: int) -> float:
    return frame / plan.fps if planned.shot.source.moves else 0.0


def backend_version() -> list[str]:
    """Who computes: the backend's name, its version and Keras's, without waking either."""
    name = chosen()
    return [name, importlib.metadata.version(name), importlib.metadata.version("keras")]
