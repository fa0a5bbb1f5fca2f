"""KeepColours brings a picture's colours to the source's, and changes nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import KeepColours, ops
from dreamkit.effects import Moment
from dreamkit.effects.keep_colours import SMALLEST, monge_kantorovich, symmetric_root
from dreamkit.testing import check_part


@pytest.fixture
def source(rng: np.random.Generator) -> np.ndarray:
    """A picture whose channels hang together, and so pale that nothing leaves [0, 1]."""
    mix = np.array([[0.08, 0.03, 0.0], [0.0, 0.05, 0.02], [0.03, 0.0, 0.06]])
    return (np.array([0.6, 0.5, 0.4]) + rng.uniform(-1, 1, (1, 20, 30, 3)) @ mix).astype(np.float32)


@pytest.fixture
def drifted(rng: np.random.Generator) -> np.ndarray:
    """Two pictures that have gone another way."""
    mix = np.array([[0.05, -0.06, 0.03], [0.07, 0.02, -0.05], [0.0, 0.04, 0.04]])
    return (np.array([0.4, 0.6, 0.6]) + rng.uniform(-1, 1, (2, 20, 30, 3)) @ mix).astype(np.float32)


def kept(effect: KeepColours, image: np.ndarray, source: np.ndarray, dose: float = 1.0) -> np.ndarray:
    tensor = ops.convert_to_tensor(image)
    moment = Moment(tensor, ops.convert_to_tensor(source), 0.0, dose=ops.convert_to_tensor(dose, dtype="float32"))
    return np.asarray(ops.convert_to_numpy(effect.apply(tensor, moment)))


def moments(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    flat = image.reshape(-1, 3).astype(np.float64)
    return flat.mean(axis=0), np.cov(flat.T, bias=True)


def test_it_keeps_the_contract() -> None:
    check_part(KeepColours(0.9, 1.2))


def test_mean_and_covariance_become_the_source_s(drifted: np.ndarray, source: np.ndarray) -> None:
    for picture in kept(KeepColours(), drifted, source):
        for is_now, wanted in zip(moments(picture), moments(source), strict=True):
            assert np.allclose(is_now, wanted, atol=3e-4)


def test_contrast_is_how_much_harder_it_may_be(drifted: np.ndarray, source: np.ndarray) -> None:
    _, covariance = moments(kept(KeepColours(contrast=1.5), drifted, source)[0])
    assert np.allclose(covariance, 1.5**2 * moments(source)[1], atol=1e-3)


def test_a_picture_with_the_source_s_colours_is_left_alone(source: np.ndarray) -> None:
    shuffled = np.random.default_rng(1).permuted(source.reshape(-1, 3), axis=0).reshape(source.shape)
    same_colours = source.reshape(-1, 3)[np.random.default_rng(2).permutation(600)].reshape(source.shape)
    assert np.allclose(kept(KeepColours(), same_colours, source), same_colours, atol=1e-4)
    assert not np.allclose(kept(KeepColours(), shuffled, source), shuffled, atol=1e-2)


def test_no_strength_leaves_everything(drifted: np.ndarray, source: np.ndarray) -> None:
    assert np.allclose(kept(KeepColours(0), drifted, source), drifted, atol=1e-6)


@pytest.mark.parametrize("fps", [12, 60])
def test_a_second_takes_back_as_much_at_any_frame_rate(fps: int, drifted: np.ndarray, source: np.ndarray) -> None:
    image = drifted
    for _ in range(fps):
        image = kept(KeepColours(0.9), image, source, dose=1 / fps)
    away = moments(drifted[0])[0] - moments(source)[0]
    assert np.allclose(moments(image[0])[0] - moments(source)[0], 0.1 * away, atol=1e-3)


def test_a_source_without_colours_makes_grey(drifted: np.ndarray, source: np.ndarray) -> None:
    grey = source.mean(axis=-1, keepdims=True).repeat(3, axis=-1)
    assert np.ptp(kept(KeepColours(), drifted, grey), axis=-1).max() < 0.1


def test_flat_pictures_give_numbers(source: np.ndarray) -> None:
    flat = np.full((1, 20, 30, 3), 0.3, np.float32)
    assert np.isfinite(kept(KeepColours(), flat, source)).all()
    assert np.abs(kept(KeepColours(), source, flat) - 0.3).max() < 0.05


def test_the_map_is_the_one_that_moves_colours_least(drifted: np.ndarray, source: np.ndarray) -> None:
    here, wanted = moments(drifted[0])[1], moments(source)[1]
    change = np.asarray(
        ops.convert_to_numpy(
            monge_kantorovich(*(ops.convert_to_tensor(matrix[None].astype(np.float32)) for matrix in (here, wanted)))
        )
    )[0].astype(np.float64)
    floor = SMALLEST * np.eye(3)
    assert np.allclose(change @ (here + floor) @ change, wanted + floor, atol=1e-5)
    assert np.allclose(change, change.T, atol=1e-4)  # symmetric and positive: the gradient of a convex function,
    assert np.linalg.eigvalsh(change).min() > 0  # which is what makes it the least (Brenier's theorem)


def test_the_root_of_a_matrix_squares_to_it(rng: np.random.Generator) -> None:
    half = rng.standard_normal((4, 3, 3))
    matrix = (half @ half.transpose(0, 2, 1)).astype(np.float32)
    root = np.asarray(ops.convert_to_numpy(symmetric_root(ops.convert_to_tensor(matrix))))
    assert np.allclose(root @ root, matrix, atol=1e-4)
