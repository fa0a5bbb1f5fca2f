"""How good pictures are, in one compiled function: what a search asks of a network, and a step before its gradient."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from typing import Any, final

from dreamkit import backend
from dreamkit.nets.cuts import Looker
from dreamkit.objectives.base import Activations, Objective
from dreamkit.optimizers.base import Optimizer
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Knob, Part, Size, Tensor, Tree, knobs, turned
from dreamkit.regularizers.base import Instant, Regularizer
from dreamkit.rng import Rng
from dreamkit.shot import Shot


@final
@dataclasses.dataclass(frozen=True)
class Inputs:
    """What a step is given anew each time, besides the numbers that it moves.

    Args:
        dials: the knobs' numbers at this step, float32, in the order of `Scorer.knobs`.
        key: what its random numbers depend on.
        index: the number of this step in its octave.
        source: the shot's source at this size, (1, height, width, channels).
        targets: what the objective compares with.
    """

    dials: Any
    key: int
    index: int
    source: Tensor
    targets: Tree


class Scorer:
    """Shows the pictures of one shot to its networks; it serves all frames, and never traces again when a knob moves.

    `traces` lists the (height, width) of each trace so far, None where the backend left them open.
    """

    def __init__(self, shot: Shot, cut: Looker) -> None:
        from keras import random

        assert shot.objective is not None
        self._objective, self._regularizer = shot.objective, shot.regularizer
        self._optimizer, self._parameterization = shot.optimizer, shot.parameterization
        self._cut = cut
        self._generator = random.SeedGenerator(0)
        self.traces: list[tuple[int | None, int | None]] = []
        parts = (shot.objective, shot.regularizer, shot.parameterization)
        self._any_size = all(part.any_size for part in parts)
        if isinstance(shot.optimizer, GradientOptimizer):  # a search is no part of what is traced
            self._any_size = self._any_size and shot.optimizer.any_size
        self.look = backend.compiled(self._one_look, cut.weights, any_size=self._any_size)

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """The knobs of all its parts, in the order of `Inputs.dials`."""
        return tuple(knob for part in self._parts for knob in knobs(part))

    def score(self, numbers: Tree, given: Inputs) -> Tensor:
        """How good each of many candidates is, (candidates, pictures), without a gradient.

        The numbers' leaves are (candidates * pictures, …): all pictures of the first candidate, then the next one's.
        """
        answer: Tensor = self._score(numbers, *self._tensors(given))
        return answer

    def show(self, numbers: Tree, given: Inputs) -> Tensor:
        """The pictures that such numbers stand for, with the regularizer's projection: what `score` looks at."""
        answer: Tensor = self._show(numbers, *self._tensors(given))
        return answer

    def optimizer(self, dials: Any) -> Optimizer:
        """The optimizer with its knobs turned to these of all dials."""
        return self._at(dials)[2]

    @functools.cached_property
    def _score(self) -> Callable[..., Tree]:
        return backend.compiled(self._one_score, self._cut.weights, any_size=self._any_size)

    @functools.cached_property
    def _show(self) -> Callable[..., Tree]:
        return backend.compiled(self._one_show, any_size=self._any_size)

    # What follows is traced: pure, and the same mathematics on every backend.

    def _one_score(self, weights: Tree, numbers: Tree, *given: Tensor) -> Tensor:
        from keras import ops

        image = self._one_show(weights, numbers, *given)
        self.traces.append((image.shape[1], image.shape[2]))
        dials, key, _, _, targets = given
        with self._scope(weights, key):
            objective, regularizer, _, _ = self._at(dials)
            scores = self._seen(objective, regularizer, image, targets)
            penalties = regularizer.penalty(image) + ops.zeros(image.shape[0])
            return scores - ops.reshape(penalties, scores.shape)

    def _one_show(self, weights: Tree, numbers: Tree, *given: Tensor) -> Tensor:
        from keras import ops

        dials, key, index, source, _ = given
        with self._scope(weights, key + 1):  # other random numbers than the view's
            _, regularizer, _, parameterization = self._at(dials)
            image = parameterization.decode(numbers, height_and_width(source))
            instant = Instant(image, source, gradient=ops.zeros_like(image), step=index, rng=Rng(self._generator))
            return regularizer.project(image, instant)

    def _one_look(self, weights: Tree, image: Tensor) -> dict[str, Tensor]:
        with self._scope(weights, self._generator.state.value):
            return self._cut(image)

    def _seen(self, objective: Objective, regularizer: Regularizer, image: Tensor, targets: Tree) -> Tensor:
        """How good pictures (candidates * pictures, …) are, (candidates, pictures): the mean over all their views."""
        from keras import ops

        rng = Rng(self._generator)
        views = [regularizer.view(image, rng) for _ in range(regularizer.views)]
        if len(views) == 1:
            return _by_candidate(objective, self._cut(views[0]), targets)
        scores = _by_candidate(objective, self._cut(ops.concatenate(views)), targets)
        return ops.mean(ops.reshape(scores, (len(views), -1, objective.pictures)), axis=0)

    def _scope(self, weights: Tree, key: Tensor) -> Any:
        from keras import StatelessScope

        pairs = [*zip(self._cut.weights, weights, strict=bool(weights)), (self._generator.state, key)]
        return StatelessScope(state_mapping=pairs, initialize_variables=False)

    @property
    def _parts(self) -> tuple[Part, ...]:
        return (self._objective, self._regularizer, self._optimizer, self._parameterization)

    def _at(self, dials: Tensor) -> tuple[Objective, Regularizer, Optimizer, Parameterization]:
        """The parts with their knobs turned to this step's numbers."""
        values: Iterator[Tensor] = iter([dials[i] for i in range(len(self.knobs))])
        objective, regularizer = turned(self._objective, values), turned(self._regularizer, values)
        return objective, regularizer, turned(self._optimizer, values), turned(self._parameterization, values)

    def _tensors(self, given: Inputs) -> tuple[Tensor, Tensor, Tensor, Tensor, Tree]:
        import numpy as np
        from keras import ops

        dials = ops.convert_to_tensor(np.asarray(given.dials, np.float32))
        key = ops.convert_to_tensor(np.array([given.key, 0]), dtype=self._generator.state.dtype)
        index = ops.convert_to_tensor(given.index, dtype="int32")
        return dials, key, index, given.source, given.targets


def height_and_width(picture: Tensor) -> Size:
    """Of pictures (batch, height, width, channels); tensors where they are not known yet."""
    from keras import ops

    height, width = ops.shape(picture)[1:3]
    return height, width


def _by_candidate(objective: Objective, activations: Activations, targets: Tree) -> Tensor:
    """The scores (candidates, pictures) of a batch that holds all pictures of each candidate, one after the other."""
    from keras import ops

    count = objective.pictures
    if count == 1:
        return ops.reshape(objective.score(activations, targets), (-1, 1))
    batch = next(iter(activations.values())).shape[0]
    apart = (
        {layer: seen[first : first + count] for layer, seen in activations.items()} for first in range(0, batch, count)
    )
    return ops.stack([objective.score(one, targets) for one in apart])
