"""Blur the picture after a step, or its gradient before one, so that fine noise cannot build up."""

from __future__ import annotations

import dataclasses
import math
from typing import Final, final

from dreamkit import ops
from dreamkit.parts import Knob, Tensor, within
from dreamkit.regularizers.base import Instant, Regularizer
from dreamkit.regularizers.filters import filtered, gaussian
from dreamkit.schedules.base import Schedule
from dreamkit.schedules.curves import Fade

LARGEST: Final = 5.0
"""The largest sigma in pixels; two blurs in a row are one of the root of the sum of their squares."""

CASCADE: Final = (0.5, 1.0, 2.0)
"""The sigmas of the three Gaussians of a cascade, as multiples of one."""


@final
@dataclasses.dataclass(frozen=True)
class Blur(Regularizer):
    """Soften the picture a little after every few steps: what only the finest pixels say is lost, forms stay.

    Args:
        sigma: of the Gaussian, in pixels; 0 leaves the picture exactly as it is. Below 0.3 it hardly does anything.
        every: blurs after every so many steps of an octave.
        reach: how many pixels to each side it looks; 0 for three sigma, or, where sigma moves, three times the
            largest that it may be.

    Source: Yosinski 2015, section 3 and its code (a sigma of 0.5 or 1, every 4 steps).
    """

    sigma: Knob = within(0, LARGEST, default=0.5)
    every: int = within(1, default=4)
    reach: int = within(0, 64, default=0)

    def check(self) -> None:
        """Settle the reach, while sigma is still what the recipe said."""
        object.__setattr__(self, "_reach", self.reach or _reach(self.sigma))

    def project(self, image: Tensor, instant: Instant) -> Tensor:
        """The picture, blurred if it is time to."""
        due = ops.cast(ops.equal(ops.mod(instant.step + 1, self.every), 0), "float32")
        return filtered(image, gaussian(due * self.sigma, vars(self)["_reach"]))


@final
@dataclasses.dataclass(frozen=True)
class BlurGradient(Regularizer):
    """Follow the gradient without its finest noise: softer strokes, and no less contrast in the picture itself.

    Args:
        sigma: of the Gaussian, in pixels; 0 leaves the gradient exactly as it is.
        reach: how many pixels to each side it looks; 0 for three sigma, or, where sigma moves, three times the
            largest that it may be.

    Source: Olah, Mordvintsev and Schubert 2017, Feature Visualization (high frequencies are taken from the gradient
    before they build up in the picture).
    """

    sigma: Knob = within(0, LARGEST, default=1.0)
    reach: int = within(0, 64, default=0)

    def check(self) -> None:
        """Settle the reach, while sigma is still what the recipe said."""
        object.__setattr__(self, "_reach", self.reach or _reach(self.sigma))

    def precondition(self, gradient: Tensor, instant: Instant) -> Tensor:
        """The blurred gradient, of the same shape."""
        del instant
        return filtered(gradient, gaussian(self.sigma, vars(self)["_reach"]))


@final
@dataclasses.dataclass(frozen=True)
class CascadeGradient(Regularizer):
    """Follow the mean of three blurs of the gradient, fine, middling and coarse, and coarser with every step.

    Args:
        sigma: of the middle Gaussian, in pixels; the others have half and twice as much. It grows over an octave:
            the source takes 2 (i + 1) / N + 0.5 in step i of N, which for ten steps is the default.
        reach: how many pixels to each side each Gaussian looks before it is cut off; the source's 9 taps.

    Source: gordicaleksa/pytorch-deepdream 2020 (`CascadeGaussianSmoothing`; there the three are added up, which makes
    the gradient three times as large and, since it is normalised afterwards, changes nothing).
    """

    sigma: Knob = within(0, LARGEST, default=Fade(0.7, 2.5, along="steps"))
    reach: int = within(1, 64, default=4)

    def precondition(self, gradient: Tensor, instant: Instant) -> Tensor:
        """The mean of the three blurred gradients, of the same shape."""
        del instant
        blurred = [filtered(gradient, gaussian(times * self.sigma, self.reach)) for times in CASCADE]
        return sum(blurred[1:], blurred[0]) / len(blurred)


def _reach(sigma: Knob) -> int:
    """How many pixels to each side a Gaussian is felt: three sigma; a moving one is given room for the largest.

    >>> from dreamkit.schedules.curves import Fade
    >>> _reach(0.5), _reach(Fade(0.5, 1.0))
    (2, 15)
    """
    return max(1, math.ceil(3 * (LARGEST if isinstance(sigma, Schedule) else sigma)))
