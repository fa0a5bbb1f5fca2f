"""Maco keeps its waves as loud as the spectrum says, and the spectrum is that of the photos it was measured on."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamkit import Maco, ops
from dreamkit.colours import APART
from dreamkit.digests import stamp
from dreamkit.errors import BadPicture
from dreamkit.parameterizations.spectrum import NATURAL, SIDE, loudness, measured, read
from dreamkit.testing import check_part
from dreamkit.testing.gradients import at_once


def numpy_of(tensor: object) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(tensor))


def plane(image: np.ndarray) -> np.ndarray:
    """(height, width, 3) in (0, 1) without bounds, colours apart, as planes."""
    return (np.log(image / (1 - image)) @ np.linalg.inv(np.array(APART))).transpose(2, 0, 1)


@pytest.mark.parametrize("size", [(32, 48), (33, 40)])
def test_whatever_the_phases_every_wave_is_as_loud_as_told(rng: np.random.Generator, size: tuple[int, int]) -> None:
    phases = rng.uniform(-np.pi, np.pi, (1, 3, size[0], size[1] // 2 + 1)).astype(np.float32)
    image = numpy_of(at_once(lambda at: Maco(contrast=0.5).decode(at, size), ops.convert_to_tensor(phases)))[0]
    found = np.abs(np.fft.rfft2(plane(image.astype(np.float64))))
    wanted = loudness(NATURAL, stamp(NATURAL), size)
    inside = (slice(None), slice(1, size[0] // 2), slice(1, size[1] // 2))  # the rest is real, and loses a part
    share = found[inside] / wanted[inside]
    np.testing.assert_allclose(share, share.mean(), rtol=0.01)
    assert plane(image.astype(np.float64)).std() == pytest.approx(0.5, rel=1e-3)


def test_a_photo_that_is_as_loud_comes_back(rng: np.random.Generator) -> None:
    size = (24, 32)
    noise = rng.random((2, *size, 3)).astype(np.float32)
    part = Maco(contrast=0.3)
    image = at_once(lambda image: part.decode(part.encode(image), size), ops.convert_to_tensor(noise))
    again = at_once(lambda image: part.decode(part.encode(image), size), image)
    np.testing.assert_allclose(numpy_of(again), numpy_of(image), atol=2e-3)


def test_it_keeps_the_contract() -> None:
    check_part(Maco())
    Maco().check_files()


def test_the_spectrum_of_one_square_is_its_own(tmp_path: Path, rng: np.random.Generator) -> None:
    whole = rng.integers(40, 200, (SIDE, SIDE, 3)).astype(np.uint8)
    Image.fromarray(whole).save(tmp_path / "one.png")
    square = whole / 255
    loud = np.abs(np.fft.rfft2((square @ np.linalg.inv(np.array(APART))).transpose(2, 0, 1)))
    expected = (loud + np.roll(loud[:, ::-1], 1, axis=1)) / 2
    np.testing.assert_allclose(measured([tmp_path / "one.png"]), expected, rtol=1e-4)


def test_the_shipped_spectrum_falls_as_those_of_photos_do() -> None:
    """Loudness falls about as 1 / frequency (Field 1987), and lightness is the loudest of the three."""
    spectrum = read(NATURAL, stamp(NATURAL))
    frequency = np.hypot(np.fft.fftfreq(SIDE)[:, None], np.arange(SIDE // 2 + 1) / SIDE)
    between = (frequency > 0.03) & (frequency < 0.3)
    slope = np.polyfit(np.log(frequency[between]), np.log(spectrum[0][between]), 1)[0]
    assert -1.6 < slope < -0.8
    assert spectrum[0].mean() > spectrum[1].mean() > 0


def test_a_spectrum_at_its_own_size_is_what_was_measured() -> None:
    found = loudness(NATURAL, stamp(NATURAL), (SIDE, SIDE))
    np.testing.assert_allclose(found, read(NATURAL, stamp(NATURAL)), rtol=1e-4)


@pytest.mark.parametrize("content", [b"", b"no numbers", None])
def test_a_file_that_holds_no_spectrum_is_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.npy"
    path.write_bytes(content) if content is not None else np.save(path, np.zeros((4, 4)))
    with pytest.raises(BadPicture, match=re.escape(f"{path} holds")) as caught:
        Maco(spectrum=str(path)).check_files()
    assert "`dreamkit spectrum FOLDER` measures one on a folder of photos" in str(caught.value)
