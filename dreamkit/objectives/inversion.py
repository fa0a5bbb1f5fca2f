"""The picture that a layer cannot tell from a photo."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.errors import InvalidValue
from dreamkit.objectives.base import Activations
from dreamkit.objectives.likeness import PlaceByPlace
from dreamkit.objectives.statistics import Places
from dreamkit.parts import Tree, within


@final
@dataclasses.dataclass(frozen=True)
class Inversion(PlaceByPlace):
    """A picture that a layer answers to as it does to a photo; what it lacks, the layer has not kept.

    The score is minus the normalised distance of the two answers, ||Φ(x) - Φ(photo)||² / ||Φ(photo)||²: 0 where they
    are the same, -1 where the layer is silent. A photo to whose colours the layer answers nothing counts as it is.

    Args:
        layer: the layer's name; a classifier's "logits" will do.
        of: the photo, a `Photo`, say, or a clip, of which each frame is inverted at the same time of the film.
        pictures: how many reconstructions are made at once. What they differ in is where they start, as from
            `Noise(apart=True)`: what all of them show, the layer has kept.

    Raises:
        InvalidValue: where the layer answers to the two in different sizes, as behind a view that crops.

    Source: Mahendran and Vedaldi 2014, "Understanding Deep Image Representations by Inverting Them", equations 1 and 2.
    """

    layer: str
    pictures: int = within(1, 1024, default=1)

    @property
    def any_size(self) -> bool:
        """No: sizes that differ can only be told of where they are known."""
        return False

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """The squared distance and length, of two codes of one size."""
        seen, code = activations[self.layer], targets[self.layer]
        if tuple(seen.shape[1:]) != tuple(code.shape[1:]):
            shown, wanted = (" × ".join(map(str, one.shape[1:])) for one in (seen, code))
            what = f"layer {self.layer!r} answers {wanted} numbers to the photo, and {shown} to the picture"
            raise InvalidValue(what, by=self, hint="leave out the regularizers that show a picture of another size")
        return super().sums(activations, targets, places)
