"""A cloud of candidates that moves uphill, and takes the shape of the hill."""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, final

import numpy as np

from dreamkit.errors import InvalidValue
from dreamkit.optimizers import Search
from dreamkit.optimizers.search import Population, Shapes, Vector
from dreamkit.parts import Knob, within

if TYPE_CHECKING:
    import cma

FULL: Final = 100
"""Up to so many numbers, the whole covariance is learned; that takes about their square in evaluations."""

MOST: Final = 20_000
"""More numbers than this would take longer than anyone waits."""


@final
@dataclasses.dataclass(frozen=True)
class Cloud:
    """What a search with CMA-ES knows.

    Args:
        strategy: of the `cma` package, which goes on with every ask and tell.
        sigma: what the recipe's sigma was when it was last looked at.
    """

    strategy: cma.CMAEvolutionStrategy
    sigma: Knob


@final
@dataclasses.dataclass(frozen=True)
class CMAES(Search):
    """Evolve a picture: candidates are drawn from a Gaussian, which moves to the best of them and takes their shape.

    It needs nothing of the network but scores, and is the search of choice for some hundreds of numbers, such as those
    of `Cosines`. What is kept of an octave is the middle of the Gaussian, which is better than almost all candidates.
    Above 100 numbers only the diagonal of its covariance is learned, which is quick to compute and to learn.

    Args:
        steps: how many generations.
        population: how many candidates in each, of which the better half counts.
        sigma: the standard deviation of the Gaussian at first, in the units of the parameterization's numbers; where it
            moves from step to step, what CMA-ES has made of it moves in proportion.

    Raises:
        InvalidValue: for more than 20,000 numbers, before the first step.

    Source: Hansen 2016, The CMA Evolution Strategy: A Tutorial; Ros and Hansen 2008, A Simple Modification in CMA-ES
    Achieving Linear Time and Space Complexity (the diagonal); both through the package `cma`.
    """

    population: int = within(4, default=32)
    sigma: Knob = within(1e-9, default=0.3)

    def begin(self, numbers: Vector, seed: int, shapes: Shapes = ()) -> Cloud:
        """The start in the middle of a round cloud."""
        del shapes
        if len(numbers) > MOST:
            raise InvalidValue(
                f"CMAES searches through {MOST:,} numbers at most, and the picture is written in {len(numbers):,}",
                by=self,
                hint="parameterization=Cosines(16, 16) writes it in 768",
            )
        chance = np.random.default_rng(seed)
        options = {
            "popsize": self.population,
            "CMA_diagonal": len(numbers) > FULL,
            "randn": lambda *shape: chance.standard_normal(shape),
            "seed": np.nan,  # or else it seeds, and draws from, numpy's global generator
            "verbose": -10,  # nothing printed, no file written or read
        }
        with _quiet():
            import cma

            return Cloud(cma.CMAEvolutionStrategy(np.asarray(numbers, np.float64), self.sigma, options), self.sigma)

    def ask(self, state: Cloud) -> Population:
        """Draws from the Gaussian."""
        state.strategy.sigma *= self.sigma / state.sigma
        with _quiet():
            return np.array(state.strategy.ask())

    def tell(self, state: Cloud, population: Population, scores: Vector) -> Cloud:
        """Move the Gaussian, and stretch it; `cma` wants to go downhill."""
        with _quiet():
            state.strategy.tell(list(population), list(-scores))
        return Cloud(state.strategy, self.sigma)

    def settle(self, state: Cloud) -> Vector:
        """The middle."""
        return np.array(state.strategy.mean)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warnings of `cma`, which miss a plotting library and tell of what a film need not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
