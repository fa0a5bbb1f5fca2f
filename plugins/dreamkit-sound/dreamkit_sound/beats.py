"""A schedule that leaps with every beat of a sound."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.parts import within
from dreamkit_sound.curves import Curve, Pulses
from dreamkit_sound.heard import Heard, check_band, check_pitches
from dreamkit_sound.loudness import HIGHEST, LOWEST
from dreamkit_sound.onsets import onsets
from dreamkit_sound.sound import BadSound, Sound


@final
@dataclasses.dataclass(frozen=True)
class Beats(Heard):
    """Leaps to `high` with every beat, and falls back to `low` from there.

    A beat is a moment at which the spectrum of the sound suddenly grows: a drum, a struck string, a syllable. Each
    lifts it all the way, the loud and the soft; what is too soft to be a beat says `threshold`.

    Args:
        decay: seconds after which 37 % of a leap are left; below a frame's length, frames between beats miss them.
        threshold: how large a rise must be to count, as a share of the sound's largest.
        from_hertz: where the band begins that is listened to; 20 to 120 Hz is the bass drum's.
        to_hertz: where it ends, at least 25 Hz above.

    Source: Dixon 2006, section 2 (spectral flux and its peaks); Bello et al. 2005, section IV.B (their threshold).
    """

    _: dataclasses.KW_ONLY
    decay: float = within(0, 60, default=0.2)
    threshold: float = within(0, 1, default=0.1)
    from_hertz: float = within(0, default=float(LOWEST))
    to_hertz: float = within(0, default=float(HIGHEST))

    def check(self) -> None:
        """Refuse a band that is upside down or too narrow."""
        super().check()
        check_band(self, self.from_hertz, self.to_hertz)

    def curve(self, sound: Sound) -> Curve:
        """A pulse for each beat."""
        check_pitches(sound, self.from_hertz)
        beats = onsets(sound, self.from_hertz, self.to_hertz, self.threshold)
        if not beats.size:
            raise BadSound(f"{sound.name} has no beat", hint="a lower threshold hears softer ones")
        return Pulses(beats.tolist(), self.decay)
