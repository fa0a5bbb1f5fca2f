"""The statistics of features, given to others: each formula beside its reading in numpy, in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import ops
from dreamkit.feedforward.statistics import FAINTEST, adain, colour, spread, wct
from dreamkit.matrices import root

SHAPE = (1, 9, 12, 6)


def tensor(array: Any) -> Any:
    return ops.convert_to_tensor(np.asarray(array, np.float32))


def numbers(answer: Any) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(answer), np.float64)


def features(rng: np.random.Generator, rank: int = 6) -> np.ndarray:
    """Features of a size that networks give, of which so many directions are independent."""
    mixed = rng.standard_normal((*SHAPE[:3], rank)) @ rng.standard_normal((rank, SHAPE[3]))
    return 40 * mixed + 100 * rng.random(SHAPE[3])


def statistics(seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    places = seen.reshape(-1, SHAPE[3])
    return places.mean(axis=0), np.cov(places.T, bias=True)


def power(matrix: np.ndarray, exponent: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * values**exponent) @ vectors.T


def regularised(covariance: np.ndarray) -> np.ndarray:
    return covariance + FAINTEST * np.trace(covariance) / len(covariance) * np.eye(len(covariance))


def test_adain_gives_the_mean_and_the_deviation_of_the_style(rng: np.random.Generator) -> None:
    content, style = features(rng), 0.1 * features(rng)
    content[..., 2], style[..., 4] = 7.0, 3.0  # a channel that is silent in either
    made = numbers(adain(tensor(content), spread(tensor(style))))
    assert np.isfinite(made).all()
    assert np.allclose(made.mean(axis=(1, 2)), style.mean(axis=(1, 2)), rtol=1e-4)
    wanted = style.std(axis=(1, 2))
    wanted[:, 2] = 0  # where nothing varies there is nothing to widen
    assert np.allclose(made.std(axis=(1, 2)), wanted, rtol=1e-4, atol=5e-2)


def test_wct_gives_the_covariance_of_the_style(rng: np.random.Generator) -> None:
    content, style = features(rng, 40), 0.1 * features(rng, 40)
    made = numbers(wct(tensor(content), colour(tensor(style))))
    (mean, covariance), (wanted_mean, wanted) = statistics(made), statistics(style)
    assert np.allclose(mean, wanted_mean, rtol=1e-4)
    assert np.linalg.norm(covariance - wanted) < 0.02 * np.linalg.norm(wanted)


@pytest.mark.parametrize("rank", [6, 3, 1])
def test_wct_is_what_an_eigendecomposition_makes_it(rank: int, rng: np.random.Generator) -> None:
    content, style = features(rng, rank), features(rng, 4)
    made = numbers(wct(tensor(content), colour(tensor(style))))
    (mean, covariance), (wanted_mean, wanted) = statistics(content), statistics(style)
    change = power(regularised(covariance), -0.5) @ power(regularised(wanted), 0.5)
    assert np.allclose(made, (content - mean) @ change + wanted_mean, atol=1e-2 * np.abs(style).max())


def test_roots_of_as_many_channels_as_networks_have(rng: np.random.Generator) -> None:
    half = rng.standard_normal((256, 40)) * np.logspace(0, -3, 40)  # most directions are empty
    matrix = regularised(half @ half.T)
    whole, inverse = (numbers(each)[0] for each in root(tensor(matrix[None])))
    for found, wanted in ((whole, power(matrix, 0.5)), (inverse, power(matrix, -0.5))):
        assert np.linalg.norm(found - wanted) < 0.01 * np.linalg.norm(wanted)
