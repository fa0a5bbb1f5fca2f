"""What a layer's channels see together, in given shares: all over the picture, or at one place."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from typing import Final, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.objectives.base import Activations, Objective, per_picture
from dreamkit.objectives.channel import at_place
from dreamkit.parts import Knob, Tensor, Tree, within

FLOOR: Final = 0.1
"""The least cosine that a place counts with, so that places which point elsewhere are still drawn along."""

SHOWN: Final = 4
"""How many of its numbers a direction shows when it is printed."""

_FAINT: Final = 1e-8
"""Added to squared lengths within the root, so that a place where nothing is active has a gradient."""


@dataclasses.dataclass(frozen=True)
class _OfDirections(Objective):
    """What `Direction` and `NeuronDirection` share: a layer, and a share for each of its channels."""

    layer: str
    vector: tuple[float, ...]
    cosine_power: float = within(0, default=0.0)

    def check(self) -> None:
        """Refuse a vector that points nowhere."""
        if not any(self.vector) or not all(map(math.isfinite, self.vector)):
            raise InvalidValue(f"{type(self).__name__}.vector takes finite numbers, and not all of them 0", by=self)

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer."""
        return (self.layer,)

    def _agreement(self, seen: Tensor) -> Tensor:
        """How far each place points that way, (batch, …, channels) to (batch, …)."""
        if seen.shape[-1] != len(self.vector):
            what = f"layer {self.layer!r} has {seen.shape[-1]} channels, and the vector has {len(self.vector)} numbers"
            raise InvalidValue(what, by=self)
        return agreement(seen, ops.convert_to_tensor(self.vector, dtype=seen.dtype), self.cosine_power)

    def _shares(self) -> str:
        shares = ", ".join(f"{share:g}" for share in self.vector[:SHOWN])
        more = f", … {len(self.vector)} in all" if len(self.vector) > SHOWN else ""
        return f"{self.layer!r}, ({shares}{more}), cosine_power={self.cosine_power!r}"


@final
@dataclasses.dataclass(frozen=True)
class Direction(_OfDirections):
    """A picture full of what several channels look for together, each in its share.

    The score is the mean over all places of dot × max(0.1, cosine) ^ cosine_power, where dot and cosine are those of
    the place's activation and `vector`. With a power above 0 a place must point the right way, and not only far.

    Args:
        layer: the layer's name.
        vector: a share for each of its channels, such as a class's mean activation or a linear probe's weights.
        cosine_power: 0 for the dot product alone; 1 to 4 for cleaner pictures.

    Raises:
        InvalidValue: for a vector of nothing or of zeros, and, once the network is known, of another length than the
            layer has channels.

    Source: Olah, Mordvintsev and Schubert 2017, "Feature Visualization", on interaction between neurons; the cosine
    as in Carter, Armstrong, Schubert, Johnson and Olah 2019, "Activation Atlas".
    """

    def __init__(self, layer: str, vector: Iterable[float], cosine_power: float = 0.0) -> None:
        object.__setattr__(self, "layer", layer)
        object.__setattr__(self, "vector", tuple(float(share) for share in vector))
        object.__setattr__(self, "cosine_power", cosine_power)
        self.__post_init__()

    @property
    def local(self) -> bool:
        """A mean over places."""
        return True

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The mean over all places of how far they point that way, shape (batch,)."""
        del targets
        return per_picture(self._agreement(activations[self.layer]))

    def __repr__(self) -> str:
        return f"Direction({self._shares()})"


@final
@dataclasses.dataclass(frozen=True)
class NeuronDirection(_OfDirections):
    """One thing, where `Direction` makes a pattern: what several channels look for together at a single place.

    The score is that of `Direction`, at the middle of the layer's map or where `down` and `across` say, from 0 (top,
    left) to 1 (bottom, right); in a layer without a map, that of its one place.

    Args:
        layer: the layer's name.
        vector: a share for each of its channels.
        cosine_power: 0 for the dot product alone; 1 to 4 for cleaner pictures.
        down: how far down the picture the place lies.
        across: how far across it lies.

    Raises:
        InvalidValue: as `Direction` does, and for a place outside the picture.

    Source: lucid's `direction_neuron`, as used in Carter et al. 2019, "Activation Atlas", for single icons.
    """

    down: Knob = within(0, 1, default=0.5)
    across: Knob = within(0, 1, default=0.5)

    def __init__(
        self, layer: str, vector: Iterable[float], cosine_power: float = 0.0, down: Knob = 0.5, across: Knob = 0.5
    ) -> None:
        object.__setattr__(self, "layer", layer)
        object.__setattr__(self, "vector", tuple(float(share) for share in vector))
        object.__setattr__(self, "cosine_power", cosine_power)
        object.__setattr__(self, "down", down)
        object.__setattr__(self, "across", across)
        self.__post_init__()

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """How far the place points that way, shape (batch,)."""
        del targets
        seen = activations[self.layer]
        return self._agreement(at_place(seen, (self.down, self.across)[: len(seen.shape) - 2]))

    def __repr__(self) -> str:
        return f"NeuronDirection({self._shares()}, down={self.down!r}, across={self.across!r})"


def agreement(seen: Tensor, wanted: Tensor, cosine_power: float) -> Tensor:
    """How far activations point along `wanted`: dot × max(0.1, cosine) ^ cosine_power, (…, channels) to (…).

    Source: lucid's `_dot_cossim`.
    """
    dots = ops.sum(seen * wanted, axis=-1)
    if cosine_power == 0:
        return dots
    return dots * ops.maximum(dots / (_length(seen) * _length(wanted)), FLOOR) ** cosine_power


def _length(vectors: Tensor) -> Tensor:
    return ops.sqrt(ops.sum(ops.square(vectors), axis=-1) + _FAINT)
