"""Steps in which every number moves alike."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.parts import Knob, Tensor, Tree, within
from dreamkit.regularizers.normalize import normalized


@final
@dataclasses.dataclass(frozen=True)
class SignAscent(GradientOptimizer):
    """Steps in which every number moves by `rate`, up or down as its slope says: x += rate * sign(g).

    Of all steps in which no number moves farther, it is the steepest. With `Within(linf=…)` in the regularizer, one
    step of the bound's length is FGSM, several shorter ones are I-FGSM, which is projected gradient descent (PGD), and
    with `momentum` MI-FGSM, whose pictures also fool other networks. Their relatives by L2 are
    `Ascent(rate=…, per="norm")` and `Within(l2=…)`. Where no number may move at all the step ends: a gradient of 0
    stays 0.

    Args:
        steps: how many.
        rate: how far every number moves; 1 / 255 is one level of a file.
        momentum: how much of the gradients before counts at each step, each divided by its mean |g|; 0 for none, 1 for
            all alike.

    Source: Goodfellow, Shlens and Szegedy 2014 (FGSM); Kurakin, Goodfellow and Bengio 2016, Adversarial Examples in
    the Physical World (several steps); Dong et al. 2018, Boosting Adversarial Attacks with Momentum.
    """

    rate: Knob = within(0, default=1 / 255)
    momentum: float = within(0, 1, default=0.0)

    @property
    def any_size(self) -> bool:
        """Any."""
        return True

    def begin(self, numbers: Tree) -> Tree:
        """Nothing gathered yet."""
        from keras import tree

        return tree.map_structure(ops.zeros_like, numbers) if self.momentum else ()

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step."""
        from keras import tree

        def gathered(before: Tensor, slope: Tensor) -> Tensor:
            return self.momentum * before + normalized(slope, "mean")

        if self.momentum:
            gradient = state = tree.map_structure(gathered, state, gradient)
        return tree.map_structure(lambda at, slope: at + self.rate * ops.sign(slope), numbers, gradient), state
