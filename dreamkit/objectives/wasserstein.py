"""The style of a painting as the shortest way tells it: how far its answers must be carried."""

from __future__ import annotations

import dataclasses
from typing import Final, final

from dreamkit import ops
from dreamkit.matrices import root, trace
from dreamkit.objectives.base import Activations
from dreamkit.objectives.painting import OfPainting, weighed
from dreamkit.objectives.statistics import Additive, Places
from dreamkit.objectives.style import gram_sums
from dreamkit.parts import Tensor, Tree

FAINT: Final = 1e-4
"""Added to each channel's variance, in mean variances of the painting's channels, so that every matrix has a root."""


@final
@dataclasses.dataclass(frozen=True)
class Wasserstein(OfPainting, Additive):
    """Whatever a painting is made of, in any place, as a `Style` says it, but measured by how far there is to go.

    A layer's answers to all places are taken for a Gaussian, with their mean and their covariance. The score is minus
    the squared Wasserstein distance of the picture's and the painting's, W2² = |m - m'|² + tr(C + C' - 2 (C'½ C C'½)½),
    over the painting's mean squared length: 0 where they are equal, -1 (to a hundredth or two) for a picture in which
    the layers are silent. While the difference of Gram matrices is of the fourth power, and all but blind to whatever
    is faint, this distance is of the second.

    Args:
        layer: the layers' names, in a tuple, or one.
        of: the painting, or a clip, of which each frame counts at its own time.
        weights: how much each layer counts; without them, all the same. They are divided by their sum.
        scale: how large the painting is seen: how many times as long as the picture's longer side its own longer
            side is. It keeps its own shape. The larger, the larger its strokes.
        region: a mask, of the painting's shape, that says where in the painting to look.

    Raises:
        InvalidValue: where a layer stays zero on the painting.

    Source: Crowson's style-transfer-pytorch (2020 to 2022), `StyleLossW2`; the distance after Dowson and Landau 1982
    and Olkin and Pukelsheim 1982, the roots after Higham 2008, "Functions of Matrices", section 6.
    """

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """By layer the sums of channels, (batch, 1, channels), and of their products, and how often places count."""
        del targets
        return {layer: _sums(activations[layer], places, layer) for layer in self.layers}

    def learnt(self, seen: Activations, places: Places | None) -> Tree:
        """By layer the painting's mean, (1, 1, channels), covariance, and its root, (1, channels, channels) each."""
        targets = {}
        for layer, sums in self.sums(seen, (), places).items():
            mean, covariance = _gaussian(*sums)
            faint = FAINT * trace(covariance)[:, None, None] / covariance.shape[-1]
            targets[layer] = mean, covariance, root(covariance + faint * ops.eye(covariance.shape[-1]))[0]
        return targets

    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """Minus the squared distance over the painting's mean squared length, shape (batch,)."""
        apart = []
        for layer, share in self.shares.items():
            mean, covariance, half = targets[layer]
            here, spread = _gaussian(*sums[layer])
            size = ops.sum(ops.square(mean), axis=(1, 2)) + trace(covariance)
            faint = FAINT * trace(covariance) / covariance.shape[-1]
            spread = spread + faint[:, None, None] * ops.eye(covariance.shape[-1])
            between = trace_of_root(ops.matmul(ops.matmul(half, spread), half))
            wanted = trace(covariance) + faint * covariance.shape[-1]
            away = ops.sum(ops.square(here - mean), axis=(1, 2)) + trace(spread) + wanted - 2 * between
            apart.append(share * away / size)
        return -sum(apart)


def trace_of_root(matrices: Tensor) -> Tensor:
    """The trace of the root of symmetric matrices without negative eigenvalues, (batch, n, n) to (batch,).

    Its gradient, half the inverse of the root, is known without going back through the iteration that finds both.
    """
    whole, inverse = root(ops.stop_gradient(matrices))
    linear = ops.sum(inverse * matrices, axis=(1, 2)) / 2
    return trace(whole) + linear - ops.stop_gradient(linear)


def _sums(seen: Tensor, places: Places | None, layer: str) -> tuple[Tensor, Tensor, Tensor]:
    return ops.sum(weighed(seen, places, layer), axis=1, keepdims=True), *gram_sums(seen, places, layer)


def _gaussian(total: Tensor, products: Tensor, count: Tensor) -> tuple[Tensor, Tensor]:
    """The means (batch, 1, channels) and covariances (batch, channels, channels)."""
    mean = total / count
    return mean, products / count - ops.matmul(ops.transpose(mean, (0, 2, 1)), mean)
