"""A mask says where a wish counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamkit import (
    ActivationDifference,
    Ascent,
    Channel,
    Disc,
    Guide,
    Layer,
    Logit,
    Masked,
    Net,
    Noise,
    Objective,
    Pad,
    Photo,
    Rectangle,
    Shot,
    ops,
)
from dreamkit.errors import InvalidValue
from dreamkit.sources import Source
from dreamkit.testing import check_part
from dreamkit.testing.fixtures import Paint
from dreamkit.testing.gradients import value_and_slope

LEFT = Rectangle(right=0.5)


def tensor(array: Any) -> Any:
    return ops.convert_to_tensor(np.asarray(array, np.float32))


def shown(source: Source, size: tuple[int, int] = (16, 24)) -> Any:
    """A source's picture as an objective gets it."""
    return tensor(source.frame(0.0, size, 5)[None])


def slope(objective: Objective, seen: np.ndarray, targets: Any) -> np.ndarray:
    """The gradient of the scores' sum with respect to the layer's activation."""
    gradient = value_and_slope(lambda a: ops.sum(objective.score({"a": a}, targets)), tensor(seen))[1]
    return np.asarray(ops.convert_to_numpy(gradient))


@pytest.mark.parametrize(
    "objective",
    [
        Masked(2 * Channel("a", (1, 2)) - Layer("b"), LEFT),
        Masked(Guide("a", Noise()) - ActivationDifference("b", Noise()), Disc()),
    ],
    ids=repr,
)
def test_masks_keep_the_contract(objective: Objective) -> None:
    check_part(objective, activations={"a": (objective.pictures, 6, 8, 10), "b": (objective.pictures, 3, 4, 5)})


def test_only_what_the_mask_leaves_counts(rng: np.random.Generator) -> None:
    seen = rng.standard_normal((2, 4, 6, 3))
    wish = Masked(Channel("a", 1), LEFT)
    targets = wish.targets(lambda image: {}, lambda source: shown(source))
    score = ops.convert_to_numpy(wish.score({"a": tensor(seen)}, targets))
    assert np.allclose(score, seen[:, :, :3, 1].sum((1, 2)) / 24, atol=1e-2)
    gradient = slope(wish, seen, targets)
    assert np.abs(gradient[:, :, 4:]).max() == 0
    assert np.allclose(gradient[:, :, :2, 1], 1 / 24)


def test_what_is_held_against_a_photo_is_masked_on_both_sides(rng: np.random.Generator) -> None:
    seen, photo = rng.standard_normal((1, 4, 6, 3)), rng.standard_normal((1, 4, 6, 3))
    wish = Masked(ActivationDifference("a", Noise()), LEFT)
    targets = wish.targets(lambda image: {"a": tensor(photo)}, lambda source: shown(source))
    score = ops.convert_to_numpy(wish.score({"a": tensor(seen)}, targets))
    share = np.asarray(ops.convert_to_numpy(ops.image.resize(targets[0]["a"], (4, 6), antialias=True)))
    assert score[0] == pytest.approx((share * np.abs(seen - photo)).mean(), rel=1e-4)


def test_a_guide_is_always_seen_whole(rng: np.random.Generator) -> None:
    guide = tensor(rng.standard_normal((1, 4, 6, 3)))
    targets = Masked(Guide("a", Noise()), LEFT).targets(lambda image: {"a": guide}, lambda source: shown(source))
    assert np.array_equal(ops.convert_to_numpy(targets[1]), ops.convert_to_numpy(guide))


def test_a_picture_is_divided_between_two_wishes(paint: Paint) -> None:
    """Beyond what the first layers see across the edge, each half is that of its own wish alone."""
    one, other, size = Channel("relu0", 2), Channel("relu0", 5), (24, 48)

    def shot(wish: Objective) -> Shot:
        optimizer = Ascent(steps=1, rate=10.0, per="none")
        return Shot(net=Net("tiny"), objective=wish, optimizer=optimizer, source=Noise(0.2))

    both = paint(shot(Masked(one, LEFT) + Masked(other, Rectangle(left=0.5))), size=size)[0]
    left, right = (paint(shot(wish), size=size)[0] for wish in (one, other))
    start = paint(Shot(source=Noise(0.2)), size=size)[0]
    assert np.abs(left - start).max() > 0.02
    assert np.abs(both - left)[:, :20].max() < 0.01
    assert np.abs(both - right)[:, 28:].max() < 0.01
    assert np.abs(both - left)[:, 28:].max() > 0.02


def test_a_mask_goes_with_octaves_and_views_of_another_size(paint: Paint) -> None:
    wish = Masked(Channel("relu1", 2), Disc(radius=0.4))
    frame = paint(Shot(net=Net("tiny"), objective=wish, regularizer=Pad(5), optimizer=Ascent(2, 0.01)))[0]
    assert frame.shape == (32, 48, 3)


@pytest.fixture
def mask(tmp_path: Path) -> Path:
    """A mask of 40 × 20 pixels, of which the upper half counts."""
    levels = np.zeros((20, 40), np.uint8)
    levels[:10] = 255
    Image.fromarray(levels).save(tmp_path / "mask.png")
    return tmp_path / "mask.png"


def test_a_picture_file_is_a_mask_in_any_size_of_its_shape(mask: Path) -> None:
    wish = Masked(Layer("a"), Photo(mask))
    wish.suits((32, 64), Noise())
    wish.suits((33, 65), Noise())  # rounded to whole pixels
    Masked(Layer("a"), Photo(mask, fit="stretch")).suits((64, 64), Noise())


def test_a_mask_of_another_shape_is_refused_before_the_first_frame(mask: Path, paint: Paint) -> None:
    with pytest.raises(InvalidValue) as caught:
        paint(Shot(net=Net("tiny"), objective=2 * Masked(Layer("relu1"), Photo(mask))), size=(32, 48))
    what, by, hint = str(caught.value).splitlines()
    assert what == "the mask is 40 × 20 pixels, and the picture 48 × 32"
    assert by.startswith("  asked by Masked(Layer('relu1'), Photo('")
    assert ", test_masked.py:" in by
    assert hint == '  a mask has the picture\'s shape, in any size; Photo(…, fit="stretch") bends it'


def test_a_class_has_no_place(paint: Paint) -> None:
    with pytest.raises(InvalidValue) as caught:
        paint(Shot(net=Net("tiny"), objective=Masked(Logit(1), Disc())))
    what, by, hint = str(caught.value).splitlines()
    assert what == "layer 'logits' has no map of places, and so no place for a mask"
    assert by.startswith("  asked by Masked(Logit((1,)), Disc()), test_masked.py:")
    assert hint == "  mask a wish for an earlier layer, such as one of its channels"


WRONG = {
    "no_wish": (
        lambda: Masked(Noise(), Disc()),  # type: ignore[arg-type]
        "Masked.term takes an objective, and Noise() came",
    ),
    "no_picture": (
        lambda: Masked(Layer("a"), "mask.png"),  # type: ignore[arg-type]
        "Masked.mask takes a source of pictures, and 'mask.png' came",
    ),
    "black": (
        lambda: Masked(Layer("a"), Disc(radius=0.001, softness=0, down=0)).suits((4, 4), Noise()),
        "the mask is black everywhere, so that nothing counts",
    ),
    "inside_out": (
        lambda: Rectangle(left=0.6, right=0.4),
        "Rectangle.left must lie before Rectangle.right, and 0.6 and 0.4 came",
    ),
}


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_said(wrong: str, said: Any) -> None:
    make, text = WRONG[wrong]
    assert said(make) == text
