"""DeepDream's own way uphill."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.errors import InvalidValue
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.parts import Knob, Tensor, Tree, within
from dreamkit.regularizers.normalize import MEASURES, Measure, normalized


@final
@dataclasses.dataclass(frozen=True)
class Ascent(GradientOptimizer):
    """Steps of an even length, however steep the hill: x += rate * g / size of g.

    `per` names the size: "mean" of |g| (google/deepdream 2015, rate 1.5 / 255), the standard "deviation" (the
    TensorFlow tutorial, rate 0.01), "rms", the L2 "norm", or "none"; see `dreamkit.regularizers.Normalize`.
    """

    rate: Knob = within(0, default=1.5 / 255)
    per: Measure = "mean"

    def check(self) -> None:
        """Refuse a size that is not one of `MEASURES`."""
        if self.per not in MEASURES:
            raise InvalidValue(f"Ascent.per is one of {', '.join(MEASURES)}, and {self.per!r} came", by=self)

    @property
    def any_size(self) -> bool:
        """It does not care."""
        return True

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step of length `rate`."""
        from keras import tree

        def move(at: Tensor, slope: Tensor) -> Tensor:
            return at + self.rate * normalized(slope, self.per)

        return tree.map_structure(move, numbers, gradient), state
