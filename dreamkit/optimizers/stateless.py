"""Keras's optimizers as parts: their memory goes in and comes out, and they climb instead of descending."""

from __future__ import annotations

import abc
import dataclasses
import functools
from typing import TYPE_CHECKING, Any, TypeAlias

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.parts import Knob, Tensor, Tree, within

if TYPE_CHECKING:
    import keras

Option: TypeAlias = str | int | float | bool | None
"""What an option of a Keras optimizer can be here: whatever a plan can write down."""

Options: TypeAlias = tuple[tuple[str, Option], ...]
"""Options of a Keras optimizer by name, sorted."""


@dataclasses.dataclass(frozen=True)
class Stateless(GradientOptimizer):
    """An optimizer of Keras, through its `stateless_apply`; its `rate` is an input of the compiled step."""

    rate: Knob = within(0, default=0.02)

    @property
    @abc.abstractmethod
    def keras_class(self) -> str:
        """The name of its class in `keras.optimizers`."""

    @property
    @abc.abstractmethod
    def keras_options(self) -> Options:
        """What its class is called with, besides the learning rate."""

    def begin(self, numbers: Tree) -> Tree:
        """The variables of a new optimizer: a tuple of tensors.

        Raises:
            InvalidValue: where Keras refuses the options.
        """
        try:
            optimizer = self._optimizer(numbers)
        except (TypeError, ValueError) as error:
            raise InvalidValue(f"keras.optimizers.{self.keras_class} cannot be made: {error}", by=self) from error
        return tuple(ops.copy(variable.value) for variable in optimizer.variables)

    def advance(self, numbers: Tree, gradient: Tree, state: Tree) -> tuple[Tree, Tree]:
        """One step uphill."""
        from keras import tree

        optimizer = self._optimizer(numbers)
        # Copies, because on torch an optimizer writes into the tensors that it is given.
        variables = [
            self.rate if variable is optimizer.learning_rate else ops.copy(tensor)
            for variable, tensor in zip(optimizer.variables, state, strict=True)
        ]
        downhill = [-slope for slope in tree.flatten(gradient)]
        moved, variables = optimizer.stateless_apply(variables, downhill, [ops.copy(x) for x in tree.flatten(numbers)])
        return tree.pack_sequence_as(numbers, moved), tuple(variables)

    def _optimizer(self, numbers: Tree) -> keras.optimizers.Optimizer:
        from keras import tree

        return _built(self.keras_class, self.keras_options, tuple(_shape(tensor) for tensor in tree.flatten(numbers)))


Shape: TypeAlias = tuple[tuple[int, ...], str]


def _shape(tensor: Tensor) -> Shape:
    from keras import backend

    return tuple(tensor.shape), backend.standardize_dtype(tensor.dtype)


@functools.lru_cache(maxsize=8)
def _built(name: str, options: Options, shapes: tuple[Shape, ...]) -> keras.optimizers.Optimizer:
    """An optimizer for tensors of these shapes; only the names of its variables matter, never their values.

    It is kept, because Keras can make variables only outside of a compiled step: `begin` makes it, `advance` uses it.
    """
    import keras

    optimizer = _pure(getattr(keras.optimizers, name))(learning_rate=1.0, **dict(options))
    optimizer.build([keras.Variable(initializer="zeros", shape=shape, dtype=dtype) for shape, dtype in shapes])
    return optimizer


def _pure(optimizer: type[Any]) -> type[Any]:
    """The class on top of Keras's plain methods instead of TensorFlow's.

    TensorFlow's are there for `tf.distribute`, which has no part in a dream, and refuse `stateless_apply` for its
    sake. On the other backends there is nothing to replace.
    """
    layers = [kind for kind in optimizer.__mro__ if "stateless_apply" in vars(kind)]
    if len(layers) == 1:
        return optimizer
    distributed, plain = layers
    methods = {name: vars(plain)[name] for name in vars(distributed) if name in vars(plain) and name[:2] != "__"}
    # As a class of its own, so that an optimizer's own methods still come first.
    return type(optimizer.__name__, (optimizer, type("Plain", (distributed,), methods)), {})
