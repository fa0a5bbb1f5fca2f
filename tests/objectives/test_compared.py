"""Directions at one place, and a picture beside a photo, beside a reading of their formulas in numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import (
    ActivationDifference,
    Caricature,
    Channel,
    Direction,
    Fade,
    Logit,
    Neuron,
    NeuronDirection,
    Noise,
    Objective,
)
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part


def agreement(seen: np.ndarray, wanted: np.ndarray, power: float) -> np.ndarray:
    """The formula, read place by place."""
    dots = (seen * wanted).sum(-1)
    cosines = dots / (np.linalg.norm(seen, axis=-1) * np.linalg.norm(wanted, axis=-1))
    return np.asarray(dots * np.maximum(0.1, cosines) ** power)


@pytest.mark.parametrize(
    "objective",
    [
        NeuronDirection("a", range(1, 11), 2, down=Fade(0, 1)),
        Caricature("a", Noise()),
        Caricature("a", Noise(), cosine_power=0),
        ActivationDifference("a", Noise()) - 0.5 * Channel("a", range(3)),
    ],
    ids=repr,
)
def test_they_keep_the_contract(objective: Objective) -> None:
    check_part(objective)


def test_a_range_is_a_tuple() -> None:
    assert Channel("a", range(16)) == Channel("a", tuple(range(16)))
    assert repr(Neuron("a", range(2))) == "Neuron('a', (0, 1))"
    assert Channel("a", range(16)).pictures == 16
    assert Logit(range(3)) == Logit((0, 1, 2))
    with pytest.raises(InvalidValue, match=r"a tuple or range of them, and \(\) came"):
        Channel("a", range(0))


@pytest.mark.parametrize(("down", "across", "row", "column"), [(0.5, 0.5, 2, 3), (0.0, 1.0, 0, 5), (0.99, 0.2, 3, 1)])
def test_a_direction_at_one_place(
    down: float, across: float, row: int, column: int, rng: np.random.Generator, scored: Any
) -> None:
    seen, vector = rng.standard_normal((2, 4, 6, 5)), rng.standard_normal(5)
    for power in (0, 2):
        expected = agreement(seen[:, row, column], vector, power)
        wish = NeuronDirection("a", vector, power, down, across)
        assert np.allclose(scored(wish, a=seen), expected, rtol=1e-4)
    flat = seen[:, 0, 0]  # a layer without a map is all in one place
    assert np.allclose(scored(NeuronDirection("a", vector, 2), a=flat), agreement(flat, vector, 2), rtol=1e-4)


def test_a_direction_along_one_channel_is_its_neuron(rng: np.random.Generator, scored: Any) -> None:
    seen = rng.standard_normal((1, 5, 7, 4))
    assert np.allclose(
        scored(NeuronDirection("a", (0, 0, 1, 0), down=0.9), a=seen), scored(Neuron("a", 2, down=0.9), a=seen)
    )


@pytest.mark.parametrize("power", [0, 1, 2.5])
def test_a_caricature_goes_where_the_photo_points(power: float, rng: np.random.Generator, scored: Any) -> None:
    seen, photo = rng.standard_normal((2, 3, 4, 5)), rng.standard_normal((1, 3, 4, 5))
    expected = agreement(seen, photo, power).mean((1, 2))
    assert np.allclose(scored(Caricature("a", Noise(), power), photo, a=seen), expected, rtol=1e-4, atol=1e-6)
    flat, photo = seen[:, 0, 0], photo[:, 0, 0]
    assert np.allclose(scored(Caricature("a", Noise(), power), photo, a=flat), agreement(flat, photo, power), rtol=1e-4)


def test_a_difference_is_the_mean_distance_from_the_photo(rng: np.random.Generator, scored: Any) -> None:
    seen, photo = rng.standard_normal((2, 3, 4, 5)), rng.standard_normal((1, 3, 4, 5))
    expected = np.abs(seen - photo).mean((1, 2, 3))
    assert np.allclose(scored(ActivationDifference("a", Noise()), photo, a=seen), expected, atol=1e-6)


def test_a_view_of_another_size_stretches_the_photo(rng: np.random.Generator, scored: Any) -> None:
    photo = np.repeat(np.repeat(rng.standard_normal((1, 1, 1, 5)), 4, 1), 4, 2)  # a plain one, however large
    seen = rng.standard_normal((1, 6, 5, 5))
    expected = agreement(seen, photo[:, :1, :1], 1).mean()
    assert scored(Caricature("a", Noise()), photo, a=seen)[0] == pytest.approx(expected, rel=1e-4)


WRONG = {
    "caricature": (
        lambda: Caricature("a", "face.jpg"),  # type: ignore[arg-type]
        "Caricature.of takes a source of pictures, and 'face.jpg' came",
    ),
    "difference": (
        lambda: ActivationDifference("a", 3),  # type: ignore[arg-type]
        "ActivationDifference.of takes a source of pictures, and 3 came",
    ),
    "nowhere": (
        lambda: NeuronDirection("a", (0, 0)),
        "NeuronDirection.vector takes finite numbers, and not all of them 0",
    ),
    "outside": (
        lambda: NeuronDirection("a", (1, 2), down=2),
        "NeuronDirection.down must lie between 0 and 1, and 2 came",
    ),
    "power": (
        lambda: Caricature("a", Noise(), cosine_power=-1),
        "Caricature.cosine_power must be at least 0, and -1 came",
    ),
}


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_said(wrong: str, said: Any) -> None:
    make, text = WRONG[wrong]
    assert said(make) == text


def test_a_direction_reads_as_it_was_written() -> None:
    wish = NeuronDirection("a", range(100), 2, across=0.25)
    assert repr(wish) == "NeuronDirection('a', (0, 1, 2, 3, … 100 in all), cosine_power=2, down=0.5, across=0.25)"
    assert Direction("a", (1, 2)).local
    assert not wish.local
