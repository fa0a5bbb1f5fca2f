"""The two ways to give features the statistics of a painting's."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.feedforward.statistics import adain, colour, spread, wct
from dreamkit.parts import Knob, Tensor, Tree, within
from dreamkit.render.restyled import Restyled


@final
@dataclasses.dataclass(frozen=True)
class AdaIN(Restyled):
    """The frame in the style of any painting, in one pass: how much there is of each channel, and how unevenly it lies.

    A layer of a network sees the frame, each channel gets the mean and the deviation that it has on the painting, and
    a decoder makes a picture of that, as `dreamkit train decoder` trains it. The painting is looked at once, and frames
    that are equal come out equal.

    Args:
        style: the painting.
        decoder: the decoder's `.keras` file, which says how it was made. What code a file holds is never run. Several
            paint one after the other.
        strength: how far the features go to the painting's; 0 leaves the frame as it came.
        pixels: the longer side in which the painting is seen; the larger, the larger its strokes.
        mask: a picture of the film's shape: white places take the style, black ones stay as they are.

    Raises:
        BadWeights: when it is used, and a file is missing, damaged, of another kind or version, or made for other
            weights.
        BadPicture: for a painting that is too small.

    Source: Huang and Belongie 2017, "Arbitrary Style Transfer in Real-Time with Adaptive Instance Normalization".
    """

    @staticmethod
    def learn(features: Tensor) -> Tree:
        """Mean and deviation of each channel."""
        return spread(features)

    @staticmethod
    def like(features: Tensor, painting: Tree) -> Tensor:
        """The features with those of the painting."""
        return adain(features, painting)


@final
@dataclasses.dataclass(frozen=True)
class WCT(Restyled):
    """The frame in the style of any painting, in one pass: which channels are active together, and how much.

    As `AdaIN`, but for the covariance of all channels in the place of each one's deviation, so that more of the
    painting's patterns come over. With several decoders, from the deepest layer to the first, coarse patterns come
    before fine ones. The decoders are those of `dreamkit train decoder --own`, which have seen no style at all.

    Args:
        style: the painting.
        decoder: a decoder's `.keras` file, or a tuple of such, in the order in which they paint. What code a file holds
            is never run.
        strength: how far the features go to the painting's, at each level; 0 leaves the frame as it came.
        pixels: the longer side in which the painting is seen; the larger, the larger its strokes.
        mask: a picture of the film's shape: white places take the style, black ones stay as they are.

    Raises:
        BadWeights: when it is used, and a file is missing, damaged, of another kind or version, or made for other
            weights.
        BadPicture: for a painting that is too small.

    Source: Li, Fang, Yang, Wang, Lu and Yang 2017, "Universal Style Transfer via Feature Transforms"; without their
    eigendecomposition, see `wct`. The strength is that of the authors' code.
    """

    strength: Knob = within(0, 1, default=0.6)

    @staticmethod
    def learn(features: Tensor) -> Tree:
        """The mean, and the root of the covariance."""
        return colour(features)

    @staticmethod
    def like(features: Tensor, painting: Tree) -> Tensor:
        """The features with those of the painting."""
        return wct(features, painting)
