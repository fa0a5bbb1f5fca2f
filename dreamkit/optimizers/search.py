"""Optimizers that see nothing of the network but its score: candidates are asked for, and told how good they are."""

from __future__ import annotations

import abc
import dataclasses
import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import InvalidValue
from dreamkit.optimizers.base import Optimizer
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import within

Vector: TypeAlias = NDArray[np.float64]
"""All the numbers behind one picture, (numbers,)."""

Population: TypeAlias = NDArray[np.float64]
"""One candidate a row, (population, numbers)."""

Shapes: TypeAlias = tuple[tuple[int, ...], ...]
"""How the numbers behind one picture lie: the shape of each tensor that they are of, one after the other."""

State: TypeAlias = Any
"""What a search knows; only the search that made it looks inside."""


@dataclasses.dataclass(frozen=True)
class Search(Optimizer):
    """Looks for a better picture without a gradient: each step asks for `population` candidates and is told scores.

    It runs on the host, in numpy, on the numbers of the shot's parameterization as one vector; the network is a black
    box that is shown candidates in batches. The fewer numbers there are, the sooner it finds something: with `Cosines`
    there are hundreds, with `Pixels` as many as there are pixels, times three.

    It begins anew in every octave of every frame, from the picture that is there; in a film, let `sigma` become smaller
    along the shot. A state is handed on and never used again. The same seed and scores give the same candidates, to the
    last bit. Knobs are numbers wherever these verbs are called, those of the present step.

    Args:
        steps: how many times it asks, at most.
        population: how many candidates it asks about each time.
        queries: how many candidates may be scored for each picture of each frame; all octaves take fewer steps in
            proportion. None is as many as the steps ask about.
        until: a score that is enough: once a candidate has it, that one is kept and the octave is done. Of several
            pictures, the octave is done once all have it.
    """

    steps: int = within(1, default=100)
    population: int = within(2, default=16)
    queries: int | None = dataclasses.field(default=None, kw_only=True)
    until: float | None = dataclasses.field(default=None, kw_only=True)

    def check(self) -> None:
        """Refuse a budget that pays for no step, and an end that is no number."""
        queries, until = self.queries, self.until
        if queries is not None and (isinstance(queries, bool) or not isinstance(queries, int)):
            raise InvalidValue(f"{type(self).__name__}.queries is a whole number, and {queries!r} came", by=self)
        if until is not None and (isinstance(until, bool) or not isinstance(until, (int, float))):
            raise InvalidValue(f"{type(self).__name__}.until is a score, and {until!r} came", by=self)
        self.afforded((1,))

    @property
    def looks(self) -> int:
        """All candidates of a step."""
        return self.population

    @property
    def stops_early(self) -> bool:
        """Where a score is enough."""
        return self.until is not None

    def afforded(self, steps: tuple[int, ...]) -> tuple[int, ...]:
        """As many as the budget pays for; raises `InvalidValue` where that is not one in each octave.

        >>> from dreamkit.optimizers import HillClimb
        >>> HillClimb(population=10, queries=1000).afforded((30, 100)), HillClimb().afforded((30, 100))
        ((23, 76), (30, 100))
        """
        if self.queries is None:
            return steps
        share = min(1.0, self.queries / (self.looks * sum(steps)))
        paid = tuple(math.floor(share * count + 1e-9) for count in steps)
        if not all(paid):
            octaves = f"one step of {self.looks} candidates" + (" in each octave" if len(steps) > 1 else "")
            least = math.ceil(self.looks * sum(steps) / min(steps))
            hint = f"it takes {least:,}, or a smaller population"
            raise InvalidValue(f"{self.queries:,} queries do not pay for {octaves}", by=self, hint=hint)
        return paid

    def suits(self, parameterization: Parameterization) -> None:
        """Raise `InvalidValue` where the numbers of this parameterization make no sense to it."""
        del parameterization

    @abc.abstractmethod
    def begin(self, numbers: Vector, seed: int, shapes: Shapes = ()) -> State:
        """What is known before the first step of an octave, which starts from these `numbers`, (numbers,).

        They lie in tensors of these `shapes`, such as ((height, width, 3),) for `Pixels`.

        Raises `InvalidValue` where there are more numbers than the search can do anything with.
        """

    @abc.abstractmethod
    def ask(self, state: State) -> Population:
        """The candidates of this step, (population, numbers)."""

    @abc.abstractmethod
    def tell(self, state: State, population: Population, scores: Vector) -> State:
        """What is known once the candidates have their scores, (population,); larger is better."""

    @abc.abstractmethod
    def settle(self, state: State) -> Vector:
        """The numbers to keep when the octave is done, (numbers,)."""
