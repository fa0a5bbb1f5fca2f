"""Waves against numpy's transform, the map against Lucid's own, and what it is good for."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import Fourier, ops
from dreamkit.colours import APART, squashed, stretched
from dreamkit.errors import InvalidValue
from dreamkit.parameterizations.waves import frequencies, pictures, waves
from dreamkit.testing import check_part
from dreamkit.testing.gradients import at_once

SIZES = [(6, 8), (7, 8), (6, 9), (5, 7), (1, 4)]


def numpy_of(tensor: object) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(tensor))


@pytest.mark.parametrize("size", [(6, 8), (7, 10)])
def test_waves_are_numpys(rng: np.random.Generator, size: tuple[int, int]) -> None:
    image = rng.random((2, *size, 3)).astype(np.float32)
    expected = np.fft.rfft2(image.transpose(0, 3, 1, 2))
    found, again = at_once(lambda image: (waves(image), pictures(waves(image), size)), ops.convert_to_tensor(image))
    np.testing.assert_allclose(numpy_of(found), [expected.real, expected.imag], atol=1e-4)
    np.testing.assert_allclose(numpy_of(again), image, atol=1e-5)


@pytest.mark.parametrize("size", [(7, 8), (6, 9)])
def test_frequencies_are_numpys(size: tuple[int, int]) -> None:
    down, across = np.fft.fftfreq(size[0]), np.fft.fftfreq(size[1])[: (size[1] + 1) // 2 + 1]
    expected = np.maximum(np.hypot(down[:, None], across[None]), 1 / max(size))
    np.testing.assert_allclose(numpy_of(frequencies(size)), expected, rtol=1e-6)


def lucid(spectrum: np.ndarray, height: int, width: int) -> np.ndarray:
    """`fft_image` and `to_valid_rgb` as Lucid has them, in plain numpy."""
    down = np.fft.fftfreq(height)[:, None]
    across = np.fft.fftfreq(width)[: width // 2 + (2 if width % 2 else 1)]
    scale = np.sqrt(width * height) / np.maximum(np.sqrt(across**2 + down**2), 1.0 / max(width, height))
    planes = np.fft.irfft2(scale * (spectrum[0] + 1j * spectrum[1]))[..., :height, :width]
    root = np.float64([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
    colours = planes.transpose(0, 2, 3, 1) / 4 @ (root / np.max(np.linalg.norm(root, axis=0))).T
    return 1 / (1 + np.exp(-colours))


@pytest.mark.parametrize("size", [(6, 8), (7, 8), (6, 9), (5, 7)])
def test_the_map_is_lucids(rng: np.random.Generator, size: tuple[int, int]) -> None:
    columns = size[1] // 2 + (2 if size[1] % 2 else 1)
    spectrum = rng.standard_normal((2, 2, 3, size[0], columns)).astype(np.float32) * 0.1
    image = at_once(lambda numbers: Fourier().decode(numbers, size), ops.convert_to_tensor(spectrum.swapaxes(0, 1)))
    np.testing.assert_allclose(numpy_of(image), lucid(spectrum, *size), atol=2e-5)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("part", [Fourier(), Fourier(decay=0.5, colours="plain")])
def test_a_photo_is_written_and_read(rng: np.random.Generator, part: Fourier, size: tuple[int, int]) -> None:
    image = 0.1 + 0.8 * rng.random((2, *size, 3)).astype(np.float32)
    again = at_once(lambda image: part.decode(part.encode(image), size), ops.convert_to_tensor(image))
    np.testing.assert_allclose(numpy_of(again), image, atol=1e-4)


def test_black_and_white_are_written_as_the_next_best() -> None:
    image = np.float32([0, 1, 0.5] * 8).reshape(1, 2, 4, 3)
    for colours in ("apart", "plain"):
        back = numpy_of(squashed(stretched(image, colours), colours))
        np.testing.assert_allclose(back, np.clip(image, 0.5 / 255, 1 - 0.5 / 255), atol=1e-5)


def test_the_matrix_is_the_published_one() -> None:
    published = [[0.5628, 0.5845, 0.5845], [0.1948, 0, -0.1948], [0.0433, -0.1082, 0.0649]]
    np.testing.assert_allclose(APART, published, atol=5e-5)


def test_the_gradient_is_right(rng: np.random.Generator) -> None:
    """Against finite differences, at a few numbers of each kind."""
    part, size = Fourier(), (5, 6)
    numbers = 0.3 * rng.standard_normal((1, 2, 3, 5, 4)).astype(np.float32)
    wanted = rng.standard_normal((1, *size, 3)).astype(np.float32)
    slope = numpy_of(at_once(part.gradient, ops.convert_to_tensor(numbers), ops.convert_to_tensor(wanted)))
    places = [(0, 0, 0, 0), (0, 1, 2, 1), (1, 2, 3, 2), (0, 0, 1, 3)]
    nudged = np.repeat(numbers, 2 * len(places), axis=0)
    for number, place in enumerate(places):
        nudged[(2 * number, *place)] += 1e-2
        nudged[(2 * number + 1, *place)] -= 1e-2
    pictures = numpy_of(at_once(lambda numbers: part.decode(numbers, size), ops.convert_to_tensor(nudged)))
    ends = (pictures * wanted).sum(axis=(1, 2, 3))
    for number, place in enumerate(places):
        risen = (ends[2 * number] - ends[2 * number + 1]) / 2e-2
        assert slope[(0, *place)] == pytest.approx(risen, rel=2e-2, abs=2e-3)


@pytest.mark.parametrize("part", [Fourier(), Fourier(decay=1.5, colours="plain")])
def test_it_keeps_the_contract(part: Fourier) -> None:
    check_part(part)


def test_colours_that_there_are_not_are_refused() -> None:
    with pytest.raises(InvalidValue) as caught:
        Fourier(colours="bright")  # type: ignore[arg-type]
    assert str(caught.value).splitlines()[0].endswith("Fourier.colours is one of apart, plain, and 'bright' came")
