"""Recipes that a type checker must refuse: each line that ends in a code must give that error, and no other may."""

from __future__ import annotations

from dreamkit import (
    Ascent,
    Channel,
    Fade,
    Film,
    Jitter,
    Layer,
    Net,
    Noise,
    Octaves,
    Photo,
    Shot,
    Zoom,
    recipe,
)


def in_the_wrong_slot() -> None:
    Shot(net=Layer("stem"))  # error: arg-type
    Shot(net="efficientnet_lite0")  # error: arg-type
    Shot(objective=Octaves(4))  # error: arg-type
    Shot(regularizer=Zoom(1.5))  # error: arg-type
    Shot(optimizer=Jitter(4))  # error: arg-type
    Shot(source="cat.jpg")  # error: arg-type
    Shot(motion=Fade(0, 1))  # error: arg-type
    Shot(seconds=Fade(0, 1))  # error: arg-type
    Shot(Net("tiny"))  # error: call-arg
    Shot(sauce=Noise())  # error: call-arg
    Film(Net("tiny"))  # error: arg-type


def operators_that_mean_nothing() -> None:
    Layer("stem") + 3  # error: operator
    Layer("stem") | Layer("head")  # error: operator
    Layer("stem") * Layer("head")  # error: operator
    Octaves(4) | Zoom(1.5)  # error: operator
    Octaves(4) + Jitter(4)  # error: operator
    Zoom(1.5) | Fade(0, 1)  # error: operator
    2 * Zoom(1.5)  # error: operator
    Fade(0, 1) + "much"  # error: operator


def wrong_arguments() -> None:
    Layer(7)  # error: arg-type
    Channel("stem", "red")  # error: arg-type
    Octaves(4, detail="much")  # error: arg-type
    Ascent(rate="fast")  # error: arg-type
    Zoom(per_second="slow")  # error: arg-type
    Photo(7)  # error: arg-type
    Fade(0, 1, along="street")  # error: arg-type


@recipe()  # error: arg-type
def gives_no_film() -> int:
    return 3


@recipe
def dream(seconds: float = 4) -> Film:
    return Film(Shot(seconds=seconds))


def wrong_settings() -> None:
    dream(seconds="long")  # error: arg-type
    dream(second=4)  # error: call-arg
    recipe(size="large")  # error: call-overload


def changed_parts() -> None:
    Octaves(4).count = 5  # error: misc
