"""A memory that outlives its octave."""

from __future__ import annotations

import dataclasses
from typing import Self, final

from dreamkit.errors import InvalidValue
from dreamkit.optimizers.adam import Adam
from dreamkit.optimizers.around import Around
from dreamkit.optimizers.averaged import Averaged
from dreamkit.optimizers.deep_fool import DeepFool
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.optimizers.lbfgs import LBFGS
from dreamkit.optimizers.nearest import Nearest
from dreamkit.optimizers.until import Until
from dreamkit.parts import Tensor, Tree, below
from dreamkit.regularizers.octaves import resized


@final
@dataclasses.dataclass(frozen=True, init=False, kw_only=True)
class Carried(Around):
    """Another optimizer, which remembers at each octave what it has learnt in those before: `Carried(Adam(500))`.

    Its memory grows with the picture, so that the first steps of an octave go on as the last ones did, where they else
    would be as wild as those of a new start. An average belongs around it: `Averaged(Carried(Adam(500)))`.

    Args:
        optimizer: who takes the steps; the memory of `Adam`, `Momentum` or a `KerasOptimizer` can grow.
        steps: how many, instead of the optimizer's own number.

    Raises:
        InvalidValue: for an optimizer whose memory makes no sense at another size, and, before the first frame, where
            the numbers behind a picture are neither pixels nor as many at any size.

    Source: crowsonkb/style-transfer-pytorch (moments enlarged between scales, their values as they are).
    """

    def __init__(self, optimizer: GradientOptimizer, steps: int | None = None) -> None:
        super().__init__(optimizer, steps)

    def check(self) -> None:
        """Refuse an average and pictures to go back to, which are of one size, and what L-BFGS knows of one size."""
        for part in below(self.optimizer):
            if isinstance(part, LBFGS):
                raise InvalidValue("what LBFGS has learnt holds at one size", by=self, hint="Carried(Adam(…)) works")
            if isinstance(part, Averaged):
                hint = "Averaged(Carried(…)) works"
                raise InvalidValue("Averaged begins anew in each octave, from the last average", by=self, hint=hint)
            if isinstance(part, (DeepFool, Nearest, Until)):
                what = f"{type(part).__name__} begins anew in each octave, from the picture that is there"
                raise InvalidValue(what, by=self)

    @classmethod
    def example(cls) -> Self:
        """Around Adam."""
        return cls(Adam())

    def resumed(self, state: Tree, numbers: Tree) -> Tree:
        """The memory of the octave before, with all that is of a picture's size enlarged to the next one's."""
        from keras import tree

        fresh = self.optimizer.begin(numbers)
        return tree.map_structure(self._enlarged, state, fresh)

    def _enlarged(self, old: Tensor, fresh: Tensor) -> Tensor:
        if tuple(old.shape) == tuple(fresh.shape):
            return old
        if len(old.shape) == len(fresh.shape) == 4:
            return resized(old, (fresh.shape[1], fresh.shape[2]))
        what = f"a memory of the shape {tuple(old.shape)} cannot grow to {tuple(fresh.shape)}"
        raise InvalidValue(what, by=self, hint="Pixels, Pyramid and Cosines work with Carried")
