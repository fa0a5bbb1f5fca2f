"""The guided dream: one picture seen through the features of another."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.objectives.base import Activations, Look, Objective, Picture, per_picture
from dreamkit.parts import Tensor, Tree
from dreamkit.sources.base import Source

CHUNK: Final = 256
"""With how many of the guide's places the picture's are compared at once, which bounds the memory."""


@final
@dataclasses.dataclass(frozen=True)
class Guide(Objective):
    """Dream of what is in another picture: each place turns into what it resembles most there.

    For each place of the picture, the place of the guide whose feature vector has the largest dot product with it is
    looked up; the score is the mean of these dot products. Which place fits best is not differentiated, so that the
    gradient at each place of the layer is the guide's own feature vector, over the number of places.

    Args:
        layer: the layer's name.
        of: the guide, a `Photo`, say, or a clip, of which each frame guides the film's frame of the same time.

    Source: Mordvintsev, Olah and Tyka 2015, google/deepdream, "Controlling dreams".
    """

    layer: str
    of: Source

    def check(self) -> None:
        """Refuse a guide that shows nothing."""
        of: Any = self.of
        if not isinstance(of, Source):
            what = f"Guide.of takes a source of pictures, and {of!r} came"
            raise InvalidValue(what, by=self, hint='say of=Photo("guide.jpg")')

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer."""
        return (self.layer,)

    @property
    def local(self) -> bool:
        """A mean over places; the guide is always seen whole."""
        return True

    def targets(self, look: Look, picture: Picture) -> Tree:
        """The guide's features, (1, height, width, channels)."""
        return look(picture(self.of))[self.layer]

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The mean dot product of each place with the place of the guide that fits it best, shape (batch,)."""
        seen = activations[self.layer]
        places, guide = _rows(seen), _rows(targets)
        best = ops.take(guide, best_match(places, guide), axis=0)
        dots = ops.sum(places * best, axis=-1)
        return per_picture(ops.reshape(dots, (ops.shape(seen)[0], -1)))


def best_match(places: Tensor, guide: Tensor) -> Tensor:
    """For each row of `places` the number of the row of `guide` with the largest dot product; no gradient passes.

    Shapes: (places, channels) and (rows, channels) to (places,), int32. Of equals, the first.
    """
    places, guide = ops.stop_gradient(places), ops.stop_gradient(guide)
    rows = ops.shape(guide)[0]

    def compare(chunk: Tensor, so_far: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        highest, where = so_far
        numbers = ops.minimum(chunk * CHUNK + ops.arange(CHUNK, dtype="int32"), rows - 1)
        dots = ops.matmul(places, ops.transpose(ops.take(guide, numbers, axis=0)))
        here = ops.max(dots, axis=-1)
        number = ops.take(numbers, ops.argmax(dots, axis=-1))
        better = here > highest
        return ops.where(better, here, highest), ops.where(better, number, where)

    nothing = ops.full_like(places[:, 0], -float("inf"))
    start = nothing, ops.cast(ops.zeros_like(nothing), "int32")
    return ops.fori_loop(0, (rows + CHUNK - 1) // CHUNK, compare, start)[1]


def _rows(features: Tensor) -> Tensor:
    """Every place's feature vector: (batch, …, channels) to (batch × places, channels)."""
    return ops.reshape(features, (-1, features.shape[-1]))
