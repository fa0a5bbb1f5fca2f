"""A network cut at the deepest layer that anyone wants to see, folded and frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, final

from dreamkit.nets.base import LoadedNet
from dreamkit.nets.folding import folded
from dreamkit.parts import Part, Tensor


@final
class Cut:
    """Shows pictures to a network and tells what some of its layers answer.

    Args:
        net: the network.
        layers: the names of the layers to tell of.
        by: the part that asks, for the error's sake.
    """

    def __init__(self, net: LoadedNet, layers: Sequence[str], by: Part | None = None, *, fold: bool = True) -> None:
        import keras

        self.net = net
        self.layers = tuple(layers)
        outputs = [net.output(layer, by)[0] for layer in self.layers]
        cut = keras.Model(net.model.inputs, outputs)
        self.model = folded(cut) if fold else cut
        self.weights: list[Any] = list(self.model.variables)

    def __call__(self, image: Tensor) -> dict[str, Tensor]:
        """The activations by layer, for pictures (batch, height, width, 3) in [0, 1]."""
        answers = self.model(self.net.spec.preprocess(image), training=False)
        return dict(zip(self.layers, answers if isinstance(answers, (list, tuple)) else [answers], strict=True))
