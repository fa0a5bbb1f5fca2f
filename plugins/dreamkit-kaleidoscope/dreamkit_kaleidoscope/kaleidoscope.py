"""A picture between mirrors that meet in a point."""

from __future__ import annotations

import dataclasses
import math
from typing import Final, final

from dreamkit import ops
from dreamkit.effects import Effect, Moment
from dreamkit.effects.base import speed
from dreamkit.errors import InvalidValue
from dreamkit.geometry import moved
from dreamkit.parts import Knob, Tensor, within

TINY: Final = 1e-6
"""In pixels or radians: what nobody can see, and what one can still divide by."""


@final
@dataclasses.dataclass(frozen=True)
class Kaleidoscope(Effect):
    """One wedge of the picture is kept, and mirrors around a point show it again and again, all the way round.

    Neighbours are mirror images of each other, so that every edge closes, and turning the picture by two wedges changes
    nothing. Without a turn, the wedge that is kept looks as it did. Where it reaches beyond the picture, it shows what
    lies inside, mirrored at the picture's edges.

    Args:
        wedges: how many there are all round; an even number, or the last would meet the first without a mirror.
        degrees_per_second: how fast the picture turns, clockwise, behind the mirrors; forms then come out of one mirror
            and go into the next.
        degrees: how far the mirrors themselves are turned, clockwise. At 0 the first one points straight up, and the
            wedge that is kept lies to the right of it.
        down: where the mirrors meet, from 0 (the picture's top) to 1 (its bottom).
        across: where the mirrors meet, from 0 (the picture's left) to 1 (its right).
        softness: on how many pixels beside each mirror the picture bends round, where it would else break.
    """

    wedges: int = within(2, 360, default=6)
    degrees_per_second: Knob = speed(default=10.0)
    degrees: Knob = 0.0
    down: Knob = within(0, 1, default=0.5)
    across: Knob = within(0, 1, default=0.5)
    softness: Knob = within(0, 1000, default=2.0)

    def check(self) -> None:
        """Refuse an odd number of wedges."""
        if self.wedges % 2:
            hint = f"say {self.wedges - 1} or {self.wedges + 1}"
            raise InvalidValue(f"mirrored wedges come in pairs, and {self.wedges} came", by=self, hint=hint)

    @property
    def takes_alpha(self) -> bool:
        """It is mirrored too."""
        return True

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """Every place shows what its mirror images in the kept wedge show."""
        height, width = ops.shape(image)[1:3]
        x = ops.arange(width, dtype="float32")[None, :] + 0.5 - self.across * ops.cast(width, "float32")
        y = ops.arange(height, dtype="float32")[:, None] + 0.5 - self.down * ops.cast(height, "float32")
        away = ops.sqrt(ops.square(x) + ops.square(y))
        angle = ops.arctan2(x, -y)  # clockwise from straight up
        mirrors = self.degrees * (math.pi / 180)
        turn = moment.seconds * self.degrees_per_second * (math.pi / 180)
        seen = mirrors + folded(angle - mirrors, 2 * math.pi / self.wedges, self.softness, away) - turn
        return moved(image, -away * ops.cos(seen) - y, away * ops.sin(seen) - x)


def folded(angle: Tensor, wedge: float, softness: Tensor, away: Tensor) -> Tensor:
    """Angles in radians, folded back and forth between mirrors into the wedge from 0 to `wedge`.

    Within `softness` pixels of a mirror, at `away` pixels from the point where they meet, the fold is a parabola, the
    mean of the sharp one over as many pixels to either side; so the picture has no crease there. Near the point, where
    wedges are narrower than that, it stays between a quarter and three quarters of the wedge.
    """
    inside = wedge - ops.abs(ops.mod(angle, 2 * wedge) - wedge)
    nearest = ops.minimum(inside, wedge - inside)
    soft = ops.clip(softness / ops.maximum(away, TINY), TINY, wedge / 2)
    lift = ops.square(ops.maximum(soft - nearest, 0.0)) / (2 * soft)
    return ops.where(inside < wedge / 2, inside + lift, inside - lift)
