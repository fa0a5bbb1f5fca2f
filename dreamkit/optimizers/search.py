"""Optimizers that see nothing of the network but its score: candidates are asked for, and told how good they are."""

from __future__ import annotations

import abc
import dataclasses
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dreamkit.optimizers.base import Optimizer
from dreamkit.parts import within

Vector: TypeAlias = NDArray[np.float64]
"""All the numbers behind one picture, (numbers,)."""

Population: TypeAlias = NDArray[np.float64]
"""One candidate a row, (population, numbers)."""

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
    """

    steps: int = within(1, default=100)
    population: int = within(2, default=16)

    @property
    def looks(self) -> int:
        """All candidates of a step."""
        return self.population

    @abc.abstractmethod
    def begin(self, numbers: Vector, seed: int) -> State:
        """What is known before the first step of an octave, which starts from these `numbers`, (numbers,).

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
