"""A network cut at the deepest layer that anyone wants to see, folded and frozen."""

from __future__ import annotations

import copy
import functools
import warnings
from collections.abc import Callable, Sequence
from typing import Any, final

from dreamkit import backend, ops
from dreamkit.backend.choice import SlowBackend
from dreamkit.nets.folding import folded
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.redirected import run_redirected
from dreamkit.nets.shapes import fixed_size
from dreamkit.parts import Part, Tensor


@final
class Cut:
    """Shows pictures to a network and tells what some of its layers answer.

    A network that takes pictures of one size only is shown every picture at that size; the gradient comes back
    through the resizing.

    Args:
        net: the network.
        layers: the names of the layers to tell of.
        by: the part that asks, for the error's sake.
        fold: whether batch norms are folded into the convolutions before them.
    """

    def __init__(self, net: LoadedNet, layers: Sequence[str], by: Part | None = None, *, fold: bool = True) -> None:
        self.net = net
        self.layers = tuple(layers)
        cut = net.cut(self.layers, by)
        self.model = folded(cut) if fold else cut
        self.size = fixed_size(self.model)
        self.weights: list[Any] = list(self.model.variables)
        self._run: Callable[[Tensor], Any] = functools.partial(self.model, training=False)
        if slow := backend.slowness({type(layer).__name__ for layer in self.model.layers}):
            warnings.warn(slow, SlowBackend, stacklevel=2)

    def __call__(self, image: Tensor) -> dict[str, Tensor]:
        """The activations by layer, for pictures (batch, height, width, 3) in [0, 1]."""
        if self.size is not None and tuple(image.shape[1:3]) != self.size:
            image = ops.image.resize(image, self.size, interpolation="bilinear", antialias=True)
        answers = self._run(self.net.spec.preprocess(image))
        return dict(zip(self.layers, answers if isinstance(answers, (list, tuple)) else [answers], strict=True))

    def redirected(self) -> Cut:
        """The same cut of the same network, whose ReLUs let the gradient through where a picture moves none of them."""
        new = copy.copy(self)
        new._run = functools.partial(run_redirected, self.model)
        return new
