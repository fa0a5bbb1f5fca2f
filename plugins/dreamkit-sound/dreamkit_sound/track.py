"""Which sound a film carries, and from where on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import final

import numpy as np
from numpy.typing import NDArray

from dreamkit.digests import file_digest
from dreamkit.parts import below
from dreamkit.plan.plan import Plan
from dreamkit.sources import Clip
from dreamkit_sound.heard import Heard
from dreamkit_sound.sound import Sound, has_sound


@final
@dataclasses.dataclass(frozen=True)
class Track:
    """A sound laid under a film.

    Args:
        path: the sound file.
        start: the second of the sound that the film begins with; below 0 the sound waits so long.
    """

    path: Path
    start: float

    def __str__(self) -> str:
        return f"{self.path.name} from {self.start:g} s" if self.start else self.path.name


def tracks(plan: Plan) -> list[Track]:
    """The sounds that a film's schedules follow, each once, in the order of the shots."""
    found = {(file_digest(track.path), track.start): track for track in reversed(list(_followed(plan)))}
    return list(reversed(found.values()))


def of_its_clip(plan: Plan) -> Track | None:
    """The sound of the clip that a film of one shot shows, where it runs at its own speed and has any."""
    source = plan.shots[0].shot.source
    if len(plan.shots) > 1 or not isinstance(source, Clip) or source.speed != 1 or not has_sound(source.path):
        return None
    return Track(source.path, source.start)


def laid(sound: Sound, start: float, seconds: float) -> NDArray[np.float32]:
    """So many seconds of a sound from `start` on, silent where it has none: (channels, samples).

    A sound of more than two channels is mixed to one.

    >>> laid(Sound("", np.ones((2, 1), np.float32), 2), -0.5, 2.5).tolist()
    [[0.0, 1.0, 1.0, 0.0, 0.0]]
    """
    heard = sound.samples if sound.samples.shape[1] <= 2 else sound.samples.mean(axis=1, keepdims=True)
    first, count = round(start * sound.rate), round(seconds * sound.rate)
    track = np.zeros((heard.shape[1], count), np.float32)
    piece = heard[max(0, first) : max(0, first + count)]
    offset = max(0, -first)
    track[:, offset : offset + len(piece)] = piece.T
    return track


def _followed(plan: Plan) -> Iterator[Track]:
    for planned in plan.shots:
        for part in below(planned.shot):
            if isinstance(part, Heard):
                begins = planned.start / plan.fps if part.along == "shot" else 0.0
                yield Track(Path(part.path), round(part.start - begins, 6))
