"""The nearest picture of which the network says what is wanted."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, Self, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.optimizers.adam import Adam
from dreamkit.optimizers.around import Around
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.optimizers.rounded import check_pixels
from dreamkit.optimizers.vectors import chosen_by, dot, each
from dreamkit.parts import Tensor, Tree, within

FACTOR: Final = 10.0
"""How much heavier or lighter the wish becomes while no weight, or every weight so far, was enough."""


@final
@dataclasses.dataclass(frozen=True, init=False, kw_only=True)
class Nearest(Around):
    """The picture nearest to where an octave starts that reaches a score: `Nearest(Adam(100, rate=0.01))`.

    Another optimizer climbs weight * score - |x - start|² again and again, and the weight is searched for: heavier
    where no picture on the way reached the score, lighter where one did, by tens first and then by halves of what is
    left between. Kept is the nearest that reached it, and where none did, the one that came closest to it. Each picture
    of a batch has weights of its own.

    Around `Adam`, with `Margin("tiger shark")`, this is Carlini and Wagner's attack, whose κ is `score`, with the box
    by projection. Around `LBFGS`, with `CrossEntropy("tiger shark")`, it is Szegedy's, for which `score` is a logarithm
    of a probability: at -0.69 the class is likelier than all others together, and `hinge=False` keeps the hill smooth.
    Both need `Clamp()` in the regularizer.

    Args:
        optimizer: who takes the steps of each round.
        score: what is to be reached.
        searches: how many rounds.
        weight: of the wish, in the first round.
        hinge: whether what has reached the score climbs no further, and only comes nearer.
        steps: how many in all rounds together.

    Raises:
        InvalidValue: for an optimizer that ends early, and, before the first step, where the numbers behind the picture
            are not its pixels.

    Source: Szegedy et al. 2013, "Intriguing properties of neural networks", section 4.1 (box-constrained L-BFGS, line
    search over c); Carlini and Wagner 2017, section V and VI (f6, binary search over c).
    """

    score: float = within()
    searches: int = within(1, 64)
    weight: float = within(1e-12)
    hinge: bool

    def __init__(
        self,
        optimizer: GradientOptimizer,
        score: float = 0.0,
        searches: int = 9,
        weight: float = 1e-3,
        hinge: bool = True,
        steps: int | None = None,
    ) -> None:
        each_round = None if steps is None else max(1, steps // searches)
        super().__init__(optimizer, each_round, score=score, searches=searches, weight=weight, hinge=hinge)
        object.__setattr__(self, "steps", self.optimizer.steps * searches)

    @classmethod
    def example(cls) -> Self:
        """Around Adam."""
        return cls(Adam(3))

    def check(self) -> None:
        """Refuse an optimizer that ends before its last step, and rounds of a single one."""
        if self.optimizer.stops_early:
            what = f"each round of Nearest takes all its steps, and {type(self.optimizer).__name__} ends early"
            raise InvalidValue(what, by=self, hint=f"Nearest({type(Adam()).__name__}(…)) works")
        if self.optimizer.steps < 2:
            raise InvalidValue("a round of Nearest takes at least 2 steps, and 1 came", by=self)

    def begin(self, numbers: Tree) -> Tree:
        """The optimizer's memory, now and as it starts; the start; what is known of the weights; the best so far."""
        check_pixels(self, numbers)
        memory, nothing = self.optimizer.begin(numbers), dot(numbers, numbers) * 0
        weights = {"now": nothing + self.weight, "low": nothing, "high": nothing + float("inf")}
        best = {"picture": numbers, "length": nothing + float("inf"), "score": nothing - float("inf")}
        return {
            "memory": memory,
            "fresh": memory,
            "start": numbers,
            "weights": weights,
            "hit": nothing,
            "best": best,
            "count": ops.zeros((), dtype="int32"),
        }

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step of pictures that have reached nothing yet."""
        missing = ops.full_like(dot(gradient, gradient), self.score - 1)
        return self.advance_scored(numbers, gradient, state, missing)

    def advance_scored(self, numbers: Tree, gradient: Tree, state: Tree, scores: Tensor) -> tuple[Tree, Tree]:
        """One step of the optimizer; the last of each round goes back to the start, with other weights."""
        reached, change = scores >= self.score, numbers - state["start"]
        best = _better(state["best"], numbers, dot(change, change), scores, reached)
        hit = ops.maximum(state["hit"], ops.cast(reached, "float32"))
        wish = state["weights"]["now"] * (ops.cast(scores < self.score, "float32") if self.hinge else 1.0)
        uphill = _inside(numbers, each(wish, gradient) * gradient - 2 * change)
        moved, memory = self.optimizer.advance_scored(numbers, uphill, state["memory"], scores)

        last = (state["count"] + 1) % self.optimizer.steps == 0
        moved, memory = _either(last, (state["start"], state["fresh"]), (moved, memory))
        weights = _either(last, _next(state["weights"], hit > 0), state["weights"])
        hit = ops.where(last, 0.0, hit)
        known = {"memory": memory, "weights": weights, "hit": hit, "best": best, "count": state["count"] + 1}
        return moved, {**state, **known}

    def settle(self, numbers: Tree, state: Tree) -> Tree:
        """The best picture of all rounds."""
        del numbers
        return state["best"]["picture"]

    def done(self, scores: Any) -> bool:
        """Never before the last step."""
        del scores
        return False


def _better(best: Tree, numbers: Tensor, length: Tensor, scores: Tensor, reached: Tensor) -> Tree:
    """The nearest pictures that reached the score, and where none did, those with the highest."""
    found = best["length"] < float("inf")
    nearer = ops.logical_and(reached, length < best["length"])
    higher = ops.logical_and(ops.logical_not(ops.logical_or(found, reached)), scores > best["score"])
    better = ops.logical_or(nearer, higher)
    return {
        "picture": chosen_by(better, numbers, best["picture"]),
        "length": ops.where(nearer, length, best["length"]),
        "score": ops.where(better, scores, best["score"]),
    }


def _next(weights: Tree, hit: Tensor) -> Tree:
    """The weights of the next round, (batch,) each."""
    low, high = ops.where(hit, weights["low"], weights["now"]), ops.where(hit, weights["now"], weights["high"])
    between = ops.sqrt(low) * ops.sqrt(ops.where(high < float("inf"), high, 1.0))
    outside = ops.where(hit, weights["now"] / FACTOR, weights["now"] * FACTOR)
    both = ops.logical_and(low > 0, high < float("inf"))
    return {"now": ops.where(both, between, outside), "low": low, "high": high}


def _inside(numbers: Tensor, uphill: Tensor) -> Tensor:
    """The slope without what leads out of [0, 1], so that nothing is learnt from where a picture cannot go."""
    out = ops.logical_or(
        ops.logical_and(numbers <= 0, uphill < 0),
        ops.logical_and(numbers >= 1, uphill > 0),
    )
    return ops.where(out, 0.0, uphill)


def _either(choice: Tensor, one: Tree, other: Tree) -> Tree:
    from keras import tree

    return tree.map_structure(lambda here, there: ops.where(choice, here, there), one, other)
