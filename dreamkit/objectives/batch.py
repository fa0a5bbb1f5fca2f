"""What the pictures of a batch are to each other: all different, or each like its neighbours."""

from __future__ import annotations

import dataclasses
from typing import Final, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.objectives.base import Activations, Objective, per_picture
from dreamkit.parts import Size, Tensor, Tree, within
from dreamkit.sources.base import Source

REACH: Final = 4
"""How many pictures away a neighbour still counts."""

_FAINT: Final = 1e-12
"""Added to squared lengths within the root, so that a layer where nothing is active has a gradient."""


@dataclasses.dataclass(frozen=True)
class _OfBatches(Objective):
    """What `Diversity` and `Alignment` share: a layer, and how many pictures it compares."""

    layer: str
    pictures: int = within(2, 1024, default=6)

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer."""
        return (self.layer,)


@final
@dataclasses.dataclass(frozen=True)
class Diversity(_OfBatches):
    """Several pictures of one wish that differ in kind: the many things that one channel looks for.

    The score of a picture is minus the mean cosine between its Gram matrix, which channels of the layer are active
    together, and those of all others: 0 where they have nothing in common, -1 where they are the same. Say
    `Channel("block7_add", 5) + 2 * Diversity("block4_add", pictures=6)`, and start each picture from a grain of its
    own: pictures that start the same stay the same.

    Args:
        layer: the layer whose Gram matrices are compared.
        pictures: how many pictures are made.

    Source: Olah, Mordvintsev and Schubert 2017, "Feature Visualization", on diversity; lucid's `diversity`.
    """

    def suits(self, size: Size, source: Source) -> None:
        """Refuse a source that gives all pictures the same start."""
        del size
        if not source.apart:
            what = f"{self.pictures} pictures that start from the same {type(source).__name__} stay the same"
            raise InvalidValue(what, by=self, hint="say source=Noise(apart=True), which gives each a grain of its own")

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """Minus the mean cosine with all other pictures, shape (batch,)."""
        del targets
        seen = activations[self.layer]
        channels = seen.shape[-1]
        places = ops.reshape(seen, (self.pictures, -1, channels))
        grams = ops.reshape(ops.matmul(ops.transpose(places, (0, 2, 1)), places), (self.pictures, channels**2))
        grams = grams / ops.sqrt(ops.sum(ops.square(grams), axis=-1, keepdims=True) + _FAINT)
        with_others = ops.matmul(grams, ops.transpose(grams)) * (1 - ops.eye(self.pictures))
        return -ops.sum(with_others, axis=-1) / (self.pictures - 1)


@final
@dataclasses.dataclass(frozen=True)
class Alignment(_OfBatches):
    """Pictures in a row that show what they have in common at the same place; to be added to an `Interpolation`.

    The sum of all scores is minus the sum of the mean squared differences between pictures up to 4 apart, those of
    pictures d apart divided by decay^d; each of a pair bears half of it.

    Args:
        layer: the layer whose activations are compared.
        pictures: how many pictures are made.
        decay: how much less a neighbour counts for each step away.

    Source: lucid's `alignment`, as in Olah et al. 2017, "Feature Visualization", on interpolating between neurons.
    """

    decay: float = within(1, default=2.0)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """Half of minus what it differs from its neighbours, shape (batch,)."""
        del targets
        seen = activations[self.layer]
        score = ops.zeros((self.pictures,))
        for apart in range(1, min(REACH, self.pictures - 1) + 1):
            pairs = per_picture(ops.square(seen[apart:] - seen[:-apart])) / (2 * self.decay**apart)
            score = score - ops.pad(pairs, ((apart, 0),)) - ops.pad(pairs, ((0, apart),))
        return score
