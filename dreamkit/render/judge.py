"""A network as a black box: pictures in, probabilities out, in batches of one size."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Final, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import backend, ops
from dreamkit.evolution.encoding import Pictures
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.parts import Part, Tensor

View: TypeAlias = tuple[int, int, int]
"""The top and the left of a crop, and whether it is mirrored."""

CROP: Final = 7 / 8
"""How much of a side one of the ten crops shows; the paper's 227 of 256 pixels."""


@final
class NetJudge:
    """Tells what a network sees in pictures of any size, resized to what it was trained on in the same compiled call.

    Args:
        net: the network.
        at_once: how many pictures it is shown at once; the last batch is filled up with others.
        crops: whether its answers to ten crops are averaged.
        logits: whether it tells what goes into its softmax instead of the probabilities.
        by: the part that asks, for the error's sake.
    """

    def __init__(
        self, net: LoadedNet, at_once: int, *, crops: bool = False, logits: bool = False, by: Part | None = None
    ) -> None:
        self._layer = "logits" if logits else "probabilities"
        self._cut = Cut(net, (self._layer,), by=by)
        self._at_once = at_once
        self._side = min(self._cut.size) if self._cut.size else net.spec.pixels
        self._whole = round(self._side / CROP) if crops else self._side
        self._views = _ten(self._whole - self._side) if crops else ((0, 0, 0),)
        self._look = backend.compiled(self._traced, self._cut.weights)

    @property
    def classes(self) -> int:
        """How many classes the network knows."""
        return int(self._cut.model.outputs[0].shape[-1])

    def __call__(self, pictures: Pictures) -> NDArray[np.float32]:
        """The answers (pictures, classes) to pictures (pictures, height, width, 3) in 0…255."""
        starts = range(0, len(pictures), self._at_once)
        batches = [np.take(pictures, range(at, at + self._at_once), axis=0, mode="wrap") for at in starts]
        return np.concatenate([self._seen(batch) for batch in batches])[: len(pictures)]

    def _seen(self, batch: Pictures) -> NDArray[np.float32]:
        shown = ops.convert_to_tensor(batch)
        answers = [ops.convert_to_numpy(self._look(shown, np.asarray(view, np.int32))) for view in self._views]
        return np.asarray(np.mean(answers, axis=0) if len(answers) > 1 else answers[0], np.float32)

    def _traced(self, weights: Any, pictures: Tensor, view: Tensor) -> Tensor:
        from keras import StatelessScope

        image = ops.cast(pictures, "float32") / 255
        if tuple(image.shape[1:3]) != (self._whole, self._whole):
            whole = (self._whole, self._whole)
            image = ops.image.resize(image, whole, interpolation="bilinear", antialias=image.shape[1] > self._whole)
        if len(self._views) > 1:
            image = ops.slice(image, (0, view[0], view[1], 0), (image.shape[0], self._side, self._side, 3))
            image = ops.where(view[2] > 0, ops.flip(image, axis=2), image)
        with StatelessScope(state_mapping=[*zip(self._cut.weights, weights, strict=bool(weights))]):
            return self._cut(image)[self._layer]


def _ten(room: int) -> Sequence[View]:
    """The corners and the middle, and these mirrored.

    >>> len(_ten(32)), _ten(32)[4], _ten(32)[9]
    (10, (16, 16, 0), (16, 16, 1))
    """
    corners = [*itertools.product((0, room), (0, room)), (room // 2, room // 2)]
    return tuple((top, left, mirrored) for mirrored in (0, 1) for top, left in corners)
