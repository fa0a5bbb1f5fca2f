"""Ways to give one picture the colours of another, in plain numpy; pictures are (height, width, 3) in [0, 1]."""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dreamkit.colours import LUMA

Method: TypeAlias = Literal["cholesky", "pca", "symmetric", "coral", "histogram", "luminance"]

METHODS: Final = ("cholesky", "pca", "symmetric", "coral", "histogram", "luminance")

SMALLEST: Final = 1e-5
"""Is added to the variance in all directions, so that a picture without colours can be divided by what it varies."""

Numbers: TypeAlias = NDArray[np.float64]


def recoloured(picture: NDArray[Any], like: NDArray[Any], method: str) -> Numbers:
    """A picture with the colours of another, by one of `METHODS`; numbers may leave [0, 1]."""
    if method == "histogram":
        channels = [ranked_as(picture[..., channel], like[..., channel]) for channel in range(3)]
        return np.stack(channels, axis=-1)
    if method == "luminance":
        return _grey(picture, like)
    mean, wanted = picture.mean(axis=(0, 1), dtype=np.float64), like.mean(axis=(0, 1), dtype=np.float64)
    change = _MAPS[method](picture, like)
    return (picture - mean) @ change.T + wanted


def covariance(picture: NDArray[Any]) -> Numbers:
    """How red, green and blue vary together, (3, 3)."""
    return np.cov(picture.reshape(-1, 3).astype(np.float64).T, bias=True) + SMALLEST * np.eye(3)


def root(matrix: Numbers) -> Numbers:
    """The symmetric square root of a symmetric positive matrix.

    >>> root(np.array([[5.0, 4.0], [4.0, 5.0]])).round(6).tolist()
    [[2.0, 1.0], [1.0, 2.0]]
    """
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T)


def by_cholesky(here: Numbers, wanted: Numbers) -> Numbers:
    """The triangular matrix that takes one covariance to another: red keeps to itself, blue gets from all three."""
    return np.asarray(np.linalg.cholesky(wanted) @ np.linalg.inv(np.linalg.cholesky(here)))


def by_pca(here: Numbers, wanted: Numbers) -> Numbers:
    """The matrix that makes all directions of one covariance alike and then those of the other unlike again."""
    return np.asarray(root(wanted) @ np.linalg.inv(root(here)))


def by_symmetric(here: Numbers, wanted: Numbers) -> Numbers:
    """The symmetric matrix that takes one covariance to another and moves colours the least (Monge, Kantorovich)."""
    half = root(here)
    inverse = np.linalg.inv(half)
    return np.asarray(inverse @ root(half @ wanted @ half) @ inverse)


def by_coral(picture: NDArray[Any], like: NDArray[Any]) -> Numbers:
    """As `by_pca`, with each channel first brought to a deviation of 1, so that the correlations are what is mapped."""
    here, wanted = covariance(picture), covariance(like)
    own, theirs = np.sqrt(np.diag(here)), np.sqrt(np.diag(wanted))
    return theirs[:, None] * by_pca(here / np.outer(own, own), wanted / np.outer(theirs, theirs)) / own[None, :]


def ranked_as(channel: NDArray[Any], like: NDArray[Any]) -> Numbers:
    """Numbers in their own order, with the histogram of others; equal ones stay equal.

    >>> ranked_as(np.array([0.1, 0.9, 0.5, 0.5]), np.array([0.0, 0.2, 0.4, 1.0])).round(6).tolist()
    [0.0, 1.0, 0.3, 0.3]
    """
    _, places, counts = np.unique(channel, return_inverse=True, return_counts=True)
    shares = (np.cumsum(counts) - counts / 2) / channel.size
    wanted = np.sort(like, axis=None)
    matched = np.interp(shares, (np.arange(wanted.size) + 0.5) / wanted.size, wanted)
    return np.asarray(matched[places].reshape(channel.shape))


def _grey(picture: NDArray[Any], like: NDArray[Any]) -> Numbers:
    """The lightness alone, with the mean and the deviation of another's."""
    own, theirs = picture @ np.array(LUMA), like @ np.array(LUMA)
    stretched = (own - own.mean()) * (theirs.std() / max(own.std(), SMALLEST**0.5)) + theirs.mean()
    return np.repeat(stretched[..., None], 3, axis=-1)


_MAPS: Final = {
    "cholesky": lambda picture, like: by_cholesky(covariance(picture), covariance(like)),
    "pca": lambda picture, like: by_pca(covariance(picture), covariance(like)),
    "symmetric": lambda picture, like: by_symmetric(covariance(picture), covariance(like)),
    "coral": by_coral,
}
