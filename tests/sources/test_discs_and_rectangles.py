"""White shapes on black."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamkit import Disc, Inverted, Layer, Masked, Noise, Photo, Rectangle, Source
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part


@pytest.mark.parametrize(
    "part", [Disc(), Disc(0.2, 0.9, 0.1, 0), Rectangle(0.1, 0.2, 0.3, 0.9), Inverted(Disc())], ids=repr
)
def test_they_keep_the_contract(part: Source) -> None:
    check_part(part)


@pytest.mark.parametrize("softness", [0.0, 0.2])
def test_a_disc_is_as_large_as_its_radius_says(softness: float) -> None:
    frame = Disc(down=0.4, across=0.6, radius=0.25, softness=softness).frame(0.0, (100, 160), 0)
    # a straight edge that is r wide and as far inside as outside adds π r² / 12
    expected = math.pi * 25**2 + math.pi * (100 * softness) ** 2 / 12
    assert frame[..., 0].sum() == pytest.approx(expected, rel=0.01)
    rows, columns = (frame[..., 0].sum(axis) for axis in (1, 0))
    assert rows @ range(100) / rows.sum() == pytest.approx(39.5, abs=0.1)
    assert columns @ range(160) / columns.sum() == pytest.approx(95.5, abs=0.1)


def test_a_rectangle_covers_its_share_of_a_picture_of_any_size() -> None:
    part = Rectangle(top=0.25, left=0.1, bottom=0.75, right=0.5)
    for size in ((8, 10), (7, 13), (1, 1)):
        assert part.frame(0.0, size, 0).mean() == pytest.approx(0.5 * 0.4, rel=1e-5)


def test_a_mask_and_its_inverse_cover_the_picture_once() -> None:
    mask = Disc(softness=0.3)
    both = mask.frame(0.0, (20, 30), 0) + Inverted(mask).frame(0.0, (20, 30), 0)
    assert both == pytest.approx(np.ones((20, 30, 3)))


def test_the_inverse_of_a_mask_that_bends_bends_too(tmp_path: Path) -> None:
    Image.fromarray(np.eye(20, dtype=np.uint8) * 255).save(tmp_path / "mask.png")
    Masked(Layer("a"), Inverted(Photo(tmp_path / "mask.png", fit="stretch"))).suits((10, 40), Noise())
    with pytest.raises(InvalidValue, match="the mask is 20 × 20 pixels, and the picture 40 × 10"):
        Masked(Layer("a"), Inverted(Photo(tmp_path / "mask.png"))).suits((10, 40), Noise())


def test_what_is_no_source_has_no_inverse() -> None:
    with pytest.raises(InvalidValue, match="of is a source, and 'mask"):
        Inverted("mask.png")  # type: ignore[arg-type]
