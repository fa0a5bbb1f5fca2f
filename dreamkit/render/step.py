"""One step of gradient ascent on a picture, as the papers write it, in one compiled function."""

from __future__ import annotations

import dataclasses

from dreamkit import backend
from dreamkit.nets.cuts import Looker
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.parts import Tensor, Tree
from dreamkit.regularizers.base import Instant, overrides
from dreamkit.render.score import Inputs as Inputs
from dreamkit.render.score import Scorer, height_and_width
from dreamkit.rng import Rng
from dreamkit.shot import Shot


class Step(Scorer):
    """The compiled step of one shot."""

    def __init__(self, shot: Shot, cut: Looker) -> None:
        super().__init__(shot, cut)
        self._step = backend.compiled(self._one_step, cut.weights, any_size=self._any_size)
        self._slope = backend.compiled(self._one_slope, cut.weights, any_size=self._any_size)
        self._move = backend.compiled(self._one_move, any_size=self._any_size)

    def __call__(self, numbers: Tree, state: Tree, given: Inputs) -> tuple[Tree, Tree, Tensor, Tensor]:
        """The numbers and the optimizer's memory after one step, the scores before it, and how strong each pull is.

        The scores, (batch,), are less the penalties; the pull, (batch,), is the mean |gradient| of the wish alone.
        """
        answer: tuple[Tree, Tree, Tensor, Tensor] = self._step(numbers, state, *self._tensors(given))
        return answer

    def begin(self, memory: Tree, image: Tensor) -> Tree:
        """The state before the first step of an octave, from the optimizer's memory."""
        del image
        return memory

    def settle(self, state: Tree) -> tuple[Tree, Tensor | None]:
        """The optimizer's memory after the last step, and what else the steps have noted, if anything."""
        return state, None

    def slope(self, image: Tensor, given: Inputs) -> tuple[Tensor, Tensor]:
        """The score of a picture, or a piece of one, and its gradient, without a step."""
        answer: tuple[Tensor, Tensor] = self._slope(image, *self._tensors(given))
        return answer

    def move(
        self, numbers: Tree, state: Tree, gradient: Tensor, given: Inputs, score: float = 0.0
    ) -> tuple[Tree, Tree]:
        """The numbers and the optimizer's memory after a step along a gradient of the picture that is known.

        So is the score of all pictures together, of which each gets an even share.
        """
        from keras import ops

        scores = ops.full((gradient.shape[0],), score / gradient.shape[0])
        answer: tuple[Tree, Tree] = self._move(numbers, state, gradient, scores, *self._tensors(given))
        return answer

    # What follows is traced: pure, and the same mathematics on every backend.

    def _one_step(self, weights: Tree, numbers: Tree, state: Tree, *given: Tensor) -> tuple[Tree, Tree, Tensor, Tensor]:
        image = self._at(given[0])[3].decode(numbers, height_and_width(given[3]))
        self.traces.append((image.shape[1], image.shape[2]))
        scores, gradient, pull = self._one_pull(weights, image, *given)
        numbers, state = self._one_move(weights, numbers, state, gradient, scores, *given)
        return numbers, state, scores, pull

    def _one_slope(self, weights: Tree, image: Tensor, *given: Tensor) -> tuple[Tensor, Tensor]:
        from keras import ops

        scores, gradient, _ = self._one_pull(weights, image, *given)
        return ops.sum(scores), gradient

    def _one_pull(self, weights: Tree, image: Tensor, *given: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        from keras import ops

        dials, key, _, _, targets = given
        with self._scope(weights, key):
            objective, regularizer, _, _ = self._at(dials)

            def score(image: Tensor) -> Tensor:
                return ops.reshape(self._seen(objective, regularizer, image, targets), (-1,))

            def penalty(image: Tensor) -> Tensor:
                return ops.zeros_like(image[:, 0, 0, 0]) + regularizer.penalty(image)

            values, gradient = backend.value_and_grad(score, image)
            pull = mean_size(gradient)
            if overrides(regularizer, "penalty"):  # apart, so that no penalty hides that nothing pulls
                prices, against = backend.value_and_grad(penalty, image)
                values, gradient = values - prices, gradient - against
            return values, gradient, pull

    def _one_move(
        self, weights: Tree, numbers: Tree, state: Tree, gradient: Tensor, scores: Tensor, *given: Tensor
    ) -> tuple[Tree, Tree]:
        dials, key, index, source, _ = given
        with self._scope(weights, key + 1):  # other random numbers than the view's
            _, regularizer, optimizer, parameterization = self._at(dials)
            size = height_and_width(source)
            image = parameterization.decode(numbers, size)
            instant = Instant(image=image, source=source, gradient=gradient, step=index, rng=Rng(self._generator))
            gradient = regularizer.precondition(gradient, instant)
            assert isinstance(optimizer, GradientOptimizer)
            slope = parameterization.gradient(numbers, gradient)
            numbers, state = optimizer.advance_scored(numbers, slope, state, scores)
            if overrides(regularizer, "project"):
                instant = dataclasses.replace(instant, gradient=gradient)
                numbers = parameterization.project(numbers, size, lambda image: regularizer.project(image, instant))
            return numbers, state


def mean_size(gradient: Tensor) -> Tensor:
    """The mean |gradient| of each picture, (batch, height, width, channels) to (batch,)."""
    from keras import ops

    return ops.mean(ops.abs(gradient), axis=(1, 2, 3))
