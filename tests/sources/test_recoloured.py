"""Pictures in the colours of others: what each method says it keeps, in plain numpy."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamkit import Clip, Colour, Noise, Photo, Recoloured, Rectangle
from dreamkit.colours import LUMA
from dreamkit.errors import BadPicture, InvalidValue
from dreamkit.sources import Source
from dreamkit.sources.base import Frame
from dreamkit.sources.colour_maps import by_cholesky, by_pca, by_symmetric, covariance, recoloured
from dreamkit.testing import check_part

LINEAR = ["cholesky", "pca", "symmetric", "coral"]


def coloured(rng: np.random.Generator, size: tuple[int, int], mean: Any, mix: Any) -> np.ndarray:
    """A picture whose channels hang together, and so pale that nothing leaves [0, 1]."""
    return (np.array(mean) + rng.uniform(-1, 1, (*size, 3)) @ np.array(mix)).astype(np.float32)


@pytest.fixture
def painting(rng: np.random.Generator) -> np.ndarray:
    return coloured(rng, (20, 30), [0.4, 0.6, 0.6], [[0.05, -0.06, 0.03], [0.07, 0.02, -0.05], [0.0, 0.04, 0.04]])


@pytest.fixture
def photo(rng: np.random.Generator) -> np.ndarray:
    return coloured(rng, (25, 18), [0.6, 0.5, 0.4], [[0.08, 0.03, 0.0], [0.0, 0.05, 0.02], [0.03, 0.0, 0.06]])


def spread(picture: np.ndarray) -> np.ndarray:
    return np.cov(picture.reshape(-1, 3).astype(np.float64).T, bias=True)


@pytest.mark.parametrize("method", LINEAR)
def test_linear_ways_bring_the_mean_and_the_covariance(method: str, painting: np.ndarray, photo: np.ndarray) -> None:
    moved = recoloured(painting, photo, method)
    np.testing.assert_allclose(moved.mean(axis=(0, 1)), photo.mean(axis=(0, 1)), atol=1e-6)
    np.testing.assert_allclose(spread(moved), spread(photo), atol=3e-5)


def test_each_linear_way_is_the_one_that_it_says(painting: np.ndarray, photo: np.ndarray) -> None:
    here, wanted = covariance(painting), covariance(photo)
    triangle, monge, pca = by_cholesky(here, wanted), by_symmetric(here, wanted), by_pca(here, wanted)
    for change in (triangle, monge, pca):
        np.testing.assert_allclose(change @ here @ change.T, wanted, atol=1e-12)
    assert np.allclose(triangle, np.tril(triangle))
    np.testing.assert_allclose(monge, monge.T, atol=1e-12)  # symmetric and positive: the gradient of a convex
    assert np.linalg.eigvalsh(monge).min() > 0  # function, which is what makes it the one that moves colours least
    moves = [np.trace(here + wanted - 2 * change @ here) for change in (monge, triangle, pca)]
    assert moves[0] < min(moves[1:])


def test_coral_is_what_adains_code_does(painting: np.ndarray, photo: np.ndarray) -> None:
    def root(matrix: np.ndarray) -> np.ndarray:
        left, values, right = np.linalg.svd(matrix)
        return np.asarray(left @ np.diag(np.sqrt(values)) @ right)

    source, target = (picture.reshape(-1, 3).T.astype(np.float64) for picture in (painting, photo))
    own, theirs = ((x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True) for x in (source, target))
    change = root(theirs @ theirs.T / theirs.shape[1]) @ np.linalg.inv(root(own @ own.T / own.shape[1]))
    expected = (change @ own) * target.std(1, keepdims=True) + target.mean(1, keepdims=True)
    np.testing.assert_allclose(recoloured(painting, photo, "coral").reshape(-1, 3).T, expected, atol=2e-3)


def test_histograms_become_the_others_and_the_order_stays(painting: np.ndarray, photo: np.ndarray) -> None:
    moved = recoloured(painting, photo, "histogram")
    for channel in range(3):
        shares = np.linspace(0.02, 0.98, 25)
        mine, theirs = (np.quantile(picture[..., channel], shares) for picture in (moved, photo))
        np.testing.assert_allclose(mine, theirs, atol=3e-3)
        order = np.argsort(painting[..., channel], axis=None)
        assert (np.diff(moved[..., channel].ravel()[order]) >= 0).all()


def test_luminance_is_grey_as_light_as_the_other(painting: np.ndarray, photo: np.ndarray) -> None:
    moved = recoloured(painting, photo, "luminance")
    assert np.ptp(moved, axis=-1).max() == 0
    light, wanted = moved[..., 0], photo @ np.array(LUMA)
    assert (light.mean(), light.std()) == (pytest.approx(wanted.mean()), pytest.approx(wanted.std()))
    assert np.corrcoef(light.ravel(), (painting @ np.array(LUMA)).ravel())[0, 1] == pytest.approx(1)


@pytest.mark.parametrize("method", [*LINEAR, "histogram", "luminance"])
def test_pictures_of_one_colour_give_numbers(method: str, photo: np.ndarray) -> None:
    flat = np.full((4, 5, 3), [0.3, 0.3, 0.7], np.float32)
    assert np.isfinite(recoloured(flat, photo, method)).all()
    assert np.abs(recoloured(photo, flat, method) - flat[0, 0]).max() < (0.5 if method == "luminance" else 0.05)


def test_the_amount_mixes(tmp_path: Path, painting: np.ndarray, photo: np.ndarray) -> None:
    for name, picture in (("painting", painting), ("photo", photo)):
        Image.fromarray((255 * picture).astype(np.uint8)).save(tmp_path / f"{name}.png")
    of, like = Photo(tmp_path / "painting.png"), Photo(tmp_path / "photo.png")
    none, half, whole = (Recoloured(of, like, amount=amount).frame(0, (20, 30), 0) for amount in (0, 0.5, 1))
    np.testing.assert_allclose(none, of.frame(0, (20, 30), 0), atol=1e-6)
    np.testing.assert_allclose(half, (none + whole) / 2, atol=1e-6)
    assert Recoloured(of, like).natural_size() == (20, 30)
    assert Recoloured(of, Colour()).has_alpha
    assert Recoloured(of, Colour()).alpha(0, (4, 5)).tolist() == [[[1.0]] * 5] * 4
    assert not Recoloured(of, like).moves


@dataclasses.dataclass(frozen=True)
class Dusk(Source):
    """A colour that grows darker for two seconds."""

    @property
    def moves(self) -> bool:
        return True

    @property
    def seconds(self) -> float:
        return 2.0

    def frame(self, seconds: float, size: tuple[int, int], seed: int) -> Frame:
        return np.full((*size, 3), 1 - seconds / 2, np.float32)


def test_what_moves_moves_on() -> None:
    forms, dusk = Rectangle(right=0.5), Dusk()
    over = Recoloured(forms, dusk)
    assert (over.moves, over.seconds, over.natural_size()) == (True, 2.0, None)
    assert [float(over.frame(second, (4, 6), 0).mean()) for second in (0, 1)] == pytest.approx([1, 0.5], abs=1e-2)
    assert Recoloured(dusk, forms).seconds == 2.0
    assert Recoloured(Noise(apart=True), forms).apart


@pytest.mark.parametrize("method", [*LINEAR, "histogram", "luminance"])
def test_it_keeps_the_contract(method: Any) -> None:
    check_part(Recoloured(Noise(0.3), Noise(0.1, 0.7), method))
    check_part(Recoloured.example())


def test_both_are_asked_whether_they_are_there(tmp_path: Path) -> None:
    missing = Photo(tmp_path / "a.png")
    for source in (Recoloured(missing, Colour()), Recoloured(Colour(), missing)):
        with pytest.raises(BadPicture, match=r"there is no file .*a\.png"):
            source.ready(0)
    with pytest.raises(BadPicture, match="there is no file"):
        Recoloured(Clip(tmp_path / "a.mp4"), Colour()).ready(1)


def test_what_makes_no_sense_is_a_sentence() -> None:
    with pytest.raises(InvalidValue) as caught:
        Recoloured(Colour(), Noise(), "histogramm")  # type: ignore[arg-type]
    what, _, hint = str(caught.value).splitlines()
    assert what == "Recoloured.method cannot be 'histogramm'"
    assert hint == ("  did you mean 'histogram'? it is one of cholesky, pca, symmetric, coral, histogram, luminance")
    with pytest.raises(InvalidValue) as caught:
        Recoloured("a.png", Colour())  # type: ignore[arg-type]
    assert str(caught.value) == "Recoloured.of is a source, and 'a.png' came\n  a picture file is written Photo(\"…\")"
