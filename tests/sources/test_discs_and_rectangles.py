"""White shapes on black."""

from __future__ import annotations

import math

import pytest

from dreamkit import Disc, Rectangle
from dreamkit.testing import check_part


@pytest.mark.parametrize("part", [Disc(), Disc(0.2, 0.9, 0.1, 0), Rectangle(0.1, 0.2, 0.3, 0.9)], ids=repr)
def test_they_keep_the_contract(part: Disc | Rectangle) -> None:
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
