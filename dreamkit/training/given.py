"""The photo that a network in training is shown, as an objective names it."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.errors import InvalidValue
from dreamkit.parts import Size
from dreamkit.sources.base import Frame, Source


@final
@dataclasses.dataclass(frozen=True)
class Given(Source):
    """Whatever photo a feed-forward network is just painting: `Likeness("block4_conv2", of=Given())` keeps it.

    It has a meaning where a network is trained, and nowhere else.
    """

    def ready(self, last: float) -> None:
        """Refuse to be part of a shot."""
        del last
        raise InvalidValue(_NOWHERE, by=self, hint=_HINT)

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """Raises `InvalidValue`: outside of a training nothing is given."""
        del seconds, size, seed
        raise InvalidValue(_NOWHERE, by=self, hint=_HINT)


_NOWHERE = "Given() is the photo that a network in training is shown, and a film has none"
_HINT = 'say Photo("photo.jpg")'
