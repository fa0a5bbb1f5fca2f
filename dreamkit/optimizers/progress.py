"""Steps as long as their gain needs, and the four settings in which Yosinski's pictures were made."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.optimizers.ascent import Ascent
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.optimizers.vectors import each
from dreamkit.parts import Knob, Tensor, Tree, within
from dreamkit.regularizers.base import Regularizer
from dreamkit.regularizers.blur import Blur
from dreamkit.regularizers.clipping import ClipContribution, ClipNorm
from dreamkit.regularizers.keep import Clamp, Decay

_LEVELS: Final = 255**2
"""A rate for pixels in 0…255 divided by this is the same step for pixels in [0, 1]."""


@final
@dataclasses.dataclass(frozen=True)
class Progress(GradientOptimizer):
    """Steps that would each raise the score by `gain` if the network were linear: x += gain / |g|² · g.

    Far from the goal, where the slope is small, they are long, but never longer than `fastest` · g.

    Args:
        steps: how many.
        gain: what a step is to raise a picture's score by.
        fastest: the largest rate, for pixels in [0, 1].
        late: the share of what a score is short of 1, for a `Probability`, that a step is to gain at most; 0 for all.

    Source: the code of Yosinski et al. 2015, Understanding Neural Networks Through Deep Visualization ("progress"), and
    of Nguyen, Yosinski and Clune 2015 ("late_prog_mult").
    """

    gain: Knob = within(0, default=2.0)
    fastest: Knob = within(0, default=100 / _LEVELS)
    late: float = within(0, 1, default=0.0)

    @property
    def any_size(self) -> bool:
        """It does not care."""
        return True

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step, each picture of a batch at its own rate."""
        return self._moved(numbers, gradient, ops.convert_to_tensor(self.gain, dtype="float32")), state

    def advance_scored(self, numbers: Tree, gradient: Tree, state: Tree, scores: Tensor) -> tuple[Tree, Tree]:
        """The same, with shorter steps near the end."""
        if not self.late:
            return self.advance(numbers, gradient, state)
        gains = ops.minimum(self.gain, self.late * ops.maximum(1 - scores, 0.0))
        return self._moved(numbers, gradient, gains), state

    def _moved(self, numbers: Tree, gradient: Tree, gains: Tensor) -> Tree:
        """The numbers after steps that gain so much each, (batch,) or one number for all."""
        from keras import tree

        def move(at: Tensor, slope: Tensor) -> Tensor:
            steepness = ops.sum(slope**2, axis=tuple(range(1, len(slope.shape))), keepdims=True)
            return at + slope * ops.minimum(self.fastest, each(gains, slope) / (steepness + 1e-30))

        return tree.map_structure(move, numbers, gradient)


def yosinski(setting: int) -> dict[str, Any]:
    """The regularizer and the optimizer of a shot, as in one of the four rows of Yosinski's table of priors.

    Say `Shot(net=…, objective=Logit("flamingo"), source=Noise(10 / 255), **yosinski(3))`. The third, with a little
    decay and a wide blur, made most of the paper's pictures; the others show pictures of the first kinds to catch the
    eye: bold and blurred (1), pale (2), and made of a few strong places (4). The paper's last step goes without
    priors; here every step has them.

    The steps are as long as the paper's network wants them, whose classes reach 70; others may never leave the grey. On
    efficientnet_lite0 a flamingo's slope is 6 at the start, so that a step of 100 gains 0.06, and it rises to 200 while
    the blur takes the contrast, which makes steps by `gain` ever shorter: 1, 2 and 4 stay grey there, as they do on
    squeezenet, and 3 is faint. Take the priors alone there, with steps that do not depend on the slope:
    `Shot(…, regularizer=yosinski(1)["regularizer"], optimizer=Ascent(500, rate=0.06, per="deviation"))`.

    >>> yosinski(3)["regularizer"]
    Decay(amount=0.0001) | Blur(sigma=1.0)

    Raises:
        InvalidValue: for a number that is not 1, 2, 3 or 4.

    Source: Yosinski et al. 2015, table 1, in the numbers of the authors' code.
    """
    blur, fastest = Blur(0.5, every=4), 100 / _LEVELS
    rows: dict[int, tuple[Regularizer, GradientOptimizer]] = {
        1: (blur | ClipNorm(0.5), Progress(steps=500, fastest=fastest)),
        2: (Decay(0.3) | ClipNorm(0.2), Ascent(steps=750, rate=fastest, per="none")),
        3: (Decay(1e-4) | Blur(1.0, every=4), Ascent(steps=1000, rate=fastest, per="none")),
        4: (blur | ClipContribution(0.9), Progress(steps=1000, fastest=1e6 * fastest)),
    }
    if setting not in rows:
        raise InvalidValue(f"yosinski takes 1, 2, 3 or 4, the rows of the paper's table, and {setting!r} came")
    regularizer, optimizer = rows[setting]
    return {"regularizer": regularizer, "optimizer": optimizer}


def nguyen(*, l2: bool = True) -> dict[str, Any]:
    """The regularizer and the optimizer of a shot that climbs to certainty, as the paper's fooling images by gradient.

    Say `Shot(net=…, objective=Probability("flamingo"), source=Noise(1 / 255), **nguyen())`. With `l2`, every step draws
    the picture a hundredth towards grey, which leaves more of it to be recognized; without, nothing does.

    On efficientnet_lite0, whose slopes are steeper than those of the paper's network, a step gains what it should by
    hardly a change: without `l2` a flamingo is as good as certain while a person sees plain grey, and with it the decay
    takes all of it away. `Ascent(per="rms")` and a `CrossEntropy` with the same decay fill the picture.

    >>> nguyen(l2=False)["regularizer"]
    Clamp()

    Source: Nguyen, Yosinski and Clune 2015, "Deep Neural Networks are Easily Fooled", figures 13 and S3, in the numbers
    of the authors' code.
    """
    if l2:
        return {
            "regularizer": Decay(0.01) | Clamp(),
            "optimizer": Progress(steps=300, gain=0.03, fastest=1e12 / _LEVELS, late=0.1),
        }
    return {"regularizer": Clamp(), "optimizer": Progress(steps=500, gain=0.02, fastest=1e7 / _LEVELS, late=0.1)}
