"""What one channel, or one neuron, wants to see."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.objectives.base import Activations, Objective, per_picture
from dreamkit.parts import Knob, Part, Tensor, Tree, changed, within


@dataclasses.dataclass(frozen=True)
class _OfChannels(Objective):
    """What `Channel` and `Neuron` share: a layer, and one channel of it for each picture."""

    name: str
    index: int | tuple[int, ...] | range

    def __post_init__(self) -> None:
        if isinstance(self.index, range):
            object.__setattr__(self, "index", tuple(self.index))
        super().__post_init__()

    def check(self) -> None:
        """Refuse anything but whole numbers from 0."""
        indices = self.index if isinstance(self.index, tuple) else (self.index,)
        whole = all(isinstance(i, int) and not isinstance(i, bool) and i >= 0 for i in indices)
        if not whole or not indices:
            what = f"{type(self).__name__} takes a channel's number from 0, or a tuple or range of them"
            raise InvalidValue(f"{what}, and {self.index!r} came", by=self)

    def __repr__(self) -> str:
        if len(self.indices) < 4 or self.indices != tuple(range(self.indices[0], self.indices[-1] + 1)):
            return Part.__repr__(self)
        as_range = changed(self, index=range(self.indices[0], self.indices[-1] + 1))  # as a person writes it
        return Part.__repr__(as_range)

    @property
    def indices(self) -> tuple[int, ...]:
        """The channels, one for each picture."""
        return (self.index,) if isinstance(self.index, int) else tuple(self.index)

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer."""
        return (self.name,)

    @property
    def pictures(self) -> int:
        """One for each channel."""
        return len(self.indices)

    def alone(self, numbers: tuple[int, ...]) -> Objective:
        """The channels of these pictures alone; a single one goes with any."""
        return self if self.pictures == 1 else changed(self, index=tuple(self.indices[number] for number in numbers))

    def _own(self, activation: Tensor) -> Tensor:
        """Each picture's own channel: (batch, …, channels) to (batch, …)."""
        channels = activation.shape[-1]
        for index in self.indices:
            if index >= channels:
                what = f"layer {self.name!r} has channels 0 to {channels - 1}, and {index} was asked for"
                raise InvalidValue(what, by=self)
        return own_channel(activation, self.indices)


def own_channel(activation: Tensor, indices: tuple[int, ...]) -> Tensor:
    """Of each picture the one channel that is its own: (batch, …, channels) to (batch, …)."""
    return ops.sum(activation * own_mask(activation, indices), axis=-1)


def own_mask(activation: Tensor, indices: tuple[int, ...]) -> Tensor:
    """1 in each picture's own channel and 0 in all others, (pictures, 1…, channels)."""
    channels = activation.shape[-1]
    mask = ops.one_hot(ops.convert_to_tensor(indices, dtype="int32"), channels, dtype=activation.dtype)
    return ops.reshape(mask, (len(indices), *[1] * (len(activation.shape) - 2), channels))


@final
@dataclasses.dataclass(frozen=True)
class Channel(_OfChannels):
    """A picture full of what one channel looks for; several channels make a batch, a picture for each.

    >>> Channel("block7_add", range(3)).pictures
    3

    Source: Olah, Mordvintsev and Schubert 2017, "Feature Visualization".
    """

    __repr__ = _OfChannels.__repr__  # a part has another one, unless it says so

    @property
    def local(self) -> bool:
        """A mean over places."""
        return True

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The channel's mean over all places, shape (batch,)."""
        del targets
        return per_picture(self._own(activations[self.name]))


@final
@dataclasses.dataclass(frozen=True)
class Neuron(_OfChannels):
    """What the neuron in the middle of the picture looks for; several channels make a batch.

    `down` and `across` say where in the layer's map the neuron sits, from 0 (top, left) to 1 (bottom, right).

    Source: Yosinski, Clune, Nguyen, Fuchs and Lipson 2015, section 3; the centre as in Olah 2017.
    """

    __repr__ = _OfChannels.__repr__

    down: Knob = within(0, 1, default=0.5)
    across: Knob = within(0, 1, default=0.5)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The neuron's activation, shape (batch,)."""
        del targets
        own = self._own(activations[self.name])
        return at_place(own, (self.down, self.across)[: len(own.shape) - 1])  # a layer without a map has no places


def at_place(values: Tensor, place: tuple[Knob, ...]) -> Tensor:
    """What stands at a place (down, across), each from 0 to 1: (batch, height, width, …) to (batch, …)."""
    for share in place:
        values = ops.take(values, _nearest(share, ops.shape(values)[1]), axis=1)
    return values


def _nearest(place: Knob, length: Tensor) -> Tensor:
    """The row or column, of `length` of them, in which a place from 0 to 1 lies."""
    number = ops.cast(ops.floor(place * ops.cast(length, "float32")), "int32")
    return ops.minimum(number, length - 1)
