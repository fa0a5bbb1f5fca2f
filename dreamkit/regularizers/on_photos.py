"""Paint a change instead of a picture, and show the network photos that are changed by it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Final, final

from dreamkit import ops
from dreamkit.errors import asked_by
from dreamkit.parts import Tensor, within
from dreamkit.regularizers.base import Regularizer
from dreamkit.rng import Rng
from dreamkit.sources.folders import photos_at, photos_in

NEUTRAL: Final = 128 / 255
"""The grey that changes nothing; a file of 8 bits holds it."""


@final
@dataclasses.dataclass(frozen=True)
class OnPhotos(Regularizer):
    """Show a photo of a folder with the picture laid over it: what is painted is a change that suits all photos alike.

    The grey of 128 changes nothing, what is lighter makes a photo lighter; begin with `Colour()`. Which
    photo is drawn anew at each step, and for each of the `Views`, as they are the mean of what is climbed. With
    `Within(linf=10 / 255)` it is a universal perturbation; `LaidOver` shows it on the photos.

    Args:
        photos: a folder of them.
        most: how many of them are used, evenly spread over their names.

    Raises:
        BadPicture: before the first frame, for a folder without pictures, and for one that cannot be read.

    Source: Moosavi-Dezfooli, Fawzi, Fawzi and Frossard 2017, "Universal adversarial perturbations"; by the gradient
    over photos drawn by chance, as in Shafahi et al. 2020, Universal Adversarial Training.
    """

    photos: Path
    most: int = within(1, 256, default=64)

    def __post_init__(self) -> None:
        object.__setattr__(self, "photos", Path(self.photos))
        super().__post_init__()

    @property
    def any_size(self) -> bool:
        """No: the photos are made to fit."""
        return False

    def check_files(self) -> None:
        """Refuse a folder without pictures."""
        with asked_by(self):
            photos_in(self.photos)

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        """One of the photos with the change, (batch, height, width, 3) in [0, 1]."""
        with asked_by(self):
            photos = photos_at(self.photos, (int(image.shape[1]), int(image.shape[2])), self.most)
        drawn = ops.take(ops.convert_to_tensor(photos), rng.integers((1,), 0, len(photos)), axis=0)
        return laid_over(image, drawn)


def laid_over(change: Any, photos: Any) -> Tensor:
    """Photos with a change; all (batch, height, width, 3) in [0, 1], and either may be a single one."""
    return ops.clip(photos + (change - NEUTRAL), 0, 1)
