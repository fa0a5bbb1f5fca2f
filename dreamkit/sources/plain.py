"""Sources without a file: noise and plain colour."""

from __future__ import annotations

import dataclasses
import re
from typing import final

import numpy as np

from dreamkit.errors import InvalidValue
from dreamkit.parts import Size, within
from dreamkit.sources.base import Frame, Source


@final
@dataclasses.dataclass(frozen=True)
class Noise(Source):
    """Grey with a grain: a Gaussian around `brightness` with a standard deviation of `contrast`."""

    contrast: float = within(0, 1, default=0.05)
    brightness: float = within(0, 1, default=0.5)

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The same grain at any time, another one for another seed."""
        del seconds
        grain = np.random.default_rng(seed).standard_normal((*size, 3))
        return np.clip(self.brightness + self.contrast * grain, 0, 1).astype(np.float32)


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
