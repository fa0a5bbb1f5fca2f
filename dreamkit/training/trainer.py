"""A network in training, as Keras fits it.

Keras must be awake for a class of its models to be written, so this is imported inside functions only.
"""

from __future__ import annotations

from typing import final

import keras
import numpy as np
from numpy.typing import NDArray

from dreamkit.backend.choice import chosen
from dreamkit.parts import Tensor, Tree
from dreamkit.training.crops import Crops
from dreamkit.training.lesson import Teacher


@final
class Trainer(keras.Model):  # type: ignore[misc]  # Keras is not typed
    """A feed-forward network whose loss is told by a lesson; `fit` trains it on any backend.

    Args:
        transformer: the network that learns, from photos to pictures of their size.
        lesson: what it is to learn.
        rate: how far Adam goes in the first step.
        steps: with the last of which the rate comes to nothing, as half a cosine.
    """

    def __init__(self, transformer: keras.Model, lesson: Teacher, rate: float, steps: int) -> None:
        super().__init__(dtype="float32")  # photos come as they are; what computes in fewer bits says so itself
        self.transformer = transformer
        self.eye = lesson.cut.model  # a layer of the trainer's, so that its weights are no constants to XLA
        self.lesson = lesson
        self.chance = lesson.chance  # known to Keras too, which has to carry it on
        self.means = [keras.metrics.Mean(name) for name in lesson.names]
        optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(rate, steps))
        if keras.config.dtype_policy().name == "mixed_float16":  # in which small gradients would be none
            optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
        # On TensorFlow, XLA takes its time to compile and gains a CPU nothing; JAX is nothing else.
        self.compile(optimizer=optimizer, jit_compile=chosen() == "jax")
        self.optimizer.build(transformer.trainable_variables)

    @property
    def learnt(self) -> list[keras.Variable]:
        """All numbers that change while it learns."""
        chance = [self.chance.state] if self.chance else []
        return [*self.transformer.variables, *self.optimizer.variables, *chance]

    def painted(self, photos: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the network makes of photos (batch, height, width, 3), as numbers of the same shape.

        Chance is left where it was, so that a training goes on alike whether it has been looked at or not.
        """
        before = np.array(keras.ops.convert_to_numpy(self.chance.state)) if self.chance else None
        spread = keras.distribution.distribution()
        alike = [photos] * (spread.device_mesh.devices.size if spread else 1)  # each device wants as many as the others
        answer = self.predict_on_batch(np.concatenate(alike))
        if self.chance:
            self.chance.state.assign(before)
        return np.asarray(keras.tree.flatten(answer)[0], np.float32)[: len(photos)]

    def call(self, photos: Tensor, training: bool = False) -> Tree:
        """The painted pictures, and behind them whatever else the lesson asks for."""
        del training  # nothing in such networks is otherwise while it learns
        return self.lesson.painted(self.transformer, photos)

    def compute_loss(
        self,
        x: Tensor = None,
        y: Tensor = None,
        y_pred: Tensor = None,
        sample_weight: Tensor = None,
        training: bool = True,
    ) -> Tensor:
        """The sum of the lesson's losses, each of which is kept under its name."""
        del y, sample_weight, training
        losses = list(self.lesson.losses(x, y_pred).values())
        for mean, loss in zip(self.means, losses, strict=True):
            mean.update_state(loss)
        return sum(losses[1:], losses[0])


@final
class Photos(keras.utils.PyDataset):  # type: ignore[misc]  # Keras is not typed
    """Batches of squares, (batch, side, side, 3), without an end; works with every backend.

    What a batch holds is told by the number of its step alone.

    Args:
        crops: the squares.
        batch: how many there are in a batch.
        first: the number of the step that begins.
    """

    def __init__(self, crops: Crops, batch: int, first: int) -> None:
        super().__init__()
        self.crops, self.batch, self.first = crops, batch, first

    @property
    def num_batches(self) -> None:
        """There is no last one."""
        return

    def __getitem__(self, index: int) -> NDArray[np.float32]:
        number = (self.first + index) * self.batch
        return np.stack([self.crops.square(number + each) for each in range(self.batch)])
