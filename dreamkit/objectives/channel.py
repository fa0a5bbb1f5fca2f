"""What one channel, or one neuron, wants to see."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.objectives.base import Activations, Objective
from dreamkit.parts import Tensor, Tree


@dataclasses.dataclass(frozen=True)
class _OfChannels(Objective):
    """What `Channel` and `Neuron` share: a layer, and one channel of it for each picture."""

    name: str
    index: int | tuple[int, ...]

    def check(self) -> None:
        """Refuse anything but whole numbers from 0."""
        whole = all(isinstance(i, int) and not isinstance(i, bool) and i >= 0 for i in self.indices)
        if not whole or not self.indices:
            what = f"{type(self).__name__} takes a channel's number from 0, or a tuple of them"
            raise InvalidValue(f"{what}, and {self.index!r} came", by=self)

    @property
    def indices(self) -> tuple[int, ...]:
        """The channels, one for each picture."""
        return self.index if isinstance(self.index, tuple) else (self.index,)

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer."""
        return (self.name,)

    @property
    def pictures(self) -> int:
        """One for each channel."""
        return len(self.indices)

    def _own(self, activation: Tensor) -> Tensor:
        """Each picture's own channel: (batch, …, channels) to (batch, …)."""
        channels = activation.shape[-1]
        for index in self.indices:
            if index >= channels:
                what = f"layer {self.name!r} has channels 0 to {channels - 1}, and {index} was asked for"
                raise InvalidValue(what, by=self)
        mask = ops.one_hot(ops.convert_to_tensor(self.indices, dtype="int32"), channels, dtype=activation.dtype)
        shape = (len(self.indices), *[1] * (len(activation.shape) - 2), channels)
        return ops.sum(activation * ops.reshape(mask, shape), axis=-1)


@final
@dataclasses.dataclass(frozen=True)
class Channel(_OfChannels):
    """A picture full of what one channel looks for; several channels make a batch, a picture for each.

    Source: Olah, Mordvintsev and Schubert 2017, "Feature Visualization".
    """

    @property
    def local(self) -> bool:
        """A mean over places."""
        return True

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The channel's mean over all places, shape (batch,)."""
        del targets
        own = self._own(activations[self.name])
        return ops.mean(own, axis=tuple(range(1, len(own.shape)))) if len(own.shape) > 1 else own


@final
@dataclasses.dataclass(frozen=True)
class Neuron(_OfChannels):
    """What the neuron in the middle of the picture looks for; several channels make a batch.

    `down` and `across` say where in the layer's map the neuron sits, from 0 (top, left) to 1 (bottom, right).

    Source: Yosinski, Clune, Nguyen, Fuchs and Lipson 2015, section 3; the centre as in Olah 2017.
    """

    down: float = 0.5
    across: float = 0.5

    def check(self) -> None:
        """Refuse a place outside the map."""
        super().check()
        for side, place in (("down", self.down), ("across", self.across)):
            if not 0 <= place <= 1:
                raise InvalidValue(f"Neuron.{side} is a place from 0 to 1, and {place!r} came", by=self)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The neuron's activation, shape (batch,)."""
        del targets
        own = self._own(activations[self.name])
        if len(own.shape) == 1:
            return own
        rows, columns = ops.shape(own)[1:3]
        row = ops.cast(
            ops.minimum(ops.floor(self.down * ops.cast(rows, "float32")), ops.cast(rows - 1, "float32")), "int32"
        )
        column = ops.cast(
            ops.minimum(ops.floor(self.across * ops.cast(columns, "float32")), ops.cast(columns - 1, "float32")),
            "int32",
        )
        return ops.take(ops.take(own, row, axis=1), column, axis=1)
