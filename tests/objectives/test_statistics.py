"""Sums over the pieces of a picture are those of the picture, whatever an additive objective is made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from keras import tree

from dreamkit import (
    Channel,
    Disc,
    Fade,
    Histogram,
    Inversion,
    Likeness,
    Masked,
    Mix,
    Moments,
    Noise,
    Objective,
    Patches,
    Rectangle,
    Style,
    Wasserstein,
    ops,
)
from dreamkit.objectives.statistics import Additive
from dreamkit.testing.gradients import at_once, steady, value_and_slope

SIZES = {"a": (8, 12, 5), "b": (4, 6, 3)}

LOOK = Style(("a", "b"), Noise())

ADDITIVE = [
    LOOK,
    Style(("a", "b"), Noise(), normalization="chw", raw=True, weights=(2, 1), region=Disc()),
    Style("a", Noise(), smoothing="scaled", normalization="hw"),
    Likeness(("a", "b"), Noise()),
    Inversion("b", Noise()),
    Moments(("a", "b"), Noise(), region=Disc()) + 0.1 * Patches("a", Noise()),
    Wasserstein(("a", "b"), Noise()),
    0.3 * LOOK + Fade(2, 1) * Likeness("b", Noise(), raw=True),
    Masked(LOOK - 0.5 * Masked(Likeness("a", Noise()), Rectangle(left=0.3)), Disc(radius=0.6)),
    Mix(LOOK, Style("a", Noise(0.2)), share=0.3),
]


def tensor(array: Any) -> Any:
    return ops.convert_to_tensor(np.asarray(array, np.float32))


def pictures(source: Any, size: Any = None) -> Any:
    return tensor(source.frame(0.0, size if isinstance(size, tuple) else (16, 24), 5)[None])


def answers(rng: np.random.Generator, batch: int = 1) -> dict[str, Any]:
    return {layer: tensor(rng.standard_normal((batch, *size))) for layer, size in SIZES.items()}


@pytest.mark.parametrize("objective", ADDITIVE, ids=repr)
def test_pieces_add_up_to_the_whole(objective: Additive, rng: np.random.Generator) -> None:
    """Two overlapping pieces, of which each counts its own half, give the score and the gradient of the whole."""
    objective = steady(objective)
    photo, seen = answers(rng), answers(rng, batch=2)
    targets = objective.targets(lambda image: photo, pictures)
    whole, slope = value_and_slope(lambda seen: ops.sum(objective.score(seen, targets)), seen)

    pieces = []
    for first, last, counted in ((0, 8, slice(0, 6)), (4, 12, slice(2, 8))):  # in columns of "a"; "b" has half
        places = {layer: np.zeros((1, size[0], (last - first) * size[1] // 12, 1)) for layer, size in SIZES.items()}
        places["a"][:, :, counted] = 1
        places["b"][:, :, counted.start // 2 : counted.stop // 2] = 1

        def crop(layer: str, whole: Any, first: int = first, last: int = last) -> Any:
            height, width = SIZES[layer][:2]
            if tuple(whole.shape[1:3]) != (height, width):
                whole = ops.image.resize(whole, (height, width), antialias=True)
            return whole[:, :, first * width // 12 : last * width // 12]

        shown = {layer: crop(layer, seen[layer]) for layer in seen}
        there = {layer: tensor(place) for layer, place in places.items()}
        cropped = at_once(lambda targets, crop=crop: objective.cropped(targets, crop), targets)
        pieces.append((shown, cropped, there, slice(first, last)))

    sums = [at_once(objective.sums, shown, there, places) for shown, there, places, _ in pieces]
    total = tree.map_structure(lambda *parts: sum(parts), *sums)
    score, pull = value_and_slope(lambda total: ops.sum(objective.judged(total, targets)), total)
    assert float(score) == pytest.approx(float(whole), rel=1e-4)

    found = np.zeros((2, *SIZES["a"]))
    for shown, there, places, columns in pieces:

        def pulled(a: Any, shown: Any = shown, there: Any = there, places: Any = places) -> Any:
            sums = tree.flatten(objective.sums({**shown, "a": a}, there, places))
            return sum(ops.sum(one * ops.stop_gradient(way)) for one, way in zip(sums, tree.flatten(pull), strict=True))

        found[:, :, columns] += ops.convert_to_numpy(value_and_slope(pulled, shown["a"])[1])
    np.testing.assert_allclose(found, ops.convert_to_numpy(slope["a"]), rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize(
    "objective",
    [
        Channel("a", 1),
        LOOK + Channel("a", 1),
        Masked(Channel("a", 1), Disc()),
        Style("a", Noise(), smoothing="softmax"),
        2 * Likeness("a", Noise(), smoothing="softmax"),
        Mix(LOOK, Channel("a", 1)),
        Histogram("a", Noise()),
    ],
    ids=repr,
)
def test_what_cannot_be_seen_in_pieces_says_so(objective: Objective) -> None:
    assert not objective.additive


@pytest.mark.parametrize("objective", ADDITIVE, ids=repr)
def test_what_can_be_seen_in_pieces_says_so(objective: Objective) -> None:
    assert objective.additive
    assert isinstance(objective, Additive)
