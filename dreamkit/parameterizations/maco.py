"""Pictures that are as loud as photos at every frequency; only where their waves meet is up to the ascent."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import final

import numpy as np
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.colours import squashed, stretched
from dreamkit.digests import stamp
from dreamkit.errors import asked_by
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parameterizations.spectrum import NATURAL, loudness
from dreamkit.parameterizations.waves import pictures, waves
from dreamkit.parts import Size, Tensor, Tree, within


@final
@dataclasses.dataclass(frozen=True)
class Maco(Parameterization):
    """The numbers are the phases of waves whose loudness stays that of natural photos, so no grain can grow.

    The numbers are (batch, 3, height, width / 2 + 1), in radians. The picture is then brought to one contrast, its
    colours are mixed from lightness and contrasts, and a sigmoid keeps them in (0, 1).

    Args:
        spectrum: a file that `dreamkit spectrum` has written; without one, that of eight free photos of animals, plants
            and landscapes.
        contrast: the standard deviation of the picture before the sigmoid.

    Raises:
        BadPicture: where the spectrum cannot be read.

    Source: Fel et al. 2023, Unlocking Feature Visualization for Deeper Networks with MAgnitude Constrained
        Optimization, section 3.
    """

    spectrum: str | Path | None = None
    contrast: float = within(0.01, 10, default=1.0)

    def __post_init__(self) -> None:
        if isinstance(self.spectrum, str):
            object.__setattr__(self, "spectrum", Path(self.spectrum))
        super().__post_init__()

    def check_files(self) -> None:
        """Refuse a file that holds no spectrum."""
        self._loudness((8, 8))

    def encode(self, image: Tensor) -> Tree:
        """The phases of a picture (batch, height, width, 3) in [0, 1]; what is loud in it is forgotten."""
        real, imaginary = ops.unstack(waves(stretched(image, "apart")))
        return ops.arctan2(imaginary, real)

    def decode(self, numbers: Tree, size: Size) -> Tensor:
        """The picture that the waves add up to."""
        loud = ops.convert_to_tensor(self._loudness(size))
        image = pictures(ops.stack([loud * ops.cos(numbers), loud * ops.sin(numbers)]), size)
        image = image - ops.mean(image, axis=(1, 2, 3), keepdims=True)
        spread = ops.sqrt(ops.mean(image**2, axis=(1, 2, 3), keepdims=True))
        return squashed(self.contrast * image / spread, "apart")

    def _loudness(self, size: Size) -> NDArray[np.float32]:
        path = Path(self.spectrum or NATURAL)
        with asked_by(self):
            return loudness(path, stamp(path), size)
