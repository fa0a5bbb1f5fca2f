"""Where the pictures of a climb were pulled, summed up within the step."""

from __future__ import annotations

from typing import final

from dreamkit import ops
from dreamkit.parts import Tensor, Tree
from dreamkit.render.step import Step


@final
class AttributedStep(Step):
    """A step that also adds up |gradient of the score|, the mean over red, green and blue, at each place.

    Penalties are part of the score. The sum is a part of the state, so that it stays where the step is computed.

    Source: Fel et al. 2023, MACO, section 3.
    """

    def begin(self, memory: Tree, image: Tensor) -> Tree:
        """The optimizer's memory, and a sum of nothing yet."""
        return memory, ops.zeros_like(image[..., :1])

    def settle(self, state: Tree) -> tuple[Tree, Tensor]:
        """The optimizer's memory, and how strongly each place was pulled; see `strength`."""
        memory, total = state
        return memory, strength(total)

    def _one_move(
        self, weights: Tree, numbers: Tree, state: Tree, gradient: Tensor, scores: Tensor, *given: Tensor
    ) -> tuple[Tree, Tree]:
        memory, total = state
        numbers, memory = super()._one_move(weights, numbers, memory, gradient, scores, *given)
        return numbers, (memory, total + ops.mean(ops.abs(gradient), axis=3, keepdims=True))


def strength(total: Tensor) -> Tensor:
    """The root of each place's share of the largest sum in its picture, (batch, height, width, 1) in [0, 1].

    The root keeps more of faint places where a frame is stored in eight bits.
    """
    largest = ops.max(total, axis=(1, 2, 3), keepdims=True)
    return ops.sqrt(total / ops.where(largest > 0, largest, 1.0))
