"""Small films for these tests, and what is heard in them."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from dreamkit_sound import plugin
from dreamkit_sound.heard import Heard

from dreamkit import Film, Noise, Shot, Zoom
from dreamkit.plan import Plan, make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.endings import output_at

NOTE = "made by a test, é " * 5000


def plan_of(*shots: Shot, dissolve: float = 0, sound: str | None = None) -> Plan:
    """The plan of a film of 12 frames a second, for which this plugin alone is there; `sound` is what --sound says."""
    plugins = Plugins([])
    plugins.register(plugin, "sound", "dreamkit_sound")
    film = Film(*shots, dissolve=dissolve)
    options = {"sound": {"sound": sound}} if sound else {}
    return make_plan(film, name="test", size=(32, 48), fps=12, seed=0, registry=Registry(plugins), options=options)


def pulsing(schedule: Heard, seconds: float = 2.0) -> Shot:
    """A shot that follows a sound."""
    return Shot(source=Noise(), motion=Zoom(per_second=1 + schedule), seconds=seconds)


def silent_film(plan: Plan, path: Path) -> Path:
    """A film of noise, as dreamkit has encoded it and before any plugin has heard of it."""
    rng = np.random.default_rng(0)
    with output_at(str(path)).opened(plan, NOTE) as put:
        for _ in range(plan.frames):
            put(rng.random((*plan.size, 3)).astype(np.float32))
    return path


def packets(path: Path) -> list[tuple[int, bytes]]:
    """The packed pictures of a film, with their times."""
    with av.open(str(path)) as film:
        return [(packet.pts, bytes(packet)) for packet in film.demux(video=0) if packet.size]


def heard(path: Path) -> tuple[np.ndarray, int]:
    """The sound of a film, (channels, samples) from its first moment on, and its rate."""
    with av.open(str(path)) as film:
        frames = list(film.decode(audio=0))
    assert frames[0].pts == 0
    return np.concatenate([frame.to_ndarray() for frame in frames], axis=1), frames[0].sample_rate


def rings(path: Path) -> list[float]:
    """When a film clicks, in seconds."""
    samples, rate = heard(path)
    loud = np.flatnonzero(np.abs(samples).max(axis=0) > 0.25) / rate
    return [float(time) for index, time in enumerate(loud) if not index or time - loud[index - 1] > 0.05]
