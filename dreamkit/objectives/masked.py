"""Where in the picture a wish counts."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, final

import numpy as np

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.geometry import stretched
from dreamkit.objectives.algebra import OfOne
from dreamkit.objectives.base import Activations, Look, Objective, Picture
from dreamkit.parts import Size, Tensor, Tree, below
from dreamkit.sources.base import Source
from dreamkit.sources.photo import Photo

LEEWAY: Final = 0.02
"""By how much the sides of a mask may stand in another ratio than the picture's, which is rounded to whole pixels."""


@final
@dataclasses.dataclass(frozen=True)
class Masked(OfOne):
    """A wish that counts only in a part of the picture: `Masked(Channel("block7_add", 5), Disc(radius=0.3))`.

    Each layer's answer is multiplied with the mask, made as small as that answer is, before the wish sees it: white
    counts, black does not, and grey counts in part. The network looks around a place, so that what is made reaches a
    little over the mask's edge, the more the deeper the layer. Two of them, added, divide a picture between two wishes.

    Args:
        term: any objective that reads layers with a map of places.
        mask: a picture of the film's shape: a `Photo`, a `Clip` for a mask that moves, or a `Disc` or `Rectangle`.

    Raises:
        InvalidValue: for a mask of another shape than the film's, for one that is black everywhere, and for layers
            that have no map, such as "logits".
    """

    mask: Source

    def check(self) -> None:
        """Refuse what is no wish, and what shows no picture."""
        term: Any = self.term
        mask: Any = self.mask
        if not isinstance(term, Objective):
            raise InvalidValue(f"Masked.term takes an objective, and {term!r} came", by=self)
        if not isinstance(mask, Source):
            what = f"Masked.mask takes a source of pictures, and {mask!r} came"
            raise InvalidValue(what, by=self, hint='say mask=Photo("mask.png"), or mask=Disc(radius=0.3)')

    def suits(self, size: Size, source: Source) -> None:
        """Refuse a mask of another shape than the picture's, and one that leaves nothing."""
        del source
        (height, width), natural = size, self.mask.natural_size()
        bent = isinstance(self.mask, Photo) and self.mask.fit == "stretch"
        if natural and not bent and abs(natural[0] * width / (natural[1] * height) - 1) > LEEWAY:
            what = f"the mask is {natural[1]} × {natural[0]} pixels, and the picture {width} × {height}"
            hint = 'a mask has the picture\'s shape, in any size; Photo(…, fit="stretch") bends it'
            raise InvalidValue(what, by=self, hint=hint)
        if not self.mask.moves and not np.any(self.mask.frame(0.0, size, 0)):
            raise InvalidValue("the mask is black everywhere, so that nothing counts", by=self)

    def targets(self, look: Look, picture: Picture) -> Tree:
        """The mask, (1, height, width, 1), and the term's targets, masked where they lie at the picture's places."""
        mask = ops.mean(picture(self.mask), axis=-1, keepdims=True)
        aligned = any(part.aligned for part in below(self.term) if isinstance(part, Objective))
        seen: Look = (lambda image: self._kept(look(image), mask)) if aligned else look
        return mask, self.term.targets(seen, picture)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The term's score for what the mask leaves, shape (batch,)."""
        mask, inner = targets
        return self.term.score(self._kept(activations, mask), inner)

    def _kept(self, activations: Activations, mask: Tensor) -> Activations:
        """What the mask leaves of the answers of the term's layers."""
        return {layer: activations[layer] * self._small(mask, activations[layer], layer) for layer in self.layers}

    def _small(self, mask: Tensor, seen: Tensor, layer: str) -> Tensor:
        if len(seen.shape) != 4:
            what = f"layer {layer!r} has no map of places, and so no place for a mask"
            raise InvalidValue(what, by=self, hint="mask a wish for an earlier layer, such as one of its channels")
        return stretched(mask, ops.shape(seen)[1:3])
