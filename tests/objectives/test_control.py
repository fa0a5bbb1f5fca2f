"""A style transfer is held in places: two styles, content here and not there, and colours that stay."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamkit import (
    Adam,
    Clamp,
    Colour,
    Disc,
    Effect,
    Inverted,
    KeepChroma,
    Likeness,
    Masked,
    NaturalNoise,
    Net,
    Objective,
    Recoloured,
    Rectangle,
    Shot,
    Source,
    Style,
)
from dreamkit.testing.fixtures import Paint

LAYERS = ("relu0", "relu1")
PHOTO = NaturalNoise(0.15)
NOTHING = Effect()
RED, BLUE = Colour(0.8, 0.3, 0.2), Colour(0.2, 0.3, 0.8)


def shot(wish: Objective, source: Source = PHOTO, finish: Effect = NOTHING, steps: int = 20) -> Shot:
    """A few steps of a style transfer."""
    net, optimizer = Net("tiny"), Adam(steps, rate=0.03)
    return Shot(net=net, objective=wish, optimizer=optimizer, regularizer=Clamp(), source=source, finish=finish)


def redness(picture: NDArray[np.float32]) -> float:
    return float((picture[..., 0] - picture[..., 2]).mean())


def test_two_styles_share_a_picture_and_each_has_its_own_part(paint: Paint) -> None:
    left = Rectangle(right=0.5)
    wish = Masked(Style(LAYERS, RED), left) + Masked(Style(LAYERS, BLUE), Inverted(left))
    both, red, blue = (paint(shot(one))[0] for one in (wish, Style(LAYERS, RED), Style(LAYERS, BLUE)))
    edge = 4  # what the layers see across the border, and a few steps of it
    assert redness(both[:, : 24 - edge]) == pytest.approx(redness(red[:, : 24 - edge]), abs=0.1)
    assert redness(both[:, 24 + edge :]) == pytest.approx(redness(blue[:, 24 + edge :]), abs=0.1)
    assert redness(red) - redness(blue) > 0.3


def test_content_is_kept_where_a_mask_says(paint: Paint) -> None:
    where = Disc(radius=0.4, softness=0.0)
    wish = 0.1 * Style(LAYERS, BLUE) + Masked(Likeness("relu0", PHOTO), where)
    photo = paint(Shot(source=PHOTO))[0]
    away = np.abs(paint(shot(wish, source=Colour(0.5, 0.5, 0.5), steps=30))[0] - photo).mean(axis=-1)
    inside = where.frame(0.0, (32, 48), 0)[..., 0] > 0
    assert away[inside].mean() < 0.5 * away[~inside].mean()


def test_the_strokes_are_the_painting_s_and_the_colours_the_photo_s(paint: Paint) -> None:
    """By a finish, place by place; by a painting that has the photo's colours, on the whole."""
    photo = paint(Shot(source=PHOTO))[0]
    plain, kept, matched = (
        paint(shot(wish, finish=finish))[0]
        for wish, finish in (
            (Style(LAYERS, RED), NOTHING),
            (Style(LAYERS, RED), KeepChroma()),
            (Style(LAYERS, Recoloured(RED, like=PHOTO)), NOTHING),
        )
    )
    assert np.abs(plain - photo).mean() > 0.1
    weights = np.float32([0.2126, 0.7152, 0.0722])
    theirs, own = (picture - (picture @ weights)[..., None] for picture in (photo, kept))
    assert np.percentile(np.abs(theirs - own), 90) < 2 / 255  # but where such a colour does not fit
    assert np.abs(kept @ weights - plain @ weights).max() < 2 / 255
    assert np.abs((matched - photo).mean(axis=(0, 1))).max() < 0.1 * np.abs((plain - photo).mean(axis=(0, 1))).max()
