"""Sources without a file: noises and plain colour."""

from __future__ import annotations

import dataclasses
import math
import re
from typing import final

import numpy as np

from dreamkit.colours import APART
from dreamkit.errors import InvalidValue
from dreamkit.parts import Size, within
from dreamkit.sources.base import Frame, Source


@final
@dataclasses.dataclass(frozen=True)
class Noise(Source):
    """Grey with a grain: a Gaussian around `brightness` with a standard deviation of `contrast`.

    Pictures that are made at once all start from the same grain or, `apart`, each from a grain of its own.
    """

    contrast: float = within(0, 1, default=0.05)
    brightness: float = within(0, 1, default=0.5)
    apart: bool = dataclasses.field(default=False, kw_only=True)

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The same grain at any time, another one for another seed."""
        del seconds
        grain = np.random.default_rng(seed).standard_normal((*size, 3))
        return np.clip(self.brightness + self.contrast * grain, 0, 1).astype(np.float32)


@final
@dataclasses.dataclass(frozen=True)
class NaturalNoise(Source):
    """Grey clouds with hardly a colour: noise with the spectrum of natural photos, where a `Fourier` picture begins.

    `contrast` is the standard deviation of its waves' numbers. Pictures that are made at once all start from the same
    clouds or, `apart`, each from clouds of its own. Source: lucid's `fft_image` and `to_valid_rgb`.
    """

    contrast: float = within(0, 10, default=0.01)
    apart: bool = dataclasses.field(default=False, kw_only=True)

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The same clouds at any time, others for another seed."""
        del seconds
        height, width = size
        down, across = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)
        frequency = np.maximum(np.hypot(down, across), 1 / max(size))
        chance = np.random.default_rng(seed).standard_normal((2, 3, height, len(across))) * self.contrast
        waves = (chance[0] + 1j * chance[1]) * math.sqrt(width * height) / frequency
        planes = np.fft.irfft2(waves, s=size) / 4
        return (1 / (1 + np.exp(-planes.transpose(1, 2, 0) @ np.array(APART)))).astype(np.float32)


@final
@dataclasses.dataclass(frozen=True)
class Colour(Source):
    """One plain colour; red, green and blue in [0, 1]."""

    red: float = within(0, 1, default=0.5)
    green: float = within(0, 1, default=0.5)
    blue: float = within(0, 1, default=0.5)

    @classmethod
    def hex(cls, code: str) -> Colour:
        """A colour as the web writes it.

        >>> Colour.hex("#ff8000").green
        0.50196...
        """
        if not re.fullmatch("#?[0-9a-fA-F]{6}", code):
            raise InvalidValue(f"a colour is written like '#ff8000', and {code!r} came")
        red, green, blue = bytes.fromhex(code.removeprefix("#"))
        return cls(red / 255, green / 255, blue / 255)

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The colour everywhere."""
        del seconds, seed
        return np.full((*size, 3), [self.red, self.green, self.blue], np.float32)
