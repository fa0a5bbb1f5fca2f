"""Colours are found where they are, the same ones every time, and what is no palette is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dreamkit_palette import Palette, PaletteClamp, colours_of
from dreamkit_palette.oklab import oklab

from dreamkit.errors import BadPicture, InvalidValue
from dreamkit.registry import static_config

INKS = ((20, 30, 90), (230, 190, 40), (240, 240, 235), (150, 40, 30))

Save = Callable[..., Path]


def numbers(hexes: tuple[str, ...]) -> np.ndarray:
    return np.array([list(bytes.fromhex(colour[1:])) for colour in hexes])


@pytest.mark.parametrize(
    ("colour", "published"),
    [
        ((255, 255, 255), (1, 0, 0)),
        ((255, 0, 0), (0.62796, 0.22486, 0.12585)),
        ((0, 128, 0), (0.51975, -0.1403, 0.10768)),
        ((0, 0, 255), (0.45201, -0.03246, -0.31153)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_oklab_is_what_css_color_4_says(colour: tuple[int, ...], published: tuple[float, ...]) -> None:
    assert np.allclose(oklab(np.array(colour) / 255), published, atol=1e-4)


def test_clusters_are_found_from_dark_to_light(save: Save, rng: np.random.Generator) -> None:
    shares = (900, 500, 300, 80)  # the smallest is found as well
    dots = np.concatenate([rng.normal(ink, 4, (share, 3)) for ink, share in zip(INKS, shares, strict=True)])
    found = numbers(colours_of(save(dots.clip(0, 255)), count=4))
    assert np.abs(found - [INKS[0], INKS[3], INKS[1], INKS[2]]).max() < 10


def test_a_picture_of_few_colours_has_just_these(save: Save) -> None:
    pixels = INKS * 30
    assert set(colours_of(save(pixels), 4)) == {"#" + bytes(ink).hex() for ink in INKS}


def test_every_colour_is_in_the_picture(save: Save, rng: np.random.Generator) -> None:
    pixels = rng.integers(0, 256, (400, 3))
    assert {tuple(colour) for colour in numbers(colours_of(save(pixels), 6))} <= set(map(tuple, pixels))


def test_one_seed_finds_one_palette(save: Save, rng: np.random.Generator) -> None:
    pixels = rng.integers(0, 256, (400, 3))
    first, again = save(pixels), save(pixels, "again.png")  # another file: nothing is remembered
    assert colours_of(first, 6, seed=3) == colours_of(again, 6, seed=3)
    assert colours_of(first, 6, seed=3) != colours_of(first, 6, seed=4)


def test_another_picture_of_the_same_name_is_another_palette(save: Save) -> None:
    part = Palette(path := save(INKS[:2]), count=2)
    colours, identity = colours_of(path, 2), static_config(part)
    save(INKS[2:])
    assert colours_of(path, 2) != colours
    assert static_config(part) != identity


HOW = 'it is # and two hexadecimal digits each for red, green and blue, such as "#1b2a4e"'
WHAT = 'a picture is Path("painting.jpg"), and colours are ("#1b2a4e", "#e8b23a")'


@pytest.mark.parametrize("kind", [Palette, PaletteClamp])
@pytest.mark.parametrize(
    ("fields", "what", "hint"),
    [
        ({"colours": ("#112233",)}, "a palette has at least 2 different colours, and ('#112233',) came", ""),
        ({"colours": ()}, "a palette has at least 2 different colours, and () came", ""),
        (
            {"colours": ("#aabbcc", "#AABBCC")},
            "a palette has at least 2 different colours, and ('#aabbcc', '#AABBCC') came",
            "",
        ),
        ({"colours": ("#112233", "red")}, "'red' is no colour", HOW),
        ({"colours": ("#112233", "#12345g")}, "'#12345g' is no colour", HOW),
        ({"colours": ("#112233", 7)}, "7 is no colour", HOW),
        ({"colours": "cafe.jpg"}, "{kind}.colours is a tuple or a Path, and 'cafe.jpg' came", WHAT),
        (
            {"colours": ("#112233", "#445566"), "count": 3},
            "{kind}.count says how many colours to find in a picture, and a list of colours came",
            "leave it away, or give a picture",
        ),
        ({"colours": Path("a.png"), "count": 1}, "{kind}.count is a whole number from 2 to 256, and 1 came", ""),
        ({"colours": Path("a.png"), "count": 4.0}, "{kind}.count is a whole number from 2 to 256, and 4.0 came", ""),
    ],
)
def test_what_is_no_palette_is_refused(kind: type, fields: dict[str, Any], what: str, hint: str) -> None:
    with pytest.raises(InvalidValue) as error:
        kind(**fields)
    assert error.value.what == what.format(kind=kind.__name__)
    assert error.value.hint == hint
    assert isinstance(error.value.by, kind)


def test_a_picture_of_fewer_colours_is_told_when_it_is_used(save: Save) -> None:
    path = save(INKS[:3] * 9)
    with pytest.raises(InvalidValue) as error:
        colours_of(path, 5)
    assert str(error.value) == f"{path} has 3 different colours, and 5 are wanted\n  lower the count"


def test_a_missing_picture_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadPicture, match="there is no file"):
        colours_of(tmp_path / "none.png")
