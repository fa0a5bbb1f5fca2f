"""Several networks that look at the same pictures, as if they were one."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, Protocol, final

from dreamkit.nets.look import Cut
from dreamkit.parts import Tensor


class Looker(Protocol):
    """Shows pictures to one network or more, and tells what some of their layers answer: a `Cut`, or `Cuts`."""

    layers: tuple[str, ...]
    weights: list[Any]

    def __call__(self, image: Tensor) -> dict[str, Tensor]:
        """The activations by layer, for pictures (batch, height, width, 3) in [0, 1]."""

    def redirected(self) -> Looker:
        """The same, whose ReLUs let the gradient through where a picture moves none of them."""


@final
class Cuts:
    """Shows each picture to several networks.

    Args:
        cuts: for each network, what its layers are called among all activations, and the network, cut at them.
    """

    def __init__(self, cuts: Sequence[tuple[tuple[str, ...], Cut]]) -> None:
        self._cuts = list(cuts)
        self.layers = tuple(key for keys, _ in cuts for key in keys)
        self.weights: list[Any] = [weight for _, cut in cuts for weight in cut.weights]

    def __call__(self, image: Tensor) -> dict[str, Tensor]:
        """The activations of all of them, for pictures (batch, height, width, 3) in [0, 1]."""
        seen: dict[str, Tensor] = {}
        for keys, cut in self._cuts:
            answers = cut(image)
            seen |= {key: answers[layer] for key, layer in zip(keys, cut.layers, strict=True)}
        return seen

    def redirected(self) -> Cuts:
        """The same cuts, all redirected."""
        new = copy.copy(self)
        new._cuts = [(keys, cut.redirected()) for keys, cut in self._cuts]
        return new
