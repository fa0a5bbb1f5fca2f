"""Schedules that follow how loud a sound is, as a whole or between two pitches."""

from __future__ import annotations

import dataclasses
from typing import Final, final

from dreamkit.parts import within
from dreamkit_sound.curves import Curve, followed, heights
from dreamkit_sound.heard import Heard, check_band, check_pitches
from dreamkit_sound.sound import BadSound, Sound
from dreamkit_sound.spectrum import levels

LOWEST: Final = 20
"""In hertz; what is deeper is felt, if at all."""

HIGHEST: Final = 20_000
"""In hertz; what is higher is heard by bats."""

SILENT: Final = -90
"""In dBFS; what a file of 16 bits is off by when it is rounded lies below."""


@final
@dataclasses.dataclass(frozen=True)
class Loudness(Heard):
    """Rises and falls with how loud a sound is: `high` at its loudest moment, `low` from `floor` below that.

    In between it goes with the decibels, as loudness is heard: halfway down to the floor it is halfway down.

    Args:
        floor: in decibels below the loudest moment, less than 0.
        attack: seconds in which it makes up 63 % of a rise.
        release: seconds in which it makes up 63 % of a fall.
    """

    _: dataclasses.KW_ONLY
    floor: float = within(-120, -1, default=-40.0)
    attack: float = within(0, 60, default=0.02)
    release: float = within(0, 60, default=0.2)

    def curve(self, sound: Sound) -> Curve:
        """The sound's loudness from 20 Hz to 20 kHz."""
        return _followed(self, sound, LOWEST, HIGHEST)


@final
@dataclasses.dataclass(frozen=True)
class Band(Heard):
    """Rises and falls with how loud a sound is between two frequencies, such as a bass from 30 to 120 Hz.

    It reaches `high` where the band itself, and not the whole sound, is loudest, and `low` from `floor` below that.

    Args:
        from_hertz: the lower end of the band.
        to_hertz: its upper end, at least 25 Hz above.
        floor: in decibels below the band's loudest moment, less than 0.
        attack: seconds in which it makes up 63 % of a rise.
        release: seconds in which it makes up 63 % of a fall.
    """

    _: dataclasses.KW_ONLY
    from_hertz: float = within(0)
    to_hertz: float = within(0)
    floor: float = within(-120, -1, default=-40.0)
    attack: float = within(0, 60, default=0.02)
    release: float = within(0, 60, default=0.2)

    def check(self) -> None:
        """Refuse a band that is upside down or too narrow."""
        super().check()
        check_band(self, self.from_hertz, self.to_hertz)

    def curve(self, sound: Sound) -> Curve:
        """The band's loudness."""
        check_pitches(sound, self.from_hertz)
        return _followed(self, sound, self.from_hertz, self.to_hertz)


def _followed(part: Loudness | Band, sound: Sound, from_hertz: float, to_hertz: float) -> Curve:
    decibels = levels(sound, from_hertz, to_hertz)
    if decibels.max() < SILENT:
        between = f" between {from_hertz:g} and {to_hertz:g} Hz" if isinstance(part, Band) else ""
        raise BadSound(f"{sound.name} is silent from beginning to end{between}")
    return followed(heights(decibels, part.floor), part.attack, part.release)
