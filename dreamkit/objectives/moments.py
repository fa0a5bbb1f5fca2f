"""The style of a painting as the mean and the spread of each channel tell it."""

from __future__ import annotations

import dataclasses
from typing import Final, final

from dreamkit import ops
from dreamkit.objectives.base import Activations
from dreamkit.objectives.painting import OfPainting, how_often, rows
from dreamkit.objectives.statistics import Additive, Places
from dreamkit.parts import Tensor, Tree

FAINT: Final = 1e-5
"""Added to variances within the root, in mean squares of the painting's channels, so that a flat one has a gradient."""


@final
@dataclasses.dataclass(frozen=True)
class Moments(OfPainting, Additive):
    """How much there is of each channel, and how evenly it lies: a painting's mood more than its patterns.

    The score is minus the squared differences of all channels' means and standard deviations, over the painting's sum
    of squares: 0 where they are equal, -1 for a picture in which the layers are silent. It asks for less than a
    `Style`, which also wants to know what comes together, and takes hardly any time.

    Args:
        layer: the layers' names, in a tuple, or one.
        of: the painting, or a clip, of which each frame counts at its own time.
        weights: how much each layer counts; without them, all the same. They are divided by their sum.
        scale: how large the painting is seen: how many times as long as the picture's longer side its own longer
            side is. It keeps its own shape.
        region: a mask, of the painting's shape, that says where in the painting to look.

    Raises:
        InvalidValue: where a layer stays zero on the painting.

    Source: Li, Wang, Liu and Hou 2017, "Demystifying Neural Style Transfer", section 4.2 (matching the statistics of
    batch normalisation); Huang and Belongie 2017, "Arbitrary Style Transfer in Real-Time with Adaptive Instance
    Normalization", equation 13.
    """

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """By layer the sums of each channel and of its squares, (batch, channels), and how often places count, (1, 1).

        Shapes are (batch, channels) and (1, 1).
        """
        del targets
        return {layer: _sums(activations[layer], places, layer) for layer in self.layers}

    def learnt(self, seen: Activations, places: Places | None) -> Tree:
        """The means and variances of the painting's channels by layer, (1, channels) each."""
        return {layer: _moments(*sums) for layer, sums in self.sums(seen, (), places).items()}

    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """Minus the squared differences over the painting's squares, shape (batch,)."""
        apart = []
        for layer, share in self.shares.items():
            mean, variance = targets[layer]
            size = ops.sum(ops.square(mean) + variance, axis=-1)
            faint = FAINT * ops.mean(ops.square(mean) + variance)
            here, spread = _moments(*sums[layer])
            wider = ops.sqrt(spread + faint) - ops.sqrt(variance + faint)
            away = ops.sum(ops.square(here - mean) + ops.square(wider), axis=-1)
            apart.append(share * away / size)
        return -sum(apart)


def _sums(seen: Tensor, places: Places | None, layer: str) -> tuple[Tensor, Tensor, Tensor]:
    often, each = how_often(seen, places, layer), rows(seen)
    return ops.sum(each * often, axis=1), ops.sum(ops.square(each) * often, axis=1), ops.sum(often, axis=1)


def _moments(total: Tensor, squares: Tensor, count: Tensor) -> tuple[Tensor, Tensor]:
    """Means and variances."""
    mean = total / count
    return mean, ops.maximum(squares / count - ops.square(mean), 0.0)
