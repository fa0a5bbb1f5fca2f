"""Pictures of one batch: different, alike, or in a row from one wish to another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import (
    Adam,
    Alignment,
    Channel,
    Clamp,
    Diversity,
    Fade,
    Interpolation,
    Layer,
    Logit,
    Mix,
    Net,
    Neuron,
    Noise,
    Objective,
    Shot,
    ops,
)
from dreamkit.errors import InvalidValue
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import LABELS, TINY
from dreamkit.schedules import Clock
from dreamkit.testing import check_part
from dreamkit.testing.fixtures import Paint


@pytest.mark.parametrize(
    "objective",
    [
        Diversity("a", 3),
        Channel("a", 2) + 2 * Diversity("b", 4),
        Alignment("a", 6),
        Mix(Channel("a", (1, 2)), Logit(3), share=Fade(0.2, 1)),
        Interpolation(Neuron("a", 1), Channel("b", 2), 4) + Alignment("b", 4, decay=1),
    ],
    ids=repr,
)
def test_they_keep_the_contract(objective: Objective) -> None:
    check_part(objective, activations={"logits": (objective.pictures, 8)})


def test_diversity_is_minus_the_mean_cosine_of_gram_matrices(rng: np.random.Generator, scored: Any) -> None:
    seen = rng.standard_normal((3, 4, 5, 6))
    grams = [np.einsum("hwi,hwj->ij", picture, picture).ravel() for picture in seen]
    expected = []
    for one in range(3):
        others = [other for other in range(3) if other != one]
        cosines = [grams[one] @ grams[o] / np.linalg.norm(grams[one]) / np.linalg.norm(grams[o]) for o in others]
        expected.append(-np.mean(cosines))
    assert np.allclose(scored(Diversity("a", 3), a=seen), expected, atol=1e-5)


def test_pictures_that_are_the_same_are_not_diverse(rng: np.random.Generator, scored: Any) -> None:
    same = np.repeat(rng.standard_normal((1, 4, 5, 6)), 2, axis=0)
    assert np.allclose(scored(Diversity("a", 2), a=same), -1, atol=1e-5)
    apart = np.zeros((2, 3, 3, 4))
    apart[0, ..., 0] = apart[1, ..., 1] = 1
    assert np.allclose(scored(Diversity("a", 2), a=apart), 0, atol=1e-5)


def test_alignment_is_what_lucid_sums(rng: np.random.Generator, scored: Any) -> None:
    seen = rng.standard_normal((7, 3, 4, 2))
    expected = 0.0
    for apart in (1, 2, 3, 4):
        for first in range(7 - apart):
            expected -= np.square(seen[first] - seen[first + apart]).mean() / 3.0**apart
    each = scored(Alignment("a", 7, decay=3), a=seen)
    assert each.sum() == pytest.approx(expected, rel=1e-5)
    assert np.allclose(scored(Alignment("a", 2), a=seen[:2]), -np.square(seen[0] - seen[1]).mean() / 4, rtol=1e-5)


def test_a_mix_is_the_sum_in_shares(rng: np.random.Generator, scored: Any) -> None:
    seen = rng.standard_normal((1, 3, 4, 5))
    one, other = Channel("a", 1), Layer("a")
    for share in (0.0, 0.3, 1.0):
        expected = (1 - share) * scored(one, a=seen) + share * scored(other, a=seen)
        assert np.allclose(scored(Mix(one, other, share), ((), ()), a=seen), expected, rtol=1e-5)


def test_an_interpolation_goes_from_one_to_the_other_in_equal_steps(rng: np.random.Generator, scored: Any) -> None:
    seen, logits = rng.standard_normal((5, 3, 4, 5)), rng.standard_normal((5, 8))
    row = Interpolation(Channel("a", 1), Logit("dog"), 5).resolved(LABELS)
    channel, logit = seen[..., 1].mean((1, 2)), logits[:, 1]
    share = np.array([0, 0.25, 0.5, 0.75, 1])
    assert np.allclose(scored(row, ((), ()), a=seen, logits=logits), (1 - share) * channel + share * logit, atol=1e-5)


def test_a_mix_wants_what_has_a_share() -> None:
    silent = 0 * Layer("a")
    assert not Mix(silent, Layer("a"), share=Fade(0, 1)).wanted(Clock(progress=0))
    assert Mix(silent, Layer("a"), share=Fade(0, 1)).wanted(Clock(progress=0.5))
    assert not Mix(Layer("a"), silent, share=1.0).wanted(Clock())
    assert Interpolation(silent, Layer("a")).wanted(Clock())


def diverse(weight: float, **more: Any) -> Shot:
    wish = Channel("relu2", 3) + weight * Diversity("relu1", 3)
    defaults: dict[str, Any] = {"optimizer": Adam(20, 0.02), "regularizer": Clamp(), "source": Noise(apart=True)}
    return Shot(net=Net("tiny"), objective=wish, **{**defaults, **more})


def test_diversity_draws_the_pictures_of_one_channel_apart(paint: Paint, scored: Any) -> None:
    seen = []
    for weight in (0.0, 10.0):
        sheet = paint(diverse(weight), size=(24, 24))[0]  # two rows of two, the last place empty
        pictures = np.stack([sheet[:24, :24], sheet[:24, -24:], sheet[-24:, :24]])
        cut = Cut(LoadedNet(TINY, TINY.build("trained")), ["relu1"])
        answer = ops.convert_to_numpy(cut(ops.convert_to_tensor(pictures))["relu1"])
        seen.append(scored(Diversity("relu1", 3), relu1=np.asarray(answer)).mean())
    assert seen[1] > seen[0] + 0.02


def test_pictures_that_start_the_same_are_refused(paint: Paint) -> None:
    with pytest.raises(InvalidValue) as caught:
        paint(diverse(1.0, source=Noise()))
    what, by, hint = str(caught.value).splitlines()
    assert what == "3 pictures that start from the same Noise stay the same"
    assert by.startswith("  asked by Diversity('relu1', pictures=3), test_batches.py:")
    assert hint == "  say source=Noise(apart=True), which gives each a grain of its own"


WRONG = {
    "alone": (lambda: Diversity("a", 1), "Diversity.pictures must lie between 2 and 1024, and 1 came"),
    "growing": (lambda: Alignment("a", 4, decay=0.5), "Alignment.decay must be at least 1, and 0.5 came"),
    "no_wish": (
        lambda: Mix(Layer("a"), Noise()),  # type: ignore[arg-type]
        "Mix.second takes an objective, and Noise() came",
    ),
    "counts": (
        lambda: Mix(Channel("a", (1, 2)), Channel("a", (1, 2, 3))),
        "the two of a Mix ask for 2 and 3 pictures at once",
    ),
    "many": (
        lambda: Interpolation(Channel("a", (1, 2)), Layer("a")),
        "an Interpolation leads from one picture to another, and Channel('a', (1, 2)) asks for 2",
    ),
    "share": (lambda: Mix(Layer("a"), Layer("b"), 1.5), "Mix.share must lie between 0 and 1, and 1.5 came"),
}


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_said(wrong: str, said: Any) -> None:
    make, text = WRONG[wrong]
    assert said(make) == text
