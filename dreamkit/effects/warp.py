"""The camera: zoom, rotate, pan and tilt, each as one matrix of plane geometry."""

from __future__ import annotations

import dataclasses
import math
from typing import final

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.geometry import warped
from dreamkit.parts import Knob, Tensor, within


@final
@dataclasses.dataclass(frozen=True)
class Zoom(Effect):
    """Come nearer: the picture grows `per_second` times every second; below 1 it moves away.

    `down` and `across` say where to, from 0 (top, left) to 1 (bottom, right). What lies outside is mirrored.
    """

    per_second: Knob = within(0.01, 100, default=1.5)
    down: Knob = within(0, 1, default=0.5)
    across: Knob = within(0, 1, default=0.5)

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture, larger."""
        shrink = ops.exp(-moment.seconds * ops.log(ops.convert_to_tensor(self.per_second, dtype="float32")))
        x, y = self.across - 0.5, self.down - 0.5
        zero = 0.0 * shrink
        return warped(
            image, [[shrink, zero, x * (1 - shrink)], [zero, shrink, y * (1 - shrink)], [zero, zero, zero + 1]]
        )


@final
@dataclasses.dataclass(frozen=True)
class Rotate(Effect):
    """Turn about the middle, `degrees_per_second` clockwise. What lies outside is mirrored."""

    degrees_per_second: Knob = 10.0

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture, turned."""
        angle = moment.seconds * self.degrees_per_second * (math.pi / 180)
        height, width = ops.shape(image)[1:3]
        aspect = ops.cast(width, "float32") / ops.cast(height, "float32")
        cosine, sine = ops.cos(angle), ops.sin(angle)
        zero = 0.0 * angle
        return warped(image, [[cosine, sine / aspect, zero], [-sine * aspect, cosine, zero], [zero, zero, zero + 1]])
