"""Gram matrices against numpy, what they do not see, and how layers weigh against each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Disc, Fade, Likeness, Masked, Noise, Objective, Photo, Rectangle, Style, ops
from dreamkit.testing import check_part
from dreamkit.testing.gradients import value_and_slope

LAYERS = ("a", "b")


def gram(features: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """The formula, read place by place: the mean of the outer products."""
    places = features.reshape(-1, features.shape[-1])
    counts = np.ones(len(places)) if weights is None else weights.ravel()
    return sum(count * np.outer(place, place) for count, place in zip(counts, places, strict=True)) / counts.sum()


def learnt(style: Style, **painting: np.ndarray) -> Any:
    seen = {layer: ops.convert_to_tensor(array.astype(np.float32)) for layer, array in painting.items()}
    return style.learnt(seen, None)


@pytest.fixture
def two(rng: np.random.Generator) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """What two layers answer to two pictures, and, in another size, to a painting."""
    picture = {"a": rng.standard_normal((2, 4, 5, 6)), "b": 3 * rng.standard_normal((2, 2, 3, 4))}
    return picture, {"a": rng.standard_normal((1, 7, 3, 6)), "b": 2 * rng.standard_normal((1, 3, 2, 4))}


@pytest.mark.parametrize(
    "objective",
    [
        Style(LAYERS, Noise()),
        0.3 * Style("a", Noise(), normalization="chw", raw=True) + Fade(0.1, 1) * Style("b", Noise(), region=Disc()),
        Style(LAYERS, Noise(), normalization="hw", smoothing="softmax"),
        Masked(Style(LAYERS, Noise()), Disc()),
        Likeness(LAYERS, Noise(), smoothing="softmax", raw=True),
    ],
    ids=repr,
)
def test_they_keep_the_contract(objective: Objective) -> None:
    check_part(objective, activations={"a": (1, 4, 5, 3), "b": (1, 2, 3, 4)})


@pytest.mark.parametrize(
    ("normalization", "loss"),
    [
        ("hw", lambda f, p: np.mean((gram(f) - gram(p)) ** 2)),
        ("chw", lambda f, p: np.mean((gram(f) / f.shape[-1] - gram(p) / p.shape[-1]) ** 2)),
        ("paper", lambda f, p: ((gram(f) - gram(p)) ** 2).sum() / (4 * f.shape[-1] ** 2)),
    ],
)
def test_the_published_losses(normalization: Any, loss: Any, two: Any, scored: Any) -> None:
    """Raw, and over the same loss of silence, each with weights and without."""
    picture, painting = two
    for weights in ((), (2.0, 0.5)):
        pairs = list(zip(LAYERS, weights or (1, 1), strict=True))
        raw = [sum(w * loss(picture[k][i], painting[k][0]) for k, w in pairs) for i in range(2)]
        silent = sum(w * loss(0 * painting[k][0], painting[k][0]) for k, w in pairs)
        for style, expected in (
            (Style(LAYERS, Noise(), normalization=normalization, weights=weights, raw=True), raw),
            (Style(LAYERS, Noise(), normalization=normalization, weights=weights), np.divide(raw, silent)),
        ):
            assert np.allclose(scored(style, learnt(style, **painting), **picture), np.negative(expected), rtol=1e-4)


def test_layers_weigh_the_same_whatever_their_scale(two: Any, scored: Any) -> None:
    picture, painting = two
    each = [np.sum((gram(picture[k][0]) - gram(painting[k])) ** 2) / np.sum(gram(painting[k]) ** 2) for k in LAYERS]
    for factor in (1.0, 100.0):
        style = Style(LAYERS, Noise())
        louder = {"a": picture["a"][:1], "b": factor * picture["b"][:1]}
        targets = learnt(style, a=painting["a"], b=factor * painting["b"])
        assert scored(style, targets, **louder)[0] == pytest.approx(-np.mean(each), rel=1e-4)


@pytest.mark.parametrize("normalization", ["layer", "hw", "chw", "paper"])
def test_silence_is_minus_1_and_the_painting_itself_0(normalization: Any, two: Any, scored: Any) -> None:
    _, painting = two
    style = Style(LAYERS, Noise(), normalization=normalization)
    targets = learnt(style, **painting)
    assert scored(style, targets, **painting) == pytest.approx(0, abs=1e-6)
    assert scored(style, targets, **{k: 0 * v for k, v in painting.items()}) == pytest.approx(-1, rel=1e-6)


def test_channels_that_are_dead_change_nothing(two: Any, scored: Any) -> None:
    picture, painting = ({k: np.pad(v, [(0, 0)] * 3 + [(0, 5)]) for k, v in seen.items()} for seen in two)
    style = Style(LAYERS, Noise())
    alive = scored(style, learnt(style, **two[1]), **two[0])
    assert np.allclose(scored(style, learnt(style, **painting), **picture), alive, rtol=1e-5)


def test_gram_matrices_ignore_where_things_are(two: Any, scored: Any, rng: np.random.Generator) -> None:
    picture, painting = two
    shuffled = {k: rng.permutation(v.reshape(2, -1, v.shape[-1]), axis=1).reshape(v.shape) for k, v in picture.items()}
    style = Style(LAYERS, Noise())
    targets = learnt(style, **painting)
    assert np.allclose(scored(style, targets, **shuffled), scored(style, targets, **picture), rtol=1e-4)


def test_the_gradient_is_that_of_finite_differences(two: Any, scored: Any) -> None:
    picture, painting = two
    style = Style(LAYERS, Noise(), weights=(1, 3))
    targets = learnt(style, **painting)
    at = {k: ops.convert_to_tensor(v[:1].astype(np.float32)) for k, v in picture.items()}
    slope = value_and_slope(lambda seen: ops.sum(style.score(seen, targets)), at)[1]
    step = 0.02
    for place in ((0, 1, 2, 3), (0, 3, 4, 0)):
        moved = [{**picture, "a": picture["a"].copy()} for _ in range(2)]
        for way, sign in zip(moved, (1, -1), strict=True):
            way["a"][place] += sign * step
        up, down = (scored(style, targets, **way)[0] for way in moved)
        assert ops.convert_to_numpy(slope["a"])[place] == pytest.approx((up - down) / (2 * step), rel=0.02, abs=1e-5)


def test_two_styles_pull_towards_their_mixed_gram_matrices(two: Any) -> None:
    """For paintings whose matrices are of one size the gradient is that of the mixed matrix, times a factor."""
    picture, one = two
    size = np.linalg.norm(gram(one["a"]))
    other = np.roll(one["a"], 1, axis=-1) * np.array([1, -1, 1, 1, -1, 1])
    assert np.linalg.norm(gram(other)) == pytest.approx(size)
    both = 0.7 * Style("a", Photo("one.png")) + 0.3 * Style("a", Photo("other.png"))
    targets = tuple(learnt(Style("a", Noise()), a=painting) for painting in (one["a"], other))
    at = ops.convert_to_tensor(picture["a"][:1].astype(np.float32))
    slope = value_and_slope(lambda a: ops.sum(both.score({"a": a}, targets)), at)[1]
    mixed = 0.7 * gram(one["a"]) + 0.3 * gram(other)
    seen = picture["a"][0]
    towards = -4 * seen @ (gram(seen) - mixed) / 20  # of minus the squared distance to the mixed matrix
    assert np.allclose(ops.convert_to_numpy(slope)[0], towards / size**2, rtol=1e-3, atol=1e-5)


def test_a_mask_is_the_guided_gram_matrix(two: Any, scored: Any) -> None:
    """Gatys et al. 2017: features times the mask over its root sum of squares; a uniform region keeps its scale."""
    picture, painting = two
    style, mask = Style("a", Noise()), Rectangle(right=0.5)
    masked = Masked(style, mask)
    shown = lambda source, *_: ops.convert_to_tensor(source.frame(0.0, (4, 5), 0)[None])  # noqa: E731
    targets = masked.targets(lambda _: {"a": ops.convert_to_tensor(painting["a"].astype(np.float32))}, shown)
    shares = mask.frame(0.0, (4, 5), 0)[..., :1]
    guide = shares / np.sqrt((shares**2).sum())
    wanted = gram(painting["a"])
    for i, score in enumerate(scored(masked, targets, a=picture["a"])):
        guided = np.einsum("hwi,hwj->ij", picture["a"][i] * guide, picture["a"][i] * guide)
        assert score == pytest.approx(-np.sum((guided - wanted) ** 2) / np.sum(wanted**2), rel=1e-3)


def test_a_region_of_the_painting_is_all_that_is_learnt(two: Any) -> None:
    _, painting = two
    style = Style("a", Noise(), region=Rectangle(bottom=0.5))
    seen = ops.convert_to_tensor(painting["a"].astype(np.float32))

    def shown(source: Any, size: Any) -> Any:
        return ops.convert_to_tensor(source.frame(0.0, size if isinstance(size, tuple) else (7, 3), 0)[None])

    targets = style.targets(lambda _: {"a": seen}, shown)
    counts = np.repeat([1, 1, 1, 0.5**2, 0, 0, 0], 3)
    assert np.allclose(ops.convert_to_numpy(targets["a"])[0], gram(painting["a"], counts), atol=1e-5)


def test_a_softmax_is_over_all_places_and_channels(two: Any, scored: Any) -> None:
    picture, painting = two

    def soft(seen: np.ndarray) -> np.ndarray:
        return np.exp(seen) / np.exp(seen).sum() * seen.size

    style = Style("a", Noise(), smoothing="softmax")
    wanted = gram(soft(painting["a"][0]))
    expected = [-np.sum((gram(soft(one)) - wanted) ** 2) / np.sum(wanted**2) for one in picture["a"]]
    smooth = {"a": ops.convert_to_tensor(painting["a"].astype(np.float32))}
    assert np.allclose(scored(style, style.learnt(smooth, None), a=picture["a"]), expected, rtol=1e-3)


def test_scaled_layers_are_those_from_the_fourth_on(rng: np.random.Generator, scored: Any) -> None:
    names = ("c0", "c1", "c2", "c3", "c4")
    seen, painting = ({name: rng.standard_normal((1, 3, 4, 2)) for name in names} for _ in range(2))
    smooth = Style(names, Noise(), normalization="hw", raw=True, smoothing="scaled")
    expected = sum(
        np.mean((gram(seen[n][0]) - gram(painting[n][0])) ** 2) * (1e-12 if n in ("c3", "c4") else 1) for n in names
    )
    assert scored(smooth, learnt(smooth, **painting), **seen)[0] == pytest.approx(-expected, rel=1e-4)


def test_a_likeness_is_held_place_by_place(rng: np.random.Generator, scored: Any) -> None:
    """Normalised the mean over the layers, raw the sum of mean squares; a view of another size stretches the photo."""
    seen, photo = ({"a": rng.standard_normal((n, 3, 4, 5)), "b": rng.standard_normal((n, 7))} for n in (2, 1))
    away = {k: ((seen[k] - photo[k]) ** 2).reshape(2, -1) for k in LAYERS}
    normalised = np.mean([away[k].sum(1) / (photo[k] ** 2).sum() for k in LAYERS], axis=0)
    assert np.allclose(scored(Likeness(LAYERS, Noise()), photo, **seen), -normalised, rtol=1e-4)
    raw = sum(away[k].mean(1) for k in LAYERS)
    assert np.allclose(scored(Likeness(LAYERS, Noise(), raw=True), photo, **seen), -raw, rtol=1e-4)
    plain = np.ones((1, 2, 3, 5))
    expected = -((seen["a"] - 1) ** 2).mean((1, 2, 3))
    assert np.allclose(scored(Likeness("a", Noise()), {"a": plain}, a=seen["a"]), expected, rtol=1e-4)


WRONG = {
    "no_layer": (lambda: Style((), Noise()), "Style.layer takes a layer's name, or a tuple of them, and () came"),
    "no_name": (
        lambda: Style(("a", 3), Noise()),  # type: ignore[arg-type]
        "Style.layer takes a layer's name, or a tuple of them, and ('a', 3) came",
    ),
    "no_painting": (
        lambda: Style("a", "painting.jpg"),  # type: ignore[arg-type]
        "Style.of takes a source of pictures, and 'painting.jpg' came",
    ),
    "no_region": (
        lambda: Style("a", Noise(), region="mask.png"),  # type: ignore[arg-type]
        "Style.region takes a source of pictures, and 'mask.png' came",
    ),
    "weights": (
        lambda: Style(LAYERS, Noise(), weights=(1,)),
        "Style.weights takes a number from 0 for each of 2 layers, not all of them 0, and (1,) came",
    ),
    "name": (
        lambda: Style("a", Noise(), normalization="cwh"),  # type: ignore[arg-type]
        "Style.normalization is one of layer, hw, chw, paper, and 'cwh' came",
    ),
    "smoothing": (
        lambda: Style("a", Noise(), smoothing="soft"),  # type: ignore[arg-type]
        "Style.smoothing is one of none, softmax, scaled, and 'soft' came",
    ),
    "raw": (
        lambda: Style("a", Noise(), raw=True),
        "a layer that is divided by its own painting has no scale, so that nothing is left raw",
    ),
    "scaled": (
        lambda: Style("a", Noise(), smoothing="scaled"),
        "a layer that is divided by its own painting has no scale, so that scaling it changes nothing",
    ),
    "likeness": (
        lambda: Likeness("a", Noise(), smoothing="scaled"),
        "a likeness is divided by the photo's own size, so that scaling changes nothing",
    ),
}


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_said(wrong: str, said: Any) -> None:
    make, text = WRONG[wrong]
    assert said(make) == text
