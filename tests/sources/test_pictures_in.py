"""Pictures of every mode and depth are read as they look, and what cannot be read is a sentence."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from dreamkit import pictures
from dreamkit.errors import BadPicture
from dreamkit.pictures import read_picture, resample


@pytest.fixture
def colours(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 256, (6, 9, 3), dtype=np.uint8)


@pytest.fixture
def deep(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 65536, (6, 9, 3), dtype=np.uint16)


def write_deep_png(path: Path, picture: np.ndarray) -> None:
    """A png of 16 bits, which Pillow cannot write."""
    import av

    codec = av.CodecContext.create("png", "w")
    codec.height, codec.width = picture.shape[:2]
    codec.pix_fmt, codec.time_base = "rgb48be" if picture.shape[2] == 3 else "rgba64be", Fraction(1, 1)
    frame = av.VideoFrame.from_ndarray(picture, format="rgb48le" if picture.shape[2] == 3 else "rgba64le")
    packets = codec.encode(frame.reformat(format=codec.pix_fmt)) + codec.encode(None)
    path.write_bytes(b"".join(map(bytes, packets)))


@pytest.mark.parametrize("ending", ["png", "bmp", "tif", "gif", "webp"])
def test_colours_are_read_as_they_are(ending: str, colours: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    if ending == "gif":
        colours = colours // 85 * 85  # few enough for a palette
    Image.fromarray(colours).save(path, **({"lossless": True} if ending == "webp" else {}))
    picture = read_picture(path)
    assert picture.dtype == np.float32
    assert np.allclose(picture, colours / 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "CMYK", "YCbCr", "HSV", "I;16"])
def test_every_mode_has_colours(mode: str, tmp_path: Path) -> None:
    white = Image.new("RGB", (4, 4), "white")
    if mode == "I;16":
        image = Image.fromarray(np.full((4, 4), 65535, np.uint16))
    elif mode == "PA":
        image = white.convert("P").convert("PA")
    else:
        image = white.convert(mode)
    path = tmp_path / f"a.{'tif' if mode in ('CMYK', 'YCbCr', 'PA') else 'png'}"
    if mode == "HSV":
        image = image.convert("RGB")
    image.save(path)
    assert np.allclose(read_picture(path), 1.0)
    assert read_picture(path).shape == (4, 4, 3)


def test_a_cmyk_jpeg_is_not_upside_down_in_its_colours(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "red.jpg")
    assert np.abs(read_picture(tmp_path / "red.jpg") - [1, 0, 0]).max() < 0.05


def test_transparent_places_become_white(tmp_path: Path) -> None:
    picture = np.zeros((2, 2, 4), np.uint8)
    picture[0, 0, 3], picture[0, 1, 3] = 255, 51
    Image.fromarray(picture).save(tmp_path / "a.png")
    assert np.allclose(read_picture(tmp_path / "a.png")[..., 0], [[0, 0.8], [1, 1]], atol=0.003)


def test_a_transparent_colour_of_a_palette_becomes_white(tmp_path: Path) -> None:
    image = Image.new("P", (2, 1), 0)
    image.putpalette([10, 20, 30, 200, 0, 0])
    image.putpixel((1, 0), 1)
    image.save(tmp_path / "a.png", transparency=0)
    assert np.allclose(read_picture(tmp_path / "a.png"), [[[1, 1, 1], [200 / 255, 0, 0]]])


def test_sixteen_bits_are_kept(deep: np.ndarray, tmp_path: Path) -> None:
    write_deep_png(tmp_path / "a.png", deep)
    tifffile.imwrite(tmp_path / "a.tif", deep, photometric="rgb")
    tifffile.imwrite(tmp_path / "zip.tif", deep, photometric="rgb", compression="zlib", predictor=True)
    tifffile.imwrite(
        tmp_path / "planes.tif", np.moveaxis(deep, -1, 0).copy(), photometric="rgb", planarconfig="separate"
    )
    for name in ("a.png", "a.tif", "zip.tif", "planes.tif"):
        assert np.allclose(read_picture(tmp_path / name), deep / 65535, atol=1e-6), name


def test_sixteen_bits_of_grey_are_kept(deep: np.ndarray, tmp_path: Path) -> None:
    dark = deep[..., 0] // 300  # all below 256, and still of 16 bits
    Image.fromarray(dark).save(tmp_path / "a.png")
    tifffile.imwrite(tmp_path / "a.tif", dark)
    for name in ("a.png", "a.tif"):
        assert np.allclose(read_picture(tmp_path / name), np.repeat(dark[..., None], 3, -1) / 65535, atol=1e-7)


def test_sixteen_bits_with_transparency_lie_on_white(deep: np.ndarray, tmp_path: Path) -> None:
    clear = np.concatenate([deep, np.full((6, 9, 1), 65535 // 4, np.uint16)], axis=-1)
    write_deep_png(tmp_path / "a.png", clear)
    share = (65535 // 4) / 65535
    assert np.allclose(read_picture(tmp_path / "a.png"), deep / 65535 * share + 1 - share, atol=1e-5)


def test_numbers_between_0_and_1_are_grey(rng: np.random.Generator, tmp_path: Path) -> None:
    numbers = rng.random((3, 4)).astype(np.float32)
    tifffile.imwrite(tmp_path / "a.tif", numbers)
    assert np.allclose(read_picture(tmp_path / "a.tif")[..., 1], numbers)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["jpg", "png", "deep.tif"])
def test_pictures_stand_upright(kind: str, orientation: int, tmp_path: Path) -> None:
    """The arrow points to the top left in every picture once it is upright."""
    upright = np.zeros((16, 24, 3), np.uint8)
    upright[:8, :8] = 255
    stored = {1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1]}.get(orientation)
    if stored is None:
        turned = upright.swapaxes(0, 1)
        stored = {5: turned, 6: turned[::-1], 7: turned[::-1, ::-1], 8: turned[:, ::-1]}[orientation]
    path = tmp_path / f"a.{kind}"
    if kind == "deep.tif":
        words = np.ascontiguousarray(stored).astype(np.uint16) * 257
        tifffile.imwrite(path, words, photometric="rgb", extratags=[(274, "H", 1, orientation, True)])
    else:
        exif = Image.Exif()
        exif[274] = orientation
        Image.fromarray(np.ascontiguousarray(stored)).save(
            path, exif=exif, **({"quality": 95} if kind == "jpg" else {})
        )
    assert np.abs(read_picture(path) - upright / 255).max() < 0.1


def test_a_large_picture_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST_PIXELS", 1_000_000)
    path = tmp_path / "a.png"
    Image.new("1", (1200, 1000)).save(path)
    assert _refused(path) == f"{path} has 1200 × 1000 pixels, more than the 1,000,000 that are read"


def _refused(path: Path) -> str:
    with pytest.raises(BadPicture) as caught:
        read_picture(path)
    return str(caught.value)


def test_what_is_no_picture_is_a_sentence(tmp_path: Path, colours: np.ndarray) -> None:
    text, empty, cut = tmp_path / "text.jpg", tmp_path / "empty.png", tmp_path / "cut.jpg"
    text.write_text("a thousand words")
    empty.touch()
    Image.fromarray(colours.repeat(20, 0).repeat(20, 1)).save(cut, quality=95)
    cut.write_bytes(cut.read_bytes()[:4000])
    assert _refused(text) == (
        f"{text} is no picture\n  it is read if it is a bmp, gif, jpeg, jpg, png, tif, tiff, webp"
    )
    assert _refused(empty) == f"{empty} is empty"
    assert _refused(cut).startswith(f"{cut} is damaged: image file is truncated (")
    assert _refused(tmp_path) == f"{tmp_path} is a folder, and a picture was wanted"
    assert _refused(tmp_path / "txt.jpg") == f"there is no file {tmp_path / 'txt.jpg'}\n  did you mean 'text.jpg'?"
    assert _refused(tmp_path / "no" / "a.jpg") == f"there is no file {tmp_path / 'no' / 'a.jpg'}"


def test_numbers_whose_white_nobody_knows_are_a_sentence(tmp_path: Path) -> None:
    wild, whole = tmp_path / "wild.tif", tmp_path / "whole.tif"
    tifffile.imwrite(wild, np.array([[0, 7.5]], np.float32))
    tifffile.imwrite(whole, np.array([[0, 70000]], np.int32))
    assert _refused(wild) == f"{wild} is grey from 0 to 7.5, and which number is white cannot be known"
    assert _refused(whole) == f"{whole} is grey from 0 to 70000, and which number is white cannot be known"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_that_may_not_be_read_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    Image.new("RGB", (2, 2)).save(path)
    path.chmod(0)
    assert _refused(path) == f"{path} may not be read by you"


def test_cover_cuts_both_sides_alike_and_stretch_bends() -> None:
    picture = np.zeros((10, 40, 3), np.float32)
    picture[:, 15:25] = 1
    assert np.allclose(resample(picture, (10, 10), "cover"), 1)
    assert resample(picture, (10, 10), "stretch")[:, 0].max() < 0.1
    assert resample(np.rot90(picture).copy(), (10, 10), "cover").mean() == pytest.approx(1)


def test_bytes_and_numbers_are_resampled_alike(colours: np.ndarray) -> None:
    smooth = resample(colours, (60, 90), "stretch")
    as_bytes, as_numbers = (
        resample(picture, (30, 50), "cover") for picture in ((255 * smooth).astype(np.uint8), smooth)
    )
    assert np.abs(as_bytes - as_numbers).max() < 0.02
