"""Searches that feel for the slope: what two opposite changes score apart tells how steep it is along them."""

from __future__ import annotations

import abc
import dataclasses
from typing import final

import numpy as np

from dreamkit.errors import InvalidValue
from dreamkit.optimizers.search import Population, Search, Shapes, Vector
from dreamkit.parts import Knob, Tensor, within


@final
@dataclasses.dataclass(frozen=True)
class Walker:
    """What such a search knows.

    Args:
        numbers: where it is, (numbers,).
        start: where it began.
        slope: the slopes felt so far, the latest counting most, (numbers,).
        seed: what chance depends on.
        generation: how many steps there have been.
    """

    numbers: Vector
    start: Vector
    slope: Vector
    seed: int
    generation: int = 0


@dataclasses.dataclass(frozen=True)
class ByDifferences(Search):
    """Goes up a slope that it feels by pairs of opposite changes; whoever inherits from it says of which changes.

    Args:
        steps: how many steps it takes, at most.
        population: how many candidates it asks about at each; half as many pairs.
        sigma: how large the changes are, in the units of the parameterization's numbers.
        rate: how far a step changes the numbers, on the mean, as for `Ascent`.
        momentum: what each slope keeps of the one before.
        linf: how far each number may go from where it began, such as 8/255 for a change of pixels that hardly shows.
            None is anywhere.
    """

    population: int = within(2, default=32)
    sigma: Knob = within(1e-9, default=0.01)
    rate: Knob = within(0, default=0.01)
    momentum: Knob = within(0, 1, default=0.9)
    linf: float | None = None

    def check(self) -> None:
        """Refuse an odd population, and a box of no size."""
        super().check()
        if self.population % 2:
            what = f"{type(self).__name__} asks in pairs, and a population of {self.population} came"
            raise InvalidValue(what, by=self, hint="make it even")
        check_linf(self, self.linf)

    def begin(self, numbers: Vector, seed: int, shapes: Shapes = ()) -> Walker:
        """At the start, with nothing felt."""
        del shapes
        start = np.asarray(numbers, np.float64)
        return Walker(start, start, np.zeros_like(start), seed)

    def ask(self, state: Walker) -> Population:
        """Changes to one side, and then the same to the other."""
        changes: Tensor = self.sigma * self._changes(state)
        return np.concatenate([state.numbers + changes, state.numbers - changes])

    def tell(self, state: Walker, population: Population, scores: Vector) -> Walker:
        """One step up the slope that the pairs' scores make likely, and back into the box."""
        pairs = self.population // 2
        both: Tensor = 2 * self.sigma
        apart = (scores[:pairs] - scores[pairs:]) / (both * pairs)
        felt: Tensor = apart @ ((population[:pairs] - population[pairs:]) / both)
        slope: Tensor = felt + self.momentum * (state.slope - felt)
        size = float(np.abs(slope).mean())
        numbers = state.numbers + (self.rate * slope / size if size else 0.0)
        if self.linf is not None:
            numbers = np.clip(numbers, state.start - self.linf, state.start + self.linf)
        return Walker(numbers, state.start, slope, state.seed, state.generation + 1)

    def settle(self, state: Walker) -> Vector:
        """Where it is."""
        return state.numbers

    @abc.abstractmethod
    def _drawn(self, chance: np.random.Generator, shape: tuple[int, int]) -> Tensor:
        """Changes by chance in numpy, one a row, whose numbers have a mean square of 1."""

    def _changes(self, state: Walker) -> Tensor:
        chance = np.random.default_rng((state.seed, state.generation))
        return self._drawn(chance, (self.population // 2, len(state.numbers)))


@final
@dataclasses.dataclass(frozen=True)
class NES(ByDifferences):
    """Climb without a gradient: small Gaussian changes are tried both ways, and the picture follows what scored better.

    The mean over all pairs of change × difference of their scores estimates the gradient of the score, blurred by
    `sigma`. It takes some ten times as many questions as there are numbers that matter, and beats a `HillClimb` where
    there are many, such as pixels.

    Args:
        steps: how many steps it takes, at most.
        population: how many candidates it asks about at each; half as many pairs.
        sigma: the standard deviation of the changes, in the units of the parameterization's numbers.
        rate: how far a step changes the numbers, on the mean, as for `Ascent`.
        momentum: what each slope keeps of the one before.
        linf: how far each number may go from where it began, such as 8/255 for a change of pixels that hardly shows.
            None is anywhere.

    Raises:
        InvalidValue: for an odd population.

    Source: Wierstra, Schaul, Glasmachers, Sun, Peters and Schmidhuber 2014, Natural Evolution Strategies; Ilyas,
    Engstrom, Athalye and Lin 2018, Black-box Adversarial Attacks with Limited Queries and Information (the pairs, the
    momentum and the box).
    """

    def _drawn(self, chance: np.random.Generator, shape: tuple[int, int]) -> Tensor:
        return chance.standard_normal(shape)


@final
@dataclasses.dataclass(frozen=True)
class SPSA(ByDifferences):
    """Climb without a gradient: all numbers are shaken at once, each up or down by as much, and then the other way.

    Two questions tell how steep it is along one such shaking, however many numbers there are; several are averaged.

    Args:
        steps: how many steps it takes, at most.
        population: how many candidates it asks about at each; half as many pairs.
        sigma: how far each number is shaken, in the units of the parameterization's numbers.
        rate: how far a step changes the numbers, on the mean, as for `Ascent`.
        momentum: what each slope keeps of the one before.
        linf: how far each number may go from where it began, such as 8/255 for a change of pixels that hardly shows.
            None is anywhere.

    Raises:
        InvalidValue: for an odd population.

    Source: Spall 1992, Multivariate Stochastic Approximation Using a Simultaneous Perturbation Gradient Approximation;
    Uesato, O'Donoghue, van den Oord and Kohli 2018, Adversarial Risk (in the box, several at once).
    """

    def _drawn(self, chance: np.random.Generator, shape: tuple[int, int]) -> Tensor:
        return chance.integers(0, 2, shape) * 2.0 - 1.0


def check_linf(search: Search, linf: float | None) -> None:
    """Raise `InvalidValue` for a box of no size; None is no box."""
    if linf is not None and (isinstance(linf, bool) or not isinstance(linf, (int, float)) or not linf > 0):
        name = type(search).__name__
        raise InvalidValue(f"{name}.linf is a number above 0, and {linf!r} came", by=search, hint="8/255 hardly shows")
