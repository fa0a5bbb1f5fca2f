"""Moments, Gaussians, histograms and patches of a painting, each beside a reading of its formula in numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Disc, Histogram, Masked, Moments, Noise, Objective, Patches, Rectangle, Wasserstein, ops
from dreamkit.matrices import root
from dreamkit.objectives import guide
from dreamkit.objectives.histogram import quantiles
from dreamkit.testing import check_part
from dreamkit.testing.gradients import value_and_slope

EACH = [Moments("a", Noise()), Wasserstein("a", Noise()), Histogram("a", Noise()), Patches("a", Noise())]


def tensor(array: Any) -> Any:
    return ops.convert_to_tensor(np.asarray(array, np.float32))


def learnt(objective: Any, painting: np.ndarray, weights: np.ndarray | None = None) -> Any:
    return objective.learnt({"a": tensor(painting)}, None if weights is None else {"a": tensor(weights)})


def root_of(matrix: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T


def gaussian(features: np.ndarray, weights: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    places = features.reshape(-1, features.shape[-1])
    counts = None if weights is None else weights.ravel()
    return np.average(places, axis=0, weights=counts), np.cov(places.T, bias=True, aweights=counts)


def w2(one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> float:
    half = root_of(other[1])
    bures = np.trace(one[1] + other[1] - 2 * root_of(half @ one[1] @ half))
    return float(np.sum((one[0] - other[0]) ** 2) + bures)


@pytest.fixture
def two(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """What a layer answers to two pictures, and, in another size, to a painting; one channel is dead."""
    picture, painting = (
        rng.standard_normal((2, 6, 5, 4)),
        0.5 + rng.standard_normal((1, 5, 7, 4)) @ np.triu(rng.standard_normal((4, 4))),
    )
    picture[..., 2] = painting[..., 2] = 0
    return picture, painting


@pytest.mark.parametrize(
    "objective",
    [
        *EACH,
        Histogram("a", Noise(), region=Disc()) + Patches("a", Noise(), size=2, stride=2, region=Disc()),
        Masked(Moments("a", Noise()) + Wasserstein("a", Noise()) - Histogram("a", Noise()), Disc()),
    ],
    ids=repr,
)
def test_they_keep_the_contract(objective: Objective) -> None:
    check_part(objective)


@pytest.mark.parametrize("objective", EACH, ids=repr)
def test_silence_is_minus_1_and_the_painting_itself_0(objective: Any, two: Any, scored: Any) -> None:
    _, painting = two
    targets = learnt(objective, painting)
    assert scored(objective, targets, a=painting)[0] == pytest.approx(0, abs=2e-3)
    assert scored(objective, targets, a=0 * painting)[0] == pytest.approx(-1, abs=0.02)


@pytest.mark.parametrize("objective", EACH, ids=repr)
def test_the_gradient_is_that_of_finite_differences(objective: Any, two: Any, scored: Any) -> None:
    picture, painting = two
    targets = learnt(objective, painting)
    _, slope = value_and_slope(lambda a: ops.sum(objective.score({"a": a}, targets)), tensor(picture))
    slope = np.asarray(ops.convert_to_numpy(slope))
    assert np.isfinite(slope).all()
    way, step = slope / np.linalg.norm(slope), 0.01
    up, down = (scored(objective, targets, a=picture + sign * step * way).sum() for sign in (1, -1))
    assert np.linalg.norm(slope) == pytest.approx((up - down) / (2 * step), rel=0.02)


def test_moments_are_means_and_deviations(two: Any, scored: Any) -> None:
    picture, painting = two
    wanted = painting[0].mean((0, 1)), painting[0].std((0, 1))
    size = sum(np.sum(moment**2) for moment in wanted)
    away = [np.sum((p.mean((0, 1)) - wanted[0]) ** 2) + np.sum((p.std((0, 1)) - wanted[1]) ** 2) for p in picture]
    objective = Moments("a", Noise())
    assert np.allclose(scored(objective, learnt(objective, painting), a=picture), -np.array(away) / size, rtol=1e-3)


def test_a_root_is_that_of_the_eigenvalues(rng: np.random.Generator) -> None:
    half = rng.standard_normal((2, 9, 6))
    matrices = np.einsum("bni,bnj->bij", half, half) * np.array([1e-4, 1e4])[:, None, None]
    whole, inverse = (ops.convert_to_numpy(each) for each in root(tensor(matrices)))
    for i, matrix in enumerate(matrices):
        assert np.allclose(whole[i], root_of(matrix), rtol=1e-3, atol=1e-3 * np.abs(whole[i]).max())
        assert np.allclose(whole[i] @ inverse[i], np.eye(6), atol=1e-2)


def test_what_has_no_inverse_has_a_root(rng: np.random.Generator) -> None:
    few = rng.standard_normal((3, 40))
    whole, inverse = (ops.convert_to_numpy(each)[0] for each in root(tensor((few.T @ few)[None])))
    assert np.allclose(whole, root_of(few.T @ few), atol=2e-3 * np.abs(whole).max())
    assert np.isfinite(inverse).all()
    assert not np.asarray(ops.convert_to_numpy(root(tensor(np.zeros((1, 3, 3))))[0])).any()


def test_the_distance_of_gaussians(two: Any, scored: Any) -> None:
    picture, painting = two
    mean, covariance = gaussian(painting)
    size = mean @ mean + np.trace(covariance)
    away = [w2(gaussian(one), (mean, covariance)) for one in picture]
    objective = Wasserstein("a", Noise())
    assert np.allclose(scored(objective, learnt(objective, painting), a=picture), -np.array(away) / size, atol=5e-3)


def test_histograms_of_one_size_are_held_in_order(rng: np.random.Generator, scored: Any) -> None:
    picture, painting = rng.standard_normal((2, 4, 5, 3)), rng.gamma(1.0, size=(1, 5, 4, 3))
    ordered = np.sort(painting.reshape(20, 3), axis=0)
    away = [np.mean((np.sort(one.reshape(20, 3), axis=0) - ordered) ** 2) for one in picture]
    objective = Histogram("a", Noise())
    expected = -np.array(away) / np.mean(painting**2)
    assert np.allclose(scored(objective, learnt(objective, painting), a=picture), expected, rtol=1e-4)


def test_quantiles_lie_between_the_numbers(rng: np.random.Generator) -> None:
    ordered, rank = np.sort(rng.standard_normal((1, 7, 2)), axis=1), rng.random((3, 5, 2))
    found = ops.convert_to_numpy(quantiles(tensor(ordered), tensor(rank)))
    for channel in range(2):
        expected = np.interp(rank[..., channel], (np.arange(7) + 0.5) / 7, ordered[0, :, channel])
        assert np.allclose(found[..., channel], expected, atol=1e-4)


def test_a_histogram_within_a_mask_is_that_of_the_places_it_leaves(rng: np.random.Generator, scored: Any) -> None:
    picture, painting = rng.standard_normal((1, 4, 6, 3)), rng.standard_normal((1, 4, 6, 3))
    objective = Histogram("a", Noise())
    alone = scored(objective, learnt(objective, painting), a=picture[:, :, :3])
    masked = Masked(objective, Rectangle(right=0.5))
    mask = tensor(Rectangle(right=0.5).frame(0.0, (4, 6), 0)[None, ..., :1])
    assert np.allclose(scored(masked, ({"a": mask}, learnt(objective, painting)), a=picture), alone, rtol=1e-3)
    left = np.zeros((1, 4, 6, 1))
    left[:, :, :3] = 1
    evened = ops.convert_to_numpy(learnt(objective, painting, left)["a"])[0]
    twice = np.sort(np.repeat(painting[:, :, :3].reshape(12, 3), 2, axis=0), axis=0)
    assert np.abs(evened - twice).max() < np.abs(np.diff(twice, axis=0)).max()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_each_patch_is_held_against_the_nearest_in_direction(
    size: int, two: Any, scored: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(guide, "CHUNK", 4)  # so that one painting takes several
    picture, painting = two

    def patches(seen: np.ndarray) -> list[np.ndarray]:
        places = np.ndindex(seen.shape[0] - size + 1, seen.shape[1] - size + 1)
        return [seen[i : i + size, j : j + size].ravel() for i, j in places]

    known, expected = patches(painting[0]), []
    for one in picture:
        found = [max(known, key=lambda k, p=p: p @ k / np.linalg.norm(k)) for p in patches(one)]
        away = sum(np.sum((p - k) ** 2) for p, k in zip(patches(one), found, strict=True))
        expected.append(-away / sum(np.sum(k**2) for k in found))
    objective = Patches("a", Noise(), size=size)
    assert np.allclose(scored(objective, learnt(objective, painting), a=picture), expected, rtol=1e-4)


def test_patches_are_taken_where_the_region_is_white_and_as_far_apart_as_asked(two: Any) -> None:
    _, painting = two
    white = np.zeros((1, 5, 7, 1))
    white[:, :, :4] = 1
    assert ops.shape(learnt(Patches("a", Noise()), painting)["a"]) == (15, 36)
    assert ops.shape(learnt(Patches("a", Noise(), stride=2), painting)["a"]) == (6, 36)
    assert ops.shape(learnt(Patches("a", Noise()), painting, white)["a"]) == (9, 36)  # middles in columns 1 to 3


WRONG = {
    "small": (
        lambda: learnt(Patches("a", Noise(), size=4), np.ones((1, 3, 5, 2))),
        "layer 'a' answers 3 × 5 places to the painting, and a patch takes 4",
    ),
    "black": (
        lambda: learnt(Patches("a", Noise()), np.ones((1, 4, 4, 2)), np.eye(4)[None, ..., None] * 0),
        "the mask leaves no patch of the painting in layer 'a'",
    ),
}


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_said(wrong: str, said: Any) -> None:
    make, text = WRONG[wrong]
    assert said(make) == text
