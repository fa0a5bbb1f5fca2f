"""The style of a painting as its patches tell it: each place turns into the patch of it that fits best."""

from __future__ import annotations

import dataclasses
from typing import Final, final

import numpy as np

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.objectives.base import Activations
from dreamkit.objectives.guide import best_match
from dreamkit.objectives.painting import OfPainting
from dreamkit.objectives.statistics import Additive, Places
from dreamkit.parts import Tensor, Tree, within

KEPT: Final = 0.25
"""Patches of the painting whose middle counts less than this are left out: grey 0.5, squared."""


@final
@dataclasses.dataclass(frozen=True)
class Patches(OfPainting, Additive):
    """A picture pieced together from what is in a painting, patch by patch: eyes stay eyes, and windows windows.

    Each patch of a layer's answer is held against the one of the painting that is most like it in direction. The score
    is minus the sum of the squared differences over the sum of squares of the painting's patches that were found: 0
    where each patch is in the painting, -1 for a picture in which the layers are silent. Which patch fits best is not
    differentiated. The time it takes grows with the places of picture and painting both, so that it wants layers of
    few places; the memory does not.

    Args:
        layer: the layers' names, in a tuple, or one.
        of: the painting, or a clip, of which each frame counts at its own time.
        size: how many places a patch is high and wide.
        stride: how many places the patches of the painting lie apart, along both sides.
        weights: how much each layer counts; without them, all the same. They are divided by their sum.
        scale: how large the painting is seen: how many times as long as the picture's longer side its own longer
            side is. It keeps its own shape.
        region: a mask, of the painting's shape, that says where in the painting to look: a patch counts where its
            middle is white.

    Raises:
        InvalidValue: where a layer stays zero on the painting, and where its answer is smaller than a patch.

    Source: Li and Wand 2016, "Combining Markov Random Fields and Convolutional Neural Networks for Image Synthesis",
    equations 2 and 3.
    """

    size: int = within(1, 31, default=3)
    stride: int = within(1, 100, default=1)

    def learnt(self, seen: Activations, places: Places | None) -> Tree:
        """The painting's patches by layer, (patches, size² × channels)."""
        found = {}
        for layer, answer in seen.items():
            self._check_size(answer, layer, "painting")
            patches = cut(answer, self.size)[:, :: self.stride, :: self.stride]
            flat = ops.reshape(patches, (-1, patches.shape[-1]))
            if places is not None:
                counts = self._middles(places[layer])[:, :: self.stride, :: self.stride]
                flat = ops.take(flat, self._kept(counts, layer), axis=0)
            found[layer] = flat
        return found

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """By layer the squared distance to the patches that fit best, and their squared length, (batch,) each."""
        each = {}
        for layer in self.layers:
            self._check_size(activations[layer], layer, "picture")
            patches = cut(activations[layer], self.size)
            flat = ops.reshape(patches, (-1, patches.shape[-1]))
            found = ops.take(targets[layer], best_match(flat, _unit(targets[layer])), axis=0)
            found = ops.reshape(found, ops.shape(patches))
            counts = self._middles(places[layer]) if places is not None else 1.0
            squares = ops.square(patches - found), ops.square(found)
            each[layer] = tuple(ops.sum(square * counts, axis=(1, 2, 3)) for square in squares)
        return each

    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """Minus the squared distance over the squared length of the patches that fit best, shape (batch,)."""
        del targets
        apart = []
        for layer, share in self.shares.items():
            away, length = sums[layer]
            apart.append(share * away / ops.where(length > 0, length, 1.0))
        return -sum(apart)

    def _middles(self, places: Tensor) -> Tensor:
        """How much the middle place of each patch counts, (1, height, width, 1)."""
        before = (self.size - 1) // 2
        height, width = ops.shape(places)[1:3]
        return places[:, before : before + height - self.size + 1, before : before + width - self.size + 1]

    def _kept(self, counts: Tensor, layer: str) -> Tensor:
        kept = np.flatnonzero(np.asarray(ops.convert_to_numpy(counts)) >= KEPT)
        if not len(kept):
            what = f"the mask leaves no patch of the painting in layer {layer!r}"
            raise InvalidValue(what, by=self, hint="widen the mask, or take an earlier layer")
        return ops.convert_to_tensor(kept.astype(np.int32))

    def _check_size(self, seen: Tensor, layer: str, of: str) -> None:
        sides = seen.shape[1:3]
        if any(isinstance(side, int) and side < self.size for side in sides):
            what = f"layer {layer!r} answers {sides[0]} × {sides[1]} places to the {of}, and a patch takes {self.size}"
            raise InvalidValue(what, by=self, hint="take an earlier layer, smaller patches, or a larger picture")


def cut(seen: Tensor, size: int) -> Tensor:
    """All patches of maps (batch, height, width, channels), as (batch, height - size + 1, …, size² × channels)."""
    height, width = ops.shape(seen)[1:3]
    rows, columns = height - size + 1, width - size + 1
    shifted = [seen[:, down : down + rows, right : right + columns] for down in range(size) for right in range(size)]
    return ops.concatenate(shifted, axis=-1)


def _unit(patches: Tensor) -> Tensor:
    """Patches of length 1; those of length 0 stay so."""
    length = ops.sqrt(ops.sum(ops.square(patches), axis=-1, keepdims=True))
    return patches / ops.where(length > 0, length, 1.0)
