"""Where pictures come from."""

from __future__ import annotations

import abc
import dataclasses
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dreamkit.parts import Part, Size

Frame: TypeAlias = NDArray[np.float32]
"""One picture: (height, width, 3), RGB as in the file, in [0, 1]."""


@dataclasses.dataclass(frozen=True)
class Source(Part, abc.ABC):
    """Gives a shot its pictures."""

    @property
    def moves(self) -> bool:
        """Whether it shows something else in every frame; from a still, each frame starts from the one before."""
        return False

    @property
    def apart(self) -> bool:
        """Whether pictures that are made at once each start from a chance of their own; else all start alike."""
        return False

    @property
    def seconds(self) -> float | None:
        """How long it lasts, where it has an end of its own."""
        return None

    @property
    def has_alpha(self) -> bool:
        """Whether it knows how opaque its pictures are; see `alpha`."""
        return False

    def natural_size(self) -> Size | None:
        """The size it was made in, where it has one."""
        return None

    def natural_fps(self) -> float | None:
        """How many frames a second it was made with, where it has any."""
        return None

    def ready(self, last: float) -> None:
        """Raise `BadPicture` where it cannot be read, or ends before its last frame; asked when a film is planned.

        `last` is when that frame is shown, in seconds into the shot.
        """
        del last

    def alpha(self, seconds: float, size: Size) -> NDArray[np.float32]:
        """How opaque what it shows is, (height, width, 1) in [0, 1]; `frame` shows it on white."""
        del seconds
        return np.ones((*size, 1), np.float32)

    @abc.abstractmethod
    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """What it shows so many seconds into the shot, at this size; `seed` is for sources made of chance."""
