"""Many pictures on one sheet, as a finish."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.effects.base import Effect, Moment
from dreamkit.parts import Size, Tensor, within
from dreamkit.sheets import GAP, best_columns, sheet, sheet_size


@final
@dataclasses.dataclass(frozen=True)
class Grid(Effect):
    """All the pictures that are made at once, side by side on one sheet.

    Args:
        columns: how many in a row; 0 finds the sheet that is the most pleasant on a screen.
        gap: the pixels between neighbours.
        background: the grey of the gaps, from 0 (black) to 1 (white).
    """

    columns: int = within(0, default=0)
    gap: int = within(0, default=GAP)
    background: float = within(0, 1, default=1.0)

    @property
    def takes_alpha(self) -> bool:
        """It is laid out too; gaps are opaque."""
        return True

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It changes the size of the picture, which only a viewer can bear."""
        del moving
        return "" if finish else "Grid lays pictures out for the viewer, so it goes into finish="

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """One, of the size of the sheet."""
        return 1, sheet_size(pictures, size, self.columns or best_columns(pictures, size), self.gap)

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """A batch (batch, height, width, channels) as one sheet (1, its height, its width, channels)."""
        del moment
        columns = self.columns or best_columns(image.shape[0], image.shape[1:3])
        whole = sheet(image[..., :3], columns, self.gap, white=self.background, using=ops)
        if image.shape[3] > 3:
            whole = ops.concatenate([whole, sheet(image[..., 3:], columns, self.gap, using=ops)], axis=-1)
        return whole[None]
