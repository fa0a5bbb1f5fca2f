"""Steps that know how the slope bends, from where the last few of them have led."""

from __future__ import annotations

import dataclasses
from typing import Final, final

from dreamkit import ops
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.optimizers.vectors import dot, each, minus, plus
from dreamkit.parts import Knob, Tensor, Tree, within

FLATTEST: Final = 1e-6
"""Where the slope changes less than this along a step, as the cosine between the two, nothing is learnt from it."""


@final
@dataclasses.dataclass(frozen=True)
class LBFGS(GradientOptimizer):
    """Few steps that each go far: their direction takes into account how the slope has changed over the last ones.

    It is for scores that do not change from step to step, as in style transfer. With nothing to tune, a texture from
    noise needs a half to two thirds of `Adam`'s steps at its best rate, a photo with a `Style` and a `Likeness` as
    many. Views of chance (`Jitter`) mislead it, and so does what bends the gradient (`Normalize`). Only the first
    step needs to know how far to go; from the second on, the same score in other units leads the same way. There is no
    line search, so a step may well lead downhill for once; none is longer than `longest`. Each picture of a batch has
    a memory of its own, and all that changes the numbers behind its back, such as `Clamp`, is seen.

    Args:
        steps: how many.
        rate: the share of each step that is taken.
        memory: from how many last steps it learns; each takes as much room as two pictures.
        first: how far the first step moves the numbers, as the root of the mean square; of pixels, in [0, 1].
        longest: how far any step moves them at most, likewise. Where a step would go farther, it is made shorter.

    Source: Liu and Nocedal 1989, "On the limited memory BFGS method for large scale optimization" (two-loop recursion,
    Nocedal 1980); without a line search as in jcjohnson/neural-style and `torch.optim.LBFGS`, whose first step is 1 /
    |gradient|, as a sum, instead; a longest step as in Dennis and Schnabel 1983, Numerical Methods for Unconstrained
    Optimization and Nonlinear Equations, section 6.3.
    """

    steps: int = within(1, default=200)
    rate: Knob = within(0, default=1.0)
    memory: int = within(1, 100, default=10)
    first: float = within(1e-9, default=0.01)
    longest: float = within(1e-9, default=0.1)

    @property
    def any_size(self) -> bool:
        """Any."""
        return True

    def begin(self, numbers: Tree) -> Tree:
        """Nothing learnt: pairs that count for nothing, no curvature, and where the way begins.

        A pair is (way, bend, weight): how the numbers and the slope of a step changed, and 1 / (way · bend), (batch,).
        They stand in a tuple, oldest first, so that moving them up copies nothing.
        """
        from keras import tree

        nothing = tree.map_structure(ops.zeros_like, numbers)
        none = dot(nothing, nothing)
        return ((nothing, nothing, none),) * self.memory, none, numbers, nothing

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step uphill, each picture of a batch for itself; the first axis of each tensor counts them."""
        from keras import tree

        pairs, curvature, before, slope = state
        pair, curvature = _learnt(minus(numbers, before), minus(slope, gradient), curvature)
        pairs = (*pairs[1:], pair)
        guess = self.first / ops.maximum(_length(gradient), 1e-30)
        ahead = _turned(gradient, pairs, ops.where(curvature > 0, curvature, guess))
        far = self.rate * _length(ahead)
        share = self.rate * ops.minimum(1.0, self.longest / ops.maximum(far, 1e-30))
        moved = tree.map_structure(lambda at, way: at + each(share, way) * way, numbers, ahead)
        return moved, (pairs, curvature, numbers, gradient)


def _learnt(way: Tree, bend: Tree, curvature: Tensor) -> tuple[Tree, Tensor]:
    """The pair of the last step, and the curvature along it; where that taught nothing, no weight and the old one."""
    product, steepness = dot(way, bend), dot(bend, bend)
    taught = product > FLATTEST * ops.sqrt(dot(way, way)) * ops.sqrt(steepness)
    weight = ops.where(taught, 1 / ops.where(taught, product, 1.0), 0.0)
    curvature = ops.where(taught, product / ops.where(taught, steepness, 1.0), curvature)
    return (way, bend, weight), curvature


def _turned(gradient: Tree, pairs: Tree, curvature: Tensor) -> Tree:
    """The gradient times the inverse of the curvature that the pairs tell of: the two-loop recursion."""
    from keras import tree

    shares = []
    for way, bend, weight in reversed(pairs):
        shares.append(weight * dot(way, gradient))
        gradient = plus(gradient, -shares[-1], bend)
    ahead = tree.map_structure(lambda tensor: each(curvature, tensor) * tensor, gradient)
    for (way, bend, weight), share in zip(pairs, reversed(shares), strict=True):
        ahead = plus(ahead, share - weight * dot(bend, ahead), way)
    return ahead


def _length(numbers: Tree) -> Tensor:
    """The root of the mean square of each picture's numbers, (batch,); of several tensors, the largest."""
    from keras import tree

    squares = [ops.reshape(tensor**2, (tensor.shape[0], -1)) for tensor in tree.flatten(numbers)]
    return ops.sqrt(ops.max(ops.stack([ops.mean(square, axis=1) for square in squares]), axis=0))
