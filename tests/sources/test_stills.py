"""Sources that stand still: a photograph, a plain colour and a grain."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamkit import Colour, Fourier, NaturalNoise, Noise, Photo, ops
from dreamkit.colours import APART
from dreamkit.errors import BadPicture, InvalidValue
from dreamkit.testing import check_part


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (20, 40, 3), dtype=np.uint8)).save(path)
    return path


def test_they_keep_the_contract(photo: Path) -> None:
    for source in (Photo(photo), Photo(photo, "stretch"), Colour.hex("#ff8000"), NaturalNoise(), Noise(0.2)):
        check_part(source)
        assert not source.moves
        assert source.seconds is None


def test_a_photo_is_the_same_from_a_text_and_a_path(photo: Path) -> None:
    assert Photo(str(photo)) == Photo(photo)
    assert hash(Photo(str(photo))) == hash(Photo(photo))
    assert Photo(photo).natural_size() == (20, 40)


def test_nobody_can_paint_on_a_photo(photo: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        Photo(photo).frame(0, (20, 40), 0)[0] = 1


def test_a_missing_photo_says_who_asked(tmp_path: Path, photo: Path) -> None:
    asked = Photo(tmp_path / "cta.png")
    line = sys._getframe().f_lineno - 1
    with pytest.raises(BadPicture) as caught:
        asked.frame(0, (2, 2), 0)
    assert str(caught.value) == (
        f"there is no file {tmp_path / 'cta.png'}\n"
        f"  asked by {asked!r}, test_stills.py:{line}\n"
        "  did you mean 'cat.png'?"
    )


def test_an_unknown_fit_is_a_sentence(photo: Path) -> None:
    with pytest.raises(InvalidValue, match=r"Photo\.fit is one of cover, stretch, and 'crop' came"):
        Photo(photo, "crop")  # type: ignore[arg-type]


def test_noise_is_the_same_for_a_seed_and_as_loud_as_it_says() -> None:
    grain = Noise(contrast=0.1, brightness=0.4).frame(0, (64, 64), seed=3)
    assert np.array_equal(grain, Noise(0.1, 0.4).frame(5.0, (64, 64), seed=3))
    assert not np.array_equal(grain, Noise(0.1, 0.4).frame(0, (64, 64), seed=4))
    assert grain.mean() == pytest.approx(0.4, abs=0.01)
    assert grain.std() == pytest.approx(0.1, abs=0.01)


def test_loud_noise_stays_in_range() -> None:
    grain = Noise(contrast=1).frame(0, (16, 16), seed=0)
    assert grain.min() == 0
    assert grain.max() == 1


def test_a_colour_is_what_the_web_calls_it() -> None:
    assert Colour.hex("#ff8000") == Colour.hex("FF8000") == Colour(1.0, 128 / 255, 0.0)
    assert np.allclose(Colour.hex("#ff8000").frame(0, (2, 3), 0), [1, 128 / 255, 0])


@pytest.mark.parametrize("code", ["ff80", "#ff80000", "#gg0000", "", "#+1+1+1", "red"])
def test_what_is_no_colour_is_a_sentence(code: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Colour.hex(code)
    assert caught.value.what == f"a colour is written like '#ff8000', and {code!r} came"


def test_natural_noise_is_where_lucid_begins() -> None:
    """The standard deviation before the sigmoid is known; each wave's number is a Gaussian of `contrast`."""
    size = (128, 128)
    clouds = NaturalNoise().frame(0, size, seed=1)
    assert np.std(np.log(clouds / (1 - clouds)) @ np.linalg.inv(np.array(APART))) == pytest.approx(0.0183, rel=0.05)
    numbers = np.asarray(ops.convert_to_numpy(Fourier().encode(ops.convert_to_tensor(clouds[None]))))
    assert np.std(numbers[..., 1:-1]) == pytest.approx(0.01, rel=0.05)


@pytest.mark.parametrize("part", [Colour, Noise])
def test_numbers_out_of_range_are_sentences(part: type[Colour | Noise]) -> None:
    with pytest.raises(InvalidValue, match="must lie between 0 and 1, and 2 came"):
        part(2)
