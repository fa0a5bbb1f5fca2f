"""The style of a painting as Gram matrices tell it: which channels are active together, wherever that is."""

from __future__ import annotations

import dataclasses
from typing import Final, Literal, TypeAlias, final

from dreamkit import ops
from dreamkit.errors import InvalidValue, did_you_mean
from dreamkit.objectives.base import Activations
from dreamkit.objectives.painting import OfPainting, how_often, rows, weighed
from dreamkit.objectives.smoothing import Smoothing, check_smoothing, smoothed
from dreamkit.objectives.statistics import Additive, Places
from dreamkit.parts import Tensor, Tree

Normalization: TypeAlias = Literal["layer", "hw", "chw", "paper"]

NORMALIZATIONS: Final = ("layer", "hw", "chw", "paper")


@final
@dataclasses.dataclass(frozen=True)
class Style(OfPainting, Additive):
    """Whatever a painting is made of, in any place: its colours, strokes and patterns, without what it shows.

    A layer's Gram matrix is the mean, over all places, of the products of each two channels. The score is minus the
    squared difference of the picture's and the painting's matrices over the squared size of the painting's: 0 where
    they are equal, -1 for a picture in which the layers are silent, at any size and on any network. Alone and from
    noise it makes a texture; beside a `Likeness`, a photo in the painting's style. `0.7 * Style(layers, a) + 0.3 *
    Style(layers, b)` leads to a style between two: its gradient is, up to a factor, that towards a mixed Gram matrix,
    of which each painting gives a share by its weight, over its own matrix' squared size. The weights may move.

    What the layers weigh against each other is named by `normalization`, and stays the same when the score is divided
    by the painting's:

    - "layer": each layer's difference is divided by its own painting's, so that all count the same.
    - "hw": matrices are divided by height × width, and differences are mean squares (Gatys' own PyTorch code).
    - "chw": matrices are divided by channels × height × width (neural-style; Johnson et al. 2016), so that layers of
      many channels count less.
    - "paper": as "hw", in quarters, which is E_l of the paper where picture and painting are of one size. The quarter
      weighs nothing before it is `raw`.

    Args:
        layer: the layers' names, in a tuple, or one.
        of: the painting, or a clip, of which each frame counts at its own time.
        weights: how much each layer counts; without them, all the same. They are divided by their sum.
        normalization: what the layers weigh against each other.
        raw: leave the loss and the weights as they were published, and divide by nothing more: the score is minus
            the weighted sum over the layers (a weight of 1 each where none are given).
        smoothing: for networks whose answers have high peaks, such as residual ones: "softmax" or "scaled"; see
            `smoothed`.
        scale: how large the painting is seen: how many times as long as the picture's longer side its own longer
            side is. It keeps its own shape. The larger, the larger its strokes.
        region: a mask, of the painting's shape, that says where in the painting to look.

    Raises:
        InvalidValue: where a layer stays zero on the painting.

    Source: Gatys, Ecker and Bethge 2015, "Texture Synthesis Using Convolutional Neural Networks", and 2016, "Image
    Style Transfer Using Convolutional Neural Networks", equations 3 to 5.
    """

    normalization: Normalization = "layer"
    raw: bool = False
    smoothing: Smoothing = "none"

    def check(self) -> None:
        """Refuse names that are none, and settings that come to nothing together."""
        super().check()
        if self.normalization not in NORMALIZATIONS:
            named = ", ".join(NORMALIZATIONS)
            what = f"Style.normalization is one of {named}, and {self.normalization!r} came"
            raise InvalidValue(what, by=self, hint=did_you_mean(str(self.normalization), NORMALIZATIONS))
        check_smoothing(self, self.smoothing)
        if self.normalization == "layer" and (self.raw or self.smoothing == "scaled"):
            what = "a layer that is divided by its own painting has no scale, so that "
            what += "nothing is left raw" if self.raw else "scaling it changes nothing"
            raise InvalidValue(what, by=self, hint='say normalization="hw", "chw" or "paper"')

    @property
    def additive(self) -> bool:
        """Yes, but for a softmax, which sees each place among all others."""
        return self.smoothing != "softmax"

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """By layer the products of channels, (batch, channels, channels), and how often places count, (1, 1, 1)."""
        del targets
        seen = smoothed({layer: activations[layer] for layer in self.layers}, self.smoothing)
        return {layer: gram_sums(seen[layer], places, layer) for layer in self.layers}

    def learnt(self, seen: Activations, places: Places | None) -> Tree:
        """The painting's Gram matrices by layer, (1, channels, channels)."""
        return {layer: gram / count for layer, (gram, count) in self.sums(seen, (), places).items()}

    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """Minus the difference of the Gram matrices, over the size of the painting's, shape (batch,)."""
        apart, whole = [], []
        for layer, share in self.shares.items():
            gram, count = sums[layer]
            size = _mean_square(targets[layer])
            weight = share * self._scale(size, channels=gram.shape[-1])
            apart.append(weight * _mean_square(gram / count - targets[layer]))
            whole.append(weight * size)
        if self.raw:
            return -sum(apart) * (sum(self.weights) or len(self.layers))
        return -sum(apart) / sum(whole)

    def _scale(self, size: Tensor, channels: int) -> Tensor:
        """What the normalization multiplies a layer's mean square with, if its painting's is `size`."""
        if self.normalization == "layer":
            return 1 / ops.where(size > 0, size, 1.0)
        return {"hw": 1.0, "chw": 1.0 / channels**2, "paper": 0.25}[self.normalization]


def gram_sums(seen: Tensor, places: Places | None, layer: str) -> tuple[Tensor, Tensor]:
    """Sums over places of the products of each two channels, and of how often the places count.

    Shapes: (batch, height, width, channels) to (batch, channels, channels) and (1, 1, 1). The products are symmetric,
    and who goes by them must take both halves alike: then their gradient, too, is one product of matrices, of which
    the rule for products would make two.
    """
    fixed = ops.stop_gradient(weighed(seen, places, layer))
    products = ops.matmul(ops.transpose(fixed, (0, 2, 1)), rows(seen))
    products = 2 * products - ops.stop_gradient(products)  # the same, with twice the gradient
    return products, ops.sum(how_often(seen, places, layer), axis=1, keepdims=True)


def _mean_square(matrices: Tensor) -> Tensor:
    return ops.mean(ops.square(matrices), axis=(1, 2))
