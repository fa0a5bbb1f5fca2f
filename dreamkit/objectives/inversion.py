"""The picture that a layer cannot tell from a photo."""

from __future__ import annotations

import dataclasses
from typing import Any, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.objectives.base import Activations, Look, Objective, Picture
from dreamkit.parts import Tensor, Tree, within
from dreamkit.sources.base import Source


@final
@dataclasses.dataclass(frozen=True)
class Inversion(Objective):
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
    of: Source
    pictures: int = within(1, 1024, default=1)

    def check(self) -> None:
        """Refuse a photo that shows nothing."""
        of: Any = self.of
        if not isinstance(of, Source):
            what = f"Inversion.of takes a source of pictures, and {of!r} came"
            raise InvalidValue(what, by=self, hint='say of=Photo("photo.jpg")')

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer."""
        return (self.layer,)

    @property
    def any_size(self) -> bool:
        """No: sizes that differ can only be told of where they are known."""
        return False

    def targets(self, look: Look, picture: Picture) -> Tree:
        """The photo's code, (1, …, channels)."""
        return look(picture(self.of))[self.layer]

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """Minus the normalised distance, shape (batch,); 0 is the most there is."""
        seen = activations[self.layer]
        if tuple(seen.shape[1:]) != tuple(targets.shape[1:]):
            shown, wanted = (" × ".join(map(str, code.shape[1:])) for code in (seen, targets))
            what = f"layer {self.layer!r} answers {wanted} numbers to the photo, and {shown} to the picture"
            raise InvalidValue(what, by=self, hint="leave out the regularizers that show a picture of another size")
        axes = tuple(range(1, len(seen.shape)))
        length = ops.sum(ops.square(targets), axis=axes)
        return -ops.sum(ops.square(seen - targets), axis=axes) / ops.where(length > 0, length, 1.0)
