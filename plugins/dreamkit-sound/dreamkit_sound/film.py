"""The sound that a finished film is given."""

from __future__ import annotations

from pathlib import Path

from dreamkit.errors import DreamkitError
from dreamkit.plan.plan import Plan
from dreamkit_sound.mux import AUDIO_CODECS, add_sound
from dreamkit_sound.sound import Sound, read_sound
from dreamkit_sound.track import Track, laid, tracks


class NotAllSound(DreamkitError):
    """The film carries a sound, and a person may have expected more of it."""


def carry(plan: Plan, path: Path) -> None:
    """Put the first sound that a film follows into its file, if it follows one and the file can carry it.

    Raises `NotAllSound` when that is done, where there is another sound too, or none for the whole film.
    """
    followed = tracks(plan)
    if not followed or path.suffix.lower() not in AUDIO_CODECS:
        return
    track, seconds = followed[0], plan.frames / plan.fps
    sound = read_sound(track.path, mixed=False)
    add_sound(path, laid(sound, track.start, seconds), sound.rate)
    if missing := _missing(plan, followed, sound):
        raise NotAllSound(f"{path.name} carries {track}, {missing}")


def _missing(plan: Plan, followed: list[Track], sound: Sound) -> str:
    """What of the sound a film does without, as the end of a sentence, or the empty string."""
    if others := followed[1:]:
        return f"and not {' or '.join(map(str, others))}, which it follows too"
    ends, seconds = sound.seconds - followed[0].start, plan.frames / plan.fps
    if ends < seconds - 1 / plan.fps:
        return f"which ends {max(0, ends):.4g} s into its {seconds:.4g} s; what follows the sound rests from there on"
    return ""
