"""Scores told by sums over places, so that a picture may be seen piece by piece and yet be judged as a whole."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Callable, Mapping
from typing import TypeAlias

from dreamkit import ops
from dreamkit.objectives.base import Activations, Masks, Objective
from dreamkit.parts import Tensor, Tree

Places: TypeAlias = Mapping[str, Tensor]
"""How often each place of a layer's answer is counted, (1, height, width, 1), by layer name."""

Crop: TypeAlias = Callable[[str, Tensor], Tensor]
"""Brings a map (1, height, width, …) to the size of a layer's answer to the whole picture, and cuts out a piece."""


@dataclasses.dataclass(frozen=True)
class Additive(Objective):
    """An objective that knows of a picture only sums over places, such as Gram matrices.

    The sums of the pieces of a picture, added up, are those of the picture, and `judged` tells its score from them:
    exactly, however large it is. So does its gradient: that of the score with respect to the sums, which is the same
    for all pieces, led back through the sums of each.
    """

    @property
    def additive(self) -> bool:
        """Yes, but for sums and masks of objectives that are not, and for what sees a place differently among others.

        Where it says no, `sums` and `cropped` are not to be asked of pieces.
        """
        return True

    @abc.abstractmethod
    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """Tensors that add up over the pieces of a picture, leaf by leaf; without `places` each place counts once."""

    @abc.abstractmethod
    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """The score that these sums over whole pictures tell, shape (batch,); the targets may be a piece's."""

    def cropped(self, targets: Tree, crop: Crop) -> Tree:
        """The targets for a piece of the picture: `crop(layer, map)` of those that are held against places."""
        del crop
        return targets

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """What the sums over all places tell, shape (batch,)."""
        return self.judged(self.sums(activations, targets), targets)

    def score_within(self, activations: Activations, targets: Tree, masks: Masks) -> Tensor:
        """What the sums tell where each place counts by its mask's square, shape (batch,).

        A Gram matrix, which is a mean over places, then is that of answers multiplied with their mask over the root of
        its sum of squares: it keeps its scale, however small the region. Source: Gatys et al. 2017, "Controlling
        Perceptual Factors in Neural Style Transfer", section 4 (guided Gram matrices).
        """
        return self.judged(self.sums(activations, targets, squares(masks)), targets)


def squares(masks: Masks) -> Places:
    """Masks as weights of sums of squares, such as those of Gram matrices."""
    return {layer: ops.square(mask) for layer, mask in masks.items()}


def as_additive(objective: Objective) -> Additive:
    """An objective that has said that it is additive, as one that can be asked for its sums."""
    assert isinstance(objective, Additive)
    assert objective.additive
    return objective
