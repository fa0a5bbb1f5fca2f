"""What all schedules that follow a sound have in common: the file, the clock and the range."""

from __future__ import annotations

import abc
import dataclasses
import functools
from pathlib import Path

from dreamkit.digests import Stamp, stamp
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.parts import within
from dreamkit.schedules.base import Along, Clock, Schedule
from dreamkit_sound.curves import Curve
from dreamkit_sound.sound import BadSound, Sound, read_sound
from dreamkit_sound.spectrum import NARROWEST


@dataclasses.dataclass(frozen=True)
class Heard(Schedule, abc.ABC):
    """A number that follows a sound file, between `low`, where it rests, and `high`.

    Before the sound begins and after it has ended the number rests. The sound is looked over once, every 10 ms, and
    not once a frame, so that a film of another frame rate moves alike.

    Args:
        path: the sound file; its channels are mixed.
        low: the number at rest.
        high: the number at the sound's strongest; it may lie below `low`.
        start: the second of the sound that the film begins with; below 0 the sound waits so long.
        along: "film" runs the sound with the film, "shot" with the shot.

    Raises:
        BadSound: when the film is planned and the file is missing, empty, no sound or silent.
    """

    path: str | Path
    low: float = within(default=0.0)
    high: float = within(default=1.0)
    _: dataclasses.KW_ONLY
    start: float = within(default=0.0)
    along: Along = "film"

    def check(self) -> None:
        """Refuse what is no file name, and a clock that does not count seconds."""
        try:
            object.__setattr__(self, "path", Path(self.path))  # a file's contents count in a plan, and not its name
        except TypeError:
            what = f"{type(self).__name__}.path is the name of a sound file, and {self.path!r} came"
            raise InvalidValue(what, by=self) from None
        if self.along not in ("film", "shot"):
            raise InvalidValue(f"a sound runs along the film or the shot, and {self.along!r} came", by=self)

    @abc.abstractmethod
    def curve(self, sound: Sound) -> Curve:
        """What the sound comes to, in [0, 1]; raises `BadSound` where there is nothing to follow."""

    def at(self, clock: Clock) -> float:
        """The number at this time."""
        with asked_by(self):
            curve = _curve(self, stamp(Path(self.path)))
        return self.low + (self.high - self.low) * curve(clock.time(self.along) + self.start)


def check_band(part: Heard, from_hertz: float, to_hertz: float) -> None:
    """Raise `InvalidValue` for a band too narrow to be told apart from its neighbours."""
    if to_hertz - from_hertz < NARROWEST:
        name, came = type(part).__name__, f"{from_hertz:g} to {to_hertz:g} came"
        raise InvalidValue(f"{name} listens to a band at least {NARROWEST} Hz wide, and {came}", by=part)


def check_pitches(sound: Sound, from_hertz: float) -> None:
    """Raise `BadSound` where a band lies above all that a sound's rate can hold."""
    if from_hertz >= sound.rate / 2:
        what = f"{sound.name} holds nothing from {from_hertz:g} Hz on"
        raise BadSound(what, hint=f"its {sound.rate} samples a second end at {sound.rate / 2:g} Hz")


@functools.lru_cache(maxsize=64)
def _curve(part: Heard, changed: Stamp) -> Curve:
    return part.curve(_sound(Path(part.path), changed))


@functools.lru_cache(maxsize=2)
def _sound(path: Path, changed: Stamp) -> Sound:
    """Read once for several schedules, and again when the file has changed."""
    del changed
    return read_sound(path)
