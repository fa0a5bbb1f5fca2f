"""What a layer's channels see together, in given shares."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from typing import Final, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.objectives.base import Activations, Objective, per_picture
from dreamkit.parts import Tensor, Tree, within

FLOOR: Final = 0.1
"""The least cosine that a place counts with, so that places which point elsewhere are still drawn along."""

SHOWN: Final = 4
"""How many of its numbers a direction shows when it is printed."""


@final
@dataclasses.dataclass(frozen=True)
class Direction(Objective):
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

    layer: str
    vector: tuple[float, ...]
    cosine_power: float = within(0, default=0.0)

    def __init__(self, layer: str, vector: Iterable[float], cosine_power: float = 0.0) -> None:
        object.__setattr__(self, "layer", layer)
        object.__setattr__(self, "vector", tuple(float(share) for share in vector))
        object.__setattr__(self, "cosine_power", cosine_power)
        self.__post_init__()

    def check(self) -> None:
        """Refuse a vector that points nowhere."""
        if not any(self.vector) or not all(map(math.isfinite, self.vector)):
            raise InvalidValue("Direction.vector takes finite numbers, and not all of them 0", by=self)

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer."""
        return (self.layer,)

    @property
    def local(self) -> bool:
        """A mean over places."""
        return True

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The mean over all places of how far they point that way, shape (batch,)."""
        del targets
        seen = activations[self.layer]
        if seen.shape[-1] != len(self.vector):
            what = f"layer {self.layer!r} has {seen.shape[-1]} channels, and the vector has {len(self.vector)} numbers"
            raise InvalidValue(what, by=self)
        dots = ops.sum(seen * ops.convert_to_tensor(self.vector, dtype=seen.dtype), axis=-1)
        if self.cosine_power == 0:
            return per_picture(dots)
        # within the root, so that a place where nothing is active has a gradient
        lengths = ops.sqrt(ops.sum(ops.square(seen), axis=-1) + 1e-8)
        cosines = dots / (lengths * math.hypot(*self.vector))
        return per_picture(dots * ops.maximum(cosines, FLOOR) ** self.cosine_power)

    def __repr__(self) -> str:
        shares = ", ".join(f"{share:g}" for share in self.vector[:SHOWN])
        more = f", … {len(self.vector)} in all" if len(self.vector) > SHOWN else ""
        return f"Direction({self.layer!r}, ({shares}{more}), cosine_power={self.cosine_power!r})"
