"""The sound that a finished film is given."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dreamkit.digests import file_digest
from dreamkit.errors import PlanRefused
from dreamkit.plan.plan import Plan
from dreamkit_sound.mux import AUDIO_CODECS, add_sound
from dreamkit_sound.sound import BadSound, Sound, read_sound
from dreamkit_sound.track import Track, laid, of_its_clip, tracks

NONE: Final = "none"
"""What `--sound` says for a film that shall be silent."""


def check_choice(plan: Plan) -> None:
    """Raise `PlanRefused` before a film is painted whose `--sound` cannot be read."""
    choice = _choice(plan)
    if choice not in (None, NONE):
        try:
            read_sound(Path(choice))
        except BadSound as error:
            hint = error.hint or f"--sound takes a sound file, or {NONE}"
            raise PlanRefused(error.what, hint=hint) from error


def carry(plan: Plan, path: Path) -> str:
    """Put a sound into a film's file where it can carry one: `--sound`'s, the first that it follows, or its clip's.

    Gives a sentence where a person may have expected more of it, or the empty string.
    """
    followed = tracks(plan)
    track = chosen(_choice(plan), followed) or (None if _choice(plan) else of_its_clip(plan))
    if track is None:
        return ""
    if path.suffix.lower() not in AUDIO_CODECS:
        return f"{path.name} carries no sound; {' '.join(AUDIO_CODECS)} can" if _choice(plan) else ""
    sound = read_sound(track.path, mixed=False)
    add_sound(path, laid(sound, track.start, plan.frames / plan.fps), sound.rate)
    missing = _missing(plan, followed, track, sound)
    return f"{path.name} carries {track}, {missing}" if missing else ""


def chosen(choice: str | None, followed: list[Track]) -> Track | None:
    """The sound to carry: the first that is followed where nothing is chosen; another from where it is followed."""
    if choice is None:
        return followed[0] if followed else None
    if choice == NONE:
        return None
    digest = file_digest(Path(choice))
    same = (track for track in followed if file_digest(track.path) == digest)
    return next(same, Track(Path(choice), 0.0))


def _choice(plan: Plan) -> str | None:
    return plan.options["sound"]["sound"]


def _missing(plan: Plan, followed: list[Track], track: Track, sound: Sound) -> str:
    """What of the sound a film does without, as the end of a sentence, or the empty string."""
    if (others := followed[1:]) and _choice(plan) is None:
        return f"and not {' or '.join(map(str, others))}, which it follows too; --sound chooses"
    ends, seconds = sound.seconds - track.start, plan.frames / plan.fps
    if ends < seconds - 1 / plan.fps:
        rest = "; what follows the sound rests from there on" if track in followed else ""
        return f"which ends {max(0, ends):.4g} s into its {seconds:.4g} s{rest}"
    return ""
