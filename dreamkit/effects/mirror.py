"""Half of a picture, seen twice."""

from __future__ import annotations

import dataclasses
from typing import Final, Literal, TypeAlias, final

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.errors import InvalidValue, suggestion
from dreamkit.parts import Tensor

Kept: TypeAlias = Literal["left", "right", "top", "bottom", "quarters"]

KEPT: Final = ("left", "right", "top", "bottom", "quarters")


@final
@dataclasses.dataclass(frozen=True)
class Mirror(Effect):
    """One half of the picture is kept, and the other shows it as in a mirror.

    "left", "right", "top" or "bottom" says which half; "quarters" shows the top left quarter four times.
    """

    kept: Kept = "left"

    def check(self) -> None:
        """Refuse a half that is not one of `KEPT`."""
        if self.kept not in KEPT:
            hint = suggestion(str(self.kept), KEPT, f"it is one of {', '.join(KEPT)}")
            raise InvalidValue(f"Mirror cannot keep {self.kept!r}", by=self, hint=hint)

    @property
    def takes_alpha(self) -> bool:
        """It is mirrored too."""
        return True

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture, the same from both sides."""
        del moment
        if self.kept in ("left", "right", "quarters"):
            image = _mirrored(image, 2, nearer=self.kept != "right")
        if self.kept in ("top", "bottom", "quarters"):
            image = _mirrored(image, 1, nearer=self.kept != "bottom")
        return image


def _mirrored(image: Tensor, axis: int, *, nearer: bool) -> Tensor:
    """The picture with the half nearer to 0 along an axis (or the other one) seen twice."""
    here = ops.arange(ops.shape(image)[axis])
    there = ops.flip(here)
    return ops.take(image, ops.minimum(here, there) if nearer else ops.maximum(here, there), axis=axis)
