"""The camera: zoom, rotate, pan and tilt, each as one matrix of plane geometry."""

from __future__ import annotations

import dataclasses
import math
from statistics import geometric_mean
from typing import final

from dreamkit import ops
from dreamkit.effects.base import Camera, Moment, speed
from dreamkit.geometry import Matrix, rotation
from dreamkit.parts import Knob, Tensor, within


@final
@dataclasses.dataclass(frozen=True)
class Zoom(Camera):
    """Come nearer: the picture grows `per_second` times every second; below 1 it moves away.

    `down` and `across` say where to, from 0 (top, left) to 1 (bottom, right). What lies outside is mirrored.
    """

    per_second: Knob = speed(0.01, 100, default=1.5, mean=geometric_mean)
    down: Knob = within(0, 1, default=0.5)
    across: Knob = within(0, 1, default=0.5)

    def matrix(self, image: Tensor, moment: Moment) -> Matrix:
        """Every place comes from nearer to the one that stays."""
        del image
        shrink = ops.exp(-moment.seconds * ops.log(ops.convert_to_tensor(self.per_second, dtype="float32")))
        x, y = self.across - 0.5, self.down - 0.5
        return [[shrink, 0.0, x * (1 - shrink)], [0.0, shrink, y * (1 - shrink)], [0.0, 0.0, 1.0]]


@final
@dataclasses.dataclass(frozen=True)
class Rotate(Camera):
    """Turn about the middle, `degrees_per_second` clockwise. What lies outside is mirrored."""

    degrees_per_second: Knob = speed(default=10.0)

    def matrix(self, image: Tensor, moment: Moment) -> Matrix:
        """Every place comes from counterclockwise."""
        return rotation(image, moment.seconds * self.degrees_per_second * (math.pi / 180))


@final
@dataclasses.dataclass(frozen=True)
class Pan(Camera):
    """Slide the picture: so many of its widths to the right, and of its heights down, every second.

    Below 0 it slides to the left and up. What comes in from outside is mirrored.
    """

    right_per_second: Knob = speed(default=0.1)
    down_per_second: Knob = speed(default=0.0)

    def matrix(self, image: Tensor, moment: Moment) -> Matrix:
        """Every place comes from where the picture was."""
        del image
        left, up = -moment.seconds * self.right_per_second, -moment.seconds * self.down_per_second
        return [[1.0, 0.0, left], [0.0, 1.0, up], [0.0, 0.0, 1.0]]


@final
@dataclasses.dataclass(frozen=True)
class Perspective(Camera):
    """Tip the picture like a sheet in the hand: the top goes away by the tilt, the right side by the turn.

    Below 0 they come nearer. With `Zoom`, a tilted film flies over a land, and a turned one along a wall. What lies
    outside is mirrored. The sheet is watched from the distance of one picture height, and keeps its length, so that
    many small tilts make one large one.
    """

    tilt_degrees_per_second: Knob = speed(default=10.0)
    turn_degrees_per_second: Knob = speed(default=0.0)

    def matrix(self, image: Tensor, moment: Moment) -> Matrix:
        """Every place comes from as much farther out as it has gone away."""
        height, width = ops.shape(image)[1:3]
        aspect = ops.cast(width, "float32") / ops.cast(height, "float32")
        radians = moment.seconds * (math.pi / 180)
        tilt, turn = radians * self.tilt_degrees_per_second, -radians * self.turn_degrees_per_second * aspect
        return [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [turn, tilt, 1.0]]
