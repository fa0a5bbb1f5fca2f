"""Photos as people have them: grey, transparent, for print, of 16 bits, from a palette, turned; each seen as it is."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from dreamkit import Photo

RGB = np.zeros((16, 24, 3), np.uint8)
RGB[:, :8], RGB[:, 8:16], RGB[:, 16:] = (255, 0, 0), (0, 255, 0), (0, 0, 255)
RGB[:8] //= 2
COLOURS = Image.fromarray(RGB)
GREY = np.asarray(COLOURS.convert("L"))
WORDS = GREY.astype(np.uint16) * 257
TURNED = (274, "H", 1, 6, True)
"""TIFF's tag of a picture whose top lies on its right side."""


def turned() -> Image.Exif:
    """The same, as a camera writes it."""
    exif = Image.Exif()
    exif[274] = 6
    return exif


def write_grey_and_alpha_png(path: Path) -> None:
    """A PNG of grey and alpha, of 16 bits each, which Pillow cannot write."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = np.stack([WORDS, np.full_like(WORDS, 65535)], axis=-1).astype(">u2")
    head = struct.pack(">IIBBBBB", 24, 16, 16, 4, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))


def write_lab(path: Path) -> None:
    rgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    there = ImageCms.applyTransform(COLOURS, ImageCms.buildTransform(rgb, lab, "RGB", "LAB"))
    assert there is not None
    there.save(path)


IN_COLOUR: dict[str, Callable[[Path], object]] = {
    "plain.jpg": lambda path: COLOURS.save(path, quality=98, subsampling=0),
    "palette.png": lambda path: COLOURS.convert("P").save(path),
    "palette.tif": lambda path: COLOURS.convert("P").save(path),
    "print.jpg": lambda path: COLOURS.convert("CMYK").save(path, quality=98),
    "print.tif": lambda path: COLOURS.convert("CMYK").save(path),
    "lab.tif": write_lab,
    "deep.tif": lambda path: tifffile.imwrite(path, RGB.astype(np.uint16) * 257, photometric="rgb"),
    "deep_print.tif": lambda path: tifffile.imwrite(
        path, np.asarray(COLOURS.convert("CMYK")).astype(np.uint16) * 257, photometric="separated"
    ),
    "transparent.webp": lambda path: COLOURS.convert("RGBA").save(path, lossless=True),
}

IN_GREY: dict[str, Callable[[Path], object]] = {
    "plain.jpg": lambda path: COLOURS.convert("L").save(path, quality=98),
    "transparent.png": lambda path: COLOURS.convert("LA").save(path),
    "transparent.tif": lambda path: COLOURS.convert("LA").save(path),
    "deep.png": lambda path: Image.fromarray(WORDS).save(path),
    "deep_transparent.png": write_grey_and_alpha_png,
    "deep.tif": lambda path: tifffile.imwrite(path, WORDS),
    "from_white.tif": lambda path: tifffile.imwrite(path, 255 - GREY, photometric="miniswhite"),
    "deep_from_white.tif": lambda path: tifffile.imwrite(path, 65535 - WORDS, photometric="miniswhite"),
}

ON_ITS_SIDE: dict[str, Callable[[Path], object]] = {
    "grey.jpg": lambda path: COLOURS.convert("L").save(path, quality=98, exif=turned()),
    "print.jpg": lambda path: COLOURS.convert("L").convert("CMYK").save(path, quality=98, exif=turned()),
    "deep.png": lambda path: Image.fromarray(WORDS).save(path, exif=turned()),
    "grey.tif": lambda path: tifffile.imwrite(path, GREY, extratags=[TURNED]),
    "deep.tif": lambda path: tifffile.imwrite(path, WORDS, extratags=[TURNED]),
    "packed.tif": lambda path: tifffile.imwrite(path, WORDS, compression="zlib", extratags=[TURNED]),
}


def seen(path: Path) -> np.ndarray:
    photo = Photo(path)
    return photo.frame(0.0, photo.natural_size(), 0)


@pytest.mark.parametrize("name", IN_COLOUR)
def test_colours_of_any_kind_are_seen(name: str, tmp_path: Path) -> None:
    IN_COLOUR[name](tmp_path / name)
    picture = seen(tmp_path / name)
    assert picture.shape == RGB.shape
    assert np.abs(picture - RGB / 255).mean() < 0.03  # a palette has few colours, and Lab is rounded


@pytest.mark.parametrize("name", IN_GREY)
def test_grey_of_any_kind_is_seen(name: str, tmp_path: Path) -> None:
    IN_GREY[name](tmp_path / name)
    np.testing.assert_allclose(seen(tmp_path / name), GREY[..., None].repeat(3, axis=-1) / 255, atol=0.02)


@pytest.mark.parametrize("name", ON_ITS_SIDE)
def test_a_photo_of_any_kind_stands_upright(name: str, tmp_path: Path) -> None:
    ON_ITS_SIDE[name](tmp_path / name)
    upright = np.rot90(GREY, -1)[..., None].repeat(3, axis=-1) / 255
    assert Photo(tmp_path / name).natural_size() == (24, 16)
    np.testing.assert_allclose(seen(tmp_path / name), upright, atol=0.06)


@pytest.mark.parametrize("name", [*IN_COLOUR, *IN_GREY])
def test_a_photo_says_whether_it_is_opaque(name: str, tmp_path: Path) -> None:
    (IN_COLOUR | IN_GREY)[name](tmp_path / name)
    transparent = "transparent" in name and name != "transparent.webp"  # whose encoder leaves out an alpha of 1
    assert Photo(tmp_path / name).opaque != transparent
