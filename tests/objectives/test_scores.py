"""What each objective gives for activations that are known, beside a reading of its formula in numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import (
    Channel,
    Direction,
    Fade,
    Guide,
    Layer,
    Logit,
    Neuron,
    Noise,
    Objective,
    Photo,
    Probability,
    objectives,
    ops,
)
from dreamkit.errors import InvalidValue, UnknownName
from dreamkit.nets.labels import Labels
from dreamkit.nets.tiny import LABELS
from dreamkit.objectives import guide as guide_module
from dreamkit.testing import check_part


@pytest.mark.parametrize(
    "objective",
    [
        Channel("a", (1, 2, 3)) + Logit(2) / 2,
        Direction("a", np.arange(10)),
        Direction("a", range(10), cosine_power=2),
        Fade(0, 1) * Layer("a") - Probability("crane bird").resolved(LABELS),
        Guide("a", Noise()),
        Logit((3, 1)),
        Neuron("a", (1, 2), down=Fade(0, 1)),
        Probability(7),
    ],
    ids=repr,
)
def test_objectives_keep_the_contract(objective: Objective) -> None:
    check_part(objective, activations={"logits": (objective.pictures, 8)})


def test_a_channel_is_the_mean_of_its_map(rng: np.random.Generator, scored: Any) -> None:
    seen = rng.standard_normal((2, 4, 5, 6))
    expected = [seen[0, :, :, 4].mean(), seen[1, :, :, 2].mean()]
    assert np.allclose(scored(Channel("a", (4, 2)), a=seen), expected, atol=1e-6)
    assert np.allclose(scored(Channel("a", 3), a=seen), seen[..., 3].mean((1, 2)), atol=1e-6)
    assert np.allclose(scored(Channel("a", 3), a=seen[:, 0, 0]), seen[:, 0, 0, 3], atol=1e-6)


@pytest.mark.parametrize("size", [(4, 5), (7, 8), (1, 3)])
@pytest.mark.parametrize(("down", "across"), [(0.5, 0.5), (0.0, 1.0), (0.999, 0.2), (1.0, 0.0)])
def test_a_neuron_is_one_number_of_the_map(
    rng: np.random.Generator, size: tuple[int, int], down: float, across: float, scored: Any
) -> None:
    seen = rng.standard_normal((2, *size, 6)).astype(np.float32)
    row, column = min(int(down * size[0]), size[0] - 1), min(int(across * size[1]), size[1] - 1)
    expected = [seen[0, row, column, 1], seen[1, row, column, 5]]
    assert np.array_equal(scored(Neuron("a", (1, 5), down, across), a=seen), expected)


def test_the_middle_neuron_is_the_one_that_lucid_takes(rng: np.random.Generator, scored: Any) -> None:
    seen = rng.standard_normal((1, 6, 7, 2)).astype(np.float32)
    assert scored(Neuron("a", 1), a=seen)[0] == seen[0, 6 // 2, 7 // 2, 1]


def test_a_neuron_of_a_layer_without_a_map_is_its_channel(rng: np.random.Generator, scored: Any) -> None:
    seen = rng.standard_normal((2, 6)).astype(np.float32)
    assert np.array_equal(scored(Neuron("a", 4), a=seen), seen[:, 4])


def test_a_direction_is_a_dot_product_and_with_a_power_a_cosine_too(rng: np.random.Generator, scored: Any) -> None:
    seen, vector = rng.standard_normal((2, 3, 4, 5)), rng.standard_normal(5)
    seen[0, 1, 2] = 0  # where nothing is active
    dots = seen @ vector
    lengths = np.linalg.norm(seen, axis=-1) * np.linalg.norm(vector)
    cosines = np.maximum(0.1, np.divide(dots, lengths, out=np.zeros_like(dots), where=lengths > 0))
    assert np.allclose(scored(Direction("a", vector), a=seen), dots.mean((1, 2)), atol=1e-5)
    assert np.allclose(scored(Direction("a", vector, 2), a=seen), (dots * cosines**2).mean((1, 2)), atol=1e-5)


def test_a_class_is_asked_for_by_name_or_number(rng: np.random.Generator, scored: Any) -> None:
    logits = rng.standard_normal((2, 8)).astype(np.float32)
    both = Logit(("tiger shark", 1)).resolved(LABELS)
    assert both.pictures == 2
    assert np.array_equal(scored(both, logits=logits), [logits[0, 2], logits[1, 1]])
    assert np.array_equal(scored(Logit("DOG").resolved(LABELS), logits=logits), logits[:, 1])


def test_a_probability_is_the_softmax(rng: np.random.Generator, scored: Any) -> None:
    logits = 4 * rng.standard_normal((3, 8))
    softmax = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    assert np.allclose(scored(Probability((0, 5, 7)), logits=logits), softmax[[0, 1, 2], [0, 5, 7]], atol=1e-6)


def test_names_are_resolved_inside_sums_and_weights() -> None:
    wish = 2 * (Logit("cat") - Probability("eye")) + Layer("relu1")
    resolved = wish.resolved(LABELS)
    assert repr(resolved) == ("2 * (Logit((0,)) + -1.0 * Probability((6,))) + Layer('relu1')")
    assert repr(wish).startswith("2 * (Logit('cat')")


def test_a_guide_leads_each_place_to_what_it_resembles_most(
    rng: np.random.Generator, monkeypatch: Any, scored: Any
) -> None:
    monkeypatch.setattr(guide_module, "CHUNK", 4)  # so that one guide takes several
    seen, features = rng.standard_normal((2, 3, 4, 5)), rng.standard_normal((1, 6, 3, 5))
    expected = np.zeros(2)
    for picture in range(2):
        for place in seen[picture].reshape(-1, 5):
            dots = features.reshape(-1, 5) @ place
            expected[picture] += dots[np.argmax(dots)] / 12
    targets = ops.convert_to_tensor(features.astype(np.float32))
    assert np.allclose(scored(Guide("a", Noise()), targets, a=seen), expected, atol=1e-5)


@pytest.mark.parametrize("rows", [1, 4, 5, 11])
def test_of_equal_matches_the_first_is_taken(rows: int, monkeypatch: Any) -> None:
    monkeypatch.setattr(guide_module, "CHUNK", 4)
    places, features = ops.ones((3, 2)), ops.ones((rows, 2))
    assert np.array_equal(ops.convert_to_numpy(guide_module.best_match(places, features)), [0, 0, 0])


WRONG_PARTS = {
    "takes_no_class": (
        lambda: Logit(()),
        "Logit takes a class's name or its number from 0, or a tuple of them, and () came",
    ),
    "takes_no_list": (
        lambda: Probability(["cat"]),  # type: ignore[arg-type]
        "Probability takes a class's name or its number from 0, or a tuple of them, and ['cat'] came",
    ),
    "takes_no_negative": (
        lambda: Logit(-1),
        "Logit takes a class's name or its number from 0, or a tuple of them, and -1 came",
    ),
    "points_nowhere": (
        lambda: Direction("a", (0, 0)),
        "Direction.vector takes finite numbers, and not all of them 0",
    ),
    "shows_nothing": (
        lambda: Guide("a", "guide.jpg"),  # type: ignore[arg-type]
        "Guide.of takes a source of pictures, and 'guide.jpg' came",
    ),
    "no_such_place": (lambda: Neuron("a", 1, down=1.5), "Neuron.down must lie between 0 and 1, and 1.5 came"),
    "no_such_channel": (
        lambda: Channel("a", -1),
        "Channel takes a channel's number from 0, or a tuple or range of them, and -1 came",
    ),
}


@pytest.mark.parametrize("wrong", WRONG_PARTS, ids=str)
def test_what_is_said_when_it_is_made_wrong(wrong: str, said: Any) -> None:
    make, text = WRONG_PARTS[wrong]
    assert said(make) == text


def test_what_is_said_when_the_network_does_not_fit(scored: Any) -> None:
    seen = np.zeros((1, 2, 2, 3))
    with pytest.raises(InvalidValue) as caught:
        scored(Direction("mixed4", (1, 2)), mixed4=seen)
    assert str(caught.value).splitlines()[:2] == [
        "layer 'mixed4' has 3 channels, and the vector has 2 numbers",
        f"  asked by Direction('mixed4', (1, 2), cosine_power=0.0), {_here(caught)}",
    ]
    with pytest.raises(InvalidValue, match="layer 'a' has channels 0 to 2, and 3 was asked for"):
        scored(Channel("a", (1, 3)), a=seen)
    with pytest.raises(InvalidValue, match="classes are numbered 0 to 2, and 3 was asked for"):
        scored(Logit(3), logits=np.zeros((1, 3)))
    with pytest.raises(InvalidValue, match="names of classes mean nothing before `resolved"):
        scored(Probability("cat"), logits=np.zeros((1, 3)))


def test_an_unknown_class_is_told_with_its_place_in_the_recipe() -> None:
    wish = Layer("a") + 2 * Logit(("cat", "tiger shrk"))
    with pytest.raises(UnknownName) as caught:
        wish.resolved(LABELS)
    what, by, hint = str(caught.value).splitlines()
    assert what == "there is no class 'tiger shrk'"
    assert by.startswith("  asked by Logit(('cat', 'tiger shrk')), test_scores.py:")
    assert hint.startswith("  did you mean 'tiger shark'?")
    with pytest.raises(InvalidValue, match="this network has no names for its classes"):
        wish.resolved(Labels())


def test_a_long_direction_is_printed_short() -> None:
    assert repr(Direction("a", range(100))) == "Direction('a', (0, 1, 2, 3, … 100 in all), cosine_power=0.0)"


def _here(caught: Any) -> str:
    return str(caught.value.by._place)


def test_every_objective_says_in_its_docstring_where_it_comes_from() -> None:
    for name in ("Channel", "Direction", "Guide", "Layer", "Logit", "Neuron", "Probability"):
        assert "Source: " in getattr(objectives, name).__doc__


def test_a_guide_looks_at_its_picture_once(tmp_path: Any) -> None:
    photo = Photo(tmp_path / "guide.png")
    asked = []

    def picture(source: Any) -> Any:
        asked.append(source)
        return ops.ones((1, 4, 6, 3))

    targets = Guide("a", photo).targets(lambda image: {"a": 2 * image}, picture)
    assert asked == [photo]
    assert np.array_equal(ops.convert_to_numpy(targets), np.full((1, 4, 6, 3), 2))
