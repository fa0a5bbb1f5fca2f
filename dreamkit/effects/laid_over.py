"""A change, shown on the photos that it is for."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import final

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.parts import Size, Tensor, within
from dreamkit.regularizers.on_photos import laid_over
from dreamkit.sources.folders import photos_at, photos_in


@final
@dataclasses.dataclass(frozen=True)
class LaidOver(Effect):
    """Photos of a folder with the picture laid over them, as `OnPhotos` shows them to the network; a batch of them.

    Args:
        photos: the folder.
        count: how many, evenly spread over their names.

    Raises:
        InvalidValue: where more than one picture came, or there are fewer photos.
        BadPicture: for a folder without pictures, and for one that cannot be read.
    """

    photos: Path
    count: int = within(1, 256, default=4)

    def __post_init__(self) -> None:
        object.__setattr__(self, "photos", Path(self.photos))
        super().__post_init__()

    def check_files(self) -> None:
        """Refuse a folder without pictures."""
        with asked_by(self):
            photos_in(self.photos)

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It makes other pictures of the one."""
        del moving
        return "" if finish else "LaidOver shows a change on photos to the viewer, so it goes into finish="

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As many as there are photos, of the same size."""
        if pictures > 1:
            raise InvalidValue(f"LaidOver lays one picture over photos, and {pictures} came", by=self)
        with asked_by(self):
            there = len(photos_in(self.photos))
        if there < self.count:
            raise InvalidValue(f"LaidOver shows {self.count} photos, and {self.photos} holds {there}", by=self)
        return self.count, size

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The photos with the change, (count, height, width, 3) in [0, 1]."""
        del moment
        with asked_by(self):
            photos = photos_at(self.photos, (int(image.shape[1]), int(image.shape[2])), self.count)
        return laid_over(image, ops.convert_to_tensor(photos))
