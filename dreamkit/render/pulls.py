"""What is done and said where nothing in a picture pulls it anywhere."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import LostGradient
from dreamkit.optimizers.search import Search
from dreamkit.shot import Shot

WAKING_STEPS: Final = 16
"""In how many first steps of an octave a picture that moves no unit is climbed with redirected ReLUs, as in lucid."""

Pulls: TypeAlias = NDArray[np.float32]
"""How strongly each picture of a batch is pulled, (batch,): the mean |gradient| of what is wanted."""

_TRY: Final = "start from a Photo, a louder Noise, or another channel"


class SilentUnit(UserWarning):
    """Some pictures of a batch stayed as they were, since what they are to show never fired."""


class MissedScore(UserWarning):
    """A still was climbed with all its steps, and has not the score that was asked for."""


def warn_of_missed(missed: str, shot: int) -> None:
    """Say what the steps of a still did not reach."""
    hint = "more steps, a longer rate or a wider bound may reach it"
    warnings.warn(f"shot {shot + 1}: {missed}; {hint}", MissedScore, stacklevel=2)


def check_pulls(pulls: Sequence[Pulls], shot: Shot, where: str, numbers: tuple[int, ...] = ()) -> None:
    """Raise `LostGradient` where nothing has pulled any picture of a frame, and warn where some of several stayed.

    Args:
        pulls: of every step of the frame.
        shot: what was climbed.
        where: the shot and frame, in words.
        numbers: of the pictures in a larger batch, of which they are some; none where they are all.
    """
    moved = np.any(np.stack(pulls), axis=0) if pulls else np.zeros(1, bool)
    if moved.all():
        return
    if moved.any() or numbers:
        shot_alone = where.partition(",")[0]  # so that all frames say the same, and Python shows it once
        warnings.warn(_some(moved, shot_alone, numbers), SilentUnit, stacklevel=2)
    elif isinstance(shot.optimizer, Search):
        hint = f"nothing in the picture moves it; {_TRY}"
        raise LostGradient(f"{where}: all candidates score the same", by=shot.objective, hint=hint)
    else:
        hint = f"nothing in the picture moves it, and {WAKING_STEPS} steps through its ReLUs did not wake it; {_TRY}"
        raise LostGradient(f"{where}: the gradient is zero everywhere", by=shot.objective, hint=hint)


def _some(moved: NDArray[np.bool_], where: str, numbers: tuple[int, ...] = ()) -> str:
    """Which pictures of a batch nothing has moved.

    >>> _some(np.array([True, False, True, False]), "shot 1").partition(";")[0]
    'shot 1: nothing moves pictures 2 and 4 of 4 towards what is wanted'
    >>> _some(np.array([True, False]), "shot 1", (17, 18)).partition(";")[0]
    'shot 1: nothing moves picture 19 towards what is wanted'
    """
    silent = [str((numbers[place] if numbers else place) + 1) for place in np.flatnonzero(~moved)]
    of_all = "" if numbers else f" of {len(moved)}"
    listed = f"picture {silent[0]}" if len(silent) == 1 else f"pictures {', '.join(silent[:-1])} and {silent[-1]}"
    return f"{where}: nothing moves {listed}{of_all} towards what is wanted; {_TRY}"
