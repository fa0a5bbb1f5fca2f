"""Where in the picture a wish counts."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, final

import numpy as np

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.geometry import stretched
from dreamkit.objectives.algebra import OfOne
from dreamkit.objectives.base import Activations, Look, Masks, Objective, Picture, masked
from dreamkit.objectives.statistics import Crop, Places, as_additive, squares
from dreamkit.parts import Part, Size, Tensor, Tree, below
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
    What is measured over places, such as a `Style`, is measured over those that the mask leaves, and keeps its scale;
    so `Masked(Style(layers, one), mask) + Masked(Style(layers, other), Inverted(mask))` is a picture in two styles,
    and `Style(layers, painting) + Masked(Likeness(layer, photo), mask)` one that keeps the photo's content there.

    Args:
        term: any objective that reads layers with a map of places.
        mask: a picture of the film's shape: a `Photo`, a `Clip` for a mask that moves, or a `Disc` or `Rectangle`;
            `Inverted(…)` of any of them is all the rest.

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
        check_mask(self.mask, size, "picture", by=self)

    def targets(self, look: Look, picture: Picture) -> Tree:
        """The mask by layer, (1, height, width, 1) at the picture's size, and the term's targets."""
        mask = ops.mean(picture(self.mask), axis=-1, keepdims=True)
        return dict.fromkeys(self.layers, mask), self.term.targets(look, picture)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The term's score for what the mask leaves, shape (batch,)."""
        return self.term.score_within(activations, targets[1], self._small(targets[0], activations))

    def score_within(self, activations: Activations, targets: Tree, masks: Masks) -> Tensor:
        """The term's score for what this mask and another leave, shape (batch,)."""
        both = masked(masks, self._small(targets[0], activations))
        return self.term.score_within(activations, targets[1], both)

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """The term's, where each place counts by the mask's square."""
        counted = squares(self._small(targets[0], activations))
        both = masked(places, counted) if places is not None else counted
        return as_additive(self.term).sums(activations, targets[1], both)

    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """What the term's sums tell, shape (batch,)."""
        return as_additive(self.term).judged(sums, targets[1])

    def cropped(self, targets: Tree, crop: Crop) -> Tree:
        """The mask's piece, and the term's."""
        masks = {layer: crop(layer, mask) for layer, mask in targets[0].items()}
        return masks, as_additive(self.term).cropped(targets[1], crop)

    def _small(self, masks: Masks, activations: Activations) -> Masks:
        """The mask as small as each layer's answer."""
        for layer in self.layers:
            if len(activations[layer].shape) != 4:
                what = f"layer {layer!r} has no map of places, and so no place for a mask"
                raise InvalidValue(what, by=self, hint="mask a wish for an earlier layer, such as one of its channels")
        return {layer: stretched(masks[layer], ops.shape(activations[layer])[1:3]) for layer in self.layers}


def check_mask(mask: Source, size: Size, of: str, by: Part) -> None:
    """Raise `InvalidValue` for a mask of another shape than that of the picture it is for, or one that leaves nothing.

    `size` is the picture's, and `of` what it is called.
    """
    (height, width), natural = size, mask.natural_size()
    bent = any(isinstance(part, Photo) and part.fit == "stretch" for part in below(mask))
    if natural and not bent and abs(natural[0] * width / (natural[1] * height) - 1) > LEEWAY:
        what = f"the mask is {natural[1]} × {natural[0]} pixels, and the {of} {width} × {height}"
        hint = f'a mask has the {of}\'s shape, in any size; Photo(…, fit="stretch") bends it'
        raise InvalidValue(what, by=by, hint=hint)
    if not mask.moves and not np.any(mask.frame(0.0, size, 0)):
        raise InvalidValue("the mask is black everywhere, so that nothing counts", by=by)
