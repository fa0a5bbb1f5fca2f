"""Styles that have a region each, and what of the picture is in none."""

from __future__ import annotations

import warnings

import pytest

from dreamkit import Channel, Disc, Inverted, Likeness, Masked, Noise, Objective, Rectangle, Style
from dreamkit.render.cover import Uncovered, warn_of_gaps

STYLE = Style("a", Noise())
LEFT, RIGHT = Rectangle(right=0.5), Rectangle(left=0.5)


def test_a_gap_is_told_with_its_share() -> None:
    half = Masked(STYLE, Rectangle(right=0.25)) + 0.5 * Masked(STYLE, RIGHT) + Likeness("a", Noise())
    with pytest.warns(Uncovered) as told:
        warn_of_gaps(half, (40, 80))
    assert str(told[0].message) == (
        "25% of the picture lies in no style's mask; Masked(…, Inverted(mask)) fills what a mask leaves"
    )


@pytest.mark.parametrize(
    "objective",
    [
        Masked(STYLE, LEFT) + Masked(STYLE, RIGHT),
        Masked(STYLE, Disc()) + Masked(STYLE, Inverted(Disc())),
        Masked(STYLE, Disc()) + STYLE,
        Masked(STYLE, Disc()) + Likeness("a", Noise()),
        Masked(STYLE, Disc()),
        Masked(Channel("a", 0), Disc()) + Masked(Channel("a", 1), Disc()),
    ],
    ids=repr,
)
def test_what_leaves_none_or_means_to_is_not(objective: Objective) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_gaps(objective, (40, 80))
