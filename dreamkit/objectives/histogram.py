"""The style of a painting as the histograms of its channels tell it."""

from __future__ import annotations

import dataclasses
from typing import final

import numpy as np

from dreamkit import ops
from dreamkit.objectives.base import Activations, Masks
from dreamkit.objectives.painting import OfPainting, how_often, rows
from dreamkit.objectives.statistics import Places, squares
from dreamkit.parts import Tensor, Tree


@final
@dataclasses.dataclass(frozen=True)
class Histogram(OfPainting):
    """How often each channel answers how strongly: against the washed-out patches that a `Style` alone may leave.

    Each channel's answers are sorted and held against the painting's, sorted as well: the weakest against the weakest,
    the middle one against the middle one. The score is minus the mean squared difference over the painting's mean
    square: 0 where all histograms are the same, -1 for a picture in which the layers are silent. Sorting takes time,
    most of all in early layers, which have many places, and cannot be done piece by piece.

    Args:
        layer: the layers' names, in a tuple, or one.
        of: the painting, or a clip, of which each frame counts at its own time.
        weights: how much each layer counts; without them, all the same. They are divided by their sum.
        scale: how large the painting is seen: how many times as long as the picture's longer side its own longer
            side is. It keeps its own shape.
        region: a mask, of the painting's shape, that says where in the painting to look.

    Raises:
        InvalidValue: where a layer stays zero on the painting.

    Source: Risser, Wilmot and Barnes 2017, "Stable and Controllable Neural Texture Synthesis and Style Transfer Using
    Histogram Losses", section 4, with exact quantiles in place of bins.
    """

    def learnt(self, seen: Activations, places: Places | None) -> Tree:
        """Each layer's answers in order, channel by channel, (1, places, channels)."""
        if places is None:
            return {layer: ops.sort(rows(answer), axis=1) for layer, answer in seen.items()}
        return {layer: _evened(rows(answer), rows(places[layer])) for layer, answer in seen.items()}

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """Minus the mean squared difference of sorted answers over the painting's mean square, shape (batch,)."""
        return self._held(activations, targets, None)

    def score_within(self, activations: Activations, targets: Tree, masks: Masks) -> Tensor:
        """The same of answers that count by their mask's square, shape (batch,)."""
        return self._held(activations, targets, squares(masks))

    def _held(self, activations: Activations, targets: Tree, places: Places | None) -> Tensor:
        apart = []
        for layer, share in self.shares.items():
            seen, wanted = activations[layer], targets[layer]
            away = _distance(rows(seen), how_often(seen, places, layer), wanted)
            apart.append(share * away / ops.mean(ops.square(wanted)))
        return -sum(apart)


def _distance(seen: Tensor, how_often: Tensor, wanted: Tensor) -> Tensor:
    """The mean squared difference of answers (batch, places, channels) to those of the same rank, (1, any, channels).

    Each place counts as often as `how_often`, (1, places, 1), says; gives (batch,).
    """
    order = ops.argsort(ops.stop_gradient(seen), axis=1)
    values = ops.take_along_axis(seen, order, axis=1)
    counts = ops.take_along_axis(how_often + ops.zeros_like(seen), order, axis=1)
    rank = (ops.cumsum(counts, axis=1) - counts / 2) / ops.sum(how_often)
    squares = counts * ops.square(values - quantiles(wanted, rank))
    return ops.mean(ops.sum(squares, axis=1), axis=-1) / ops.sum(how_often)


def quantiles(ordered: Tensor, rank: Tensor) -> Tensor:
    """The numbers of a rank in [0, 1] among ordered ones, (1, count, channels), between which the way is straight.

    `rank` is (batch, any, channels), and so is what comes.
    """
    count = ops.shape(ordered)[1]
    ordered = ordered + ops.zeros_like(rank[:, :1])
    place = ops.clip(rank * ops.cast(count, rank.dtype) - 0.5, 0.0, ops.cast(count - 1, rank.dtype))
    below = ops.cast(ops.floor(place), "int32")
    low = ops.take_along_axis(ordered, below, axis=1)
    high = ops.take_along_axis(ordered, ops.minimum(below + 1, count - 1), axis=1)
    return low + (place - ops.cast(below, place.dtype)) * (high - low)


def _evened(seen: Tensor, how_often: Tensor) -> Tensor:
    """The answers (1, places, channels), each as often as it counts, as as many that count the same, in order."""
    answers, weights = (np.asarray(ops.convert_to_numpy(tensor), np.float64)[0] for tensor in (seen, how_often))
    counts, even = weights[:, 0] / weights.sum(), (np.arange(len(answers)) + 0.5) / len(answers)
    channels = []
    for channel in answers.T:
        order = np.argsort(channel)
        ranks = np.cumsum(counts[order]) - counts[order] / 2
        here = counts[order] > 0
        channels.append(np.interp(even, ranks[here], channel[order][here]))
    return ops.convert_to_tensor(np.stack(channels, axis=-1)[None].astype(np.float32))
