"""The knobs of a television set: hue, saturation, brightness and contrast."""

from __future__ import annotations

import dataclasses
import math
from typing import final

from dreamkit import ops
from dreamkit.colours import LUMA
from dreamkit.effects.base import Effect, Moment
from dreamkit.parts import Knob, Tensor, within


@dataclasses.dataclass(frozen=True)
class _OfColours(Effect):
    """What changes colours, each pixel for itself."""

    @property
    def takes_alpha(self) -> bool:
        """It is left as it is."""
        return False


@final
@dataclasses.dataclass(frozen=True)
class Hue(_OfColours):
    """Every colour moves on around the colour wheel by `degrees`, from red over green to blue, as light as it was.

    In the motion of a film that grows out of its own frames, so far every second; elsewhere, so far at all.

    Source: Haeberli 1993, Matrix Operations for Image Processing (hue rotation while preserving luminance).
    """

    degrees: Knob = 30.0

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture in other hues; what leaves [0, 1] goes to its ends."""
        angle = moment.dose * self.degrees * (math.pi / 180)
        across = (ops.roll(image, 1, axis=-1) - ops.roll(image, -1, axis=-1)) / math.sqrt(3)
        grey = ops.mean(image, axis=-1, keepdims=True)
        turned = grey + ops.cos(angle) * (image - grey) + ops.sin(angle) * across
        return ops.clip(turned + luma(image) - luma(turned), 0, 1)


@final
@dataclasses.dataclass(frozen=True)
class Saturation(_OfColours):
    """Colours `factor` times as strong, as light as they were; 0 is black and white.

    In the motion of a film that grows out of its own frames, so much every second; elsewhere, so much at all.
    """

    factor: Knob = within(0, 100, default=1.2)

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture in other strength of colour; what leaves [0, 1] goes to its ends."""
        return _away_from(luma(image), image, self.factor, moment)


@final
@dataclasses.dataclass(frozen=True)
class Brightness(_OfColours):
    """Every number `factor` times as large; 0 is black.

    In the motion of a film that grows out of its own frames, so much every second; elsewhere, so much at all.
    """

    factor: Knob = within(0, 100, default=1.2)

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture, lighter or darker; what leaves [0, 1] goes to its ends."""
        return _away_from(0.0, image, self.factor, moment)


@final
@dataclasses.dataclass(frozen=True)
class Contrast(_OfColours):
    """Everything `factor` times as far from the middle grey; 0 is all grey.

    In the motion of a film that grows out of its own frames, so much every second; elsewhere, so much at all.
    """

    factor: Knob = within(0, 100, default=1.2)

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture, harder or softer; what leaves [0, 1] goes to its ends."""
        return _away_from(0.5, image, self.factor, moment)


def luma(image: Tensor) -> Tensor:
    """How light each pixel is: (batch, height, width, 3) to (batch, height, width, 1)."""
    return ops.sum(image * ops.convert_to_tensor(LUMA, dtype=image.dtype), axis=-1, keepdims=True)


def _away_from(middle: Tensor, image: Tensor, factor: Tensor, moment: Moment) -> Tensor:
    """Each number `factor` times as far from `middle`, or as much of the way as this moment's dose."""
    times = ops.power(ops.convert_to_tensor(factor, dtype="float32"), moment.dose)
    return ops.clip(middle + times * (image - middle), 0, 1)
