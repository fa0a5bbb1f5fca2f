"""What a painting's features have in common over all places, and how another picture's are given the same."""

from __future__ import annotations

from typing import Final, TypeAlias

from dreamkit import ops
from dreamkit.matrices import root, trace
from dreamkit.parts import Tensor

Spread: TypeAlias = tuple[Tensor, Tensor]
"""The mean and the deviation of each channel, (batch, 1, 1, channels) each."""

Gaussian: TypeAlias = tuple[Tensor, Tensor]
"""The mean (batch, 1, channels), and the covariance of all channels or its root, (batch, channels, channels)."""

FAINT: Final = 1e-5
"""Added to each channel's variance, in mean variances of all channels, so that a silent channel has a deviation."""

FAINTEST: Final = 1e-3
"""Added to each direction's variance, in mean variances: what is fainter is noise, and whitening would blow it up.

With some hundreds of channels, all that is left lies above a millionth of the covariance's norm, within which `root`
finds every direction.
"""


def spread(features: Tensor) -> Spread:
    """The mean and the deviation of each channel over the places of (batch, height, width, channels).

    The variance is biased: it is divided by the number of places.
    """
    mean, variance = ops.moments(features, axes=(1, 2), keepdims=True)
    faint = FAINT * ops.mean(variance, axis=-1, keepdims=True)
    return mean, ops.sqrt(variance + ops.maximum(faint, 1e-12))


def adain(content: Tensor, style: Spread) -> Tensor:
    """Features (batch, height, width, channels) with each channel's mean and deviation brought to the style's.

    Source: Huang and Belongie 2017, "Arbitrary Style Transfer in Real-Time with Adaptive Instance Normalization",
    equation 8; what is added to the variance is measured by the features, which networks give in any unit.
    """
    mean, deviation = spread(content)
    scale = style[1] / deviation
    return content * scale + (style[0] - mean * scale)


def gaussian(features: Tensor) -> Gaussian:
    """The mean, (batch, 1, channels), and the covariance, (batch, channels, channels), over all places.

    The covariance is biased, and has `FAINTEST` on its diagonal.
    """
    mean, away = _centred(features)
    covariance = ops.matmul(ops.transpose(away, (0, 2, 1)), away) / away.shape[1]
    faint = FAINTEST * trace(covariance)[:, None, None] / covariance.shape[-1]
    return mean, covariance + faint * ops.eye(covariance.shape[-1])


def colour(features: Tensor) -> Gaussian:
    """What `wct` asks of a painting: its mean, (batch, 1, channels), and the root of its covariance."""
    mean, covariance = gaussian(features)
    return mean, root(covariance)[0]


def wct(content: Tensor, style: Gaussian) -> Tensor:
    """Features (batch, height, width, channels) whose mean and covariance are brought to the style's: see `colour`.

    They are whitened by the inverse root of their own covariance, and coloured by the root of the style's. Both roots
    come from products of matrices, and move smoothly with the picture: where an eigendecomposition leaves out what is
    below a threshold, directions come and go from frame to frame, and a film flickers.

    Source: Li, Fang, Yang, Wang, Lu and Yang 2017, "Universal Style Transfer via Feature Transforms", equations 2 and
    3, with a regularised root in the place of their threshold.
    """
    _, away = _centred(content)
    change = ops.matmul(root(gaussian(content)[1])[1], style[1])
    return ops.reshape(ops.matmul(away, change) + style[0], content.shape)


def _centred(features: Tensor) -> tuple[Tensor, Tensor]:
    """The mean of the places (batch, 1, channels), and how far each is from it, (batch, places, channels)."""
    batch, height, width, channels = features.shape
    places = ops.reshape(features, (batch, height * width, channels))
    mean = ops.mean(places, axis=1, keepdims=True)
    return mean, places - mean
