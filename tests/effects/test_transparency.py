"""Alpha: where it comes from, what each effect does to it, and what a shot refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamkit import (
    Backdrop,
    Brightness,
    Caption,
    Channel,
    Colour,
    Cosines,
    Grid,
    HillClimb,
    KeepAlpha,
    KeepColours,
    Mirror,
    Net,
    Photo,
    Shot,
    Transparent,
    Zoom,
    ops,
)
from dreamkit.effects import Effect, Moment
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part


def applied(effect: Effect, image: np.ndarray, **moment: Any) -> np.ndarray:
    tensors = {name: ops.convert_to_tensor(np.asarray(value, np.float32)) for name, value in moment.items()}
    picture = ops.convert_to_tensor(image)
    return np.asarray(ops.convert_to_numpy(effect.apply(picture, Moment(picture, picture[:1], 0.0, **tensors))))


@pytest.fixture
def photo(rng: np.random.Generator) -> np.ndarray:
    return rng.random((2, 6, 8, 3)).astype(np.float32)


def test_alpha_is_the_pull_against_its_percentile(photo: np.ndarray, rng: np.random.Generator) -> None:
    pulled = rng.random((2, 6, 8, 1)).astype(np.float32)
    found = applied(Transparent(75), photo, attribution=np.sqrt(pulled))
    assert np.array_equal(found[..., :3], photo)
    enough = np.percentile(pulled, 75, axis=(1, 2, 3), keepdims=True, method="nearest")
    np.testing.assert_allclose(found[..., 3:], np.minimum(pulled / enough, 1), atol=1e-5)


def test_a_picture_without_any_pull_is_transparent(photo: np.ndarray) -> None:
    assert applied(Transparent(), photo, attribution=np.zeros((2, 6, 8, 1)))[..., 3].max() == 0


def test_white_that_shines_through_is_taken_out(photo: np.ndarray, rng: np.random.Generator) -> None:
    alpha = np.clip(rng.random((1, 6, 8, 1)) * 1.4 - 0.2, 0, 1).astype(np.float32)
    on_white = photo * alpha + 1 - alpha
    found = applied(KeepAlpha(), on_white, alpha=alpha)
    np.testing.assert_allclose(found[..., 3], np.broadcast_to(alpha[..., 0], found.shape[:3]))
    seen = np.broadcast_to(alpha[..., 0], found.shape[:3]) > 0.01
    np.testing.assert_allclose(found[..., :3][seen], photo[seen], atol=1e-3)
    np.testing.assert_allclose(applied(Backdrop(1, 1, 1), found), on_white, atol=3e-3)


def test_a_backdrop_shows_through(photo: np.ndarray) -> None:
    alpha = np.full((2, 6, 8, 1), 0.25, np.float32)
    found = applied(Backdrop(1.0, 0.5, 0.0), np.concatenate([photo, alpha], -1))
    np.testing.assert_allclose(found, 0.25 * photo + 0.75 * np.float32([1, 0.5, 0]), atol=1e-6)
    assert np.array_equal(applied(Backdrop(), photo), photo)


def test_colours_change_without_the_alpha_and_pixels_move_with_it(photo: np.ndarray, rng: np.random.Generator) -> None:
    pulled = rng.random((2, 6, 8, 1)).astype(np.float32)
    clear = applied(Transparent(), photo, attribution=pulled)
    lighter = applied(Transparent() | Brightness(2.0), photo, attribution=pulled)
    np.testing.assert_allclose(lighter[..., :3], applied(Brightness(2.0), photo), atol=1e-6)
    np.testing.assert_array_equal(lighter[..., 3], clear[..., 3])
    mirrored = applied(Transparent() | Mirror("left"), photo, attribution=pulled)
    np.testing.assert_array_equal(mirrored[:, :, 4:], clear[:, :, 3::-1])
    nearer = applied(Transparent() | Zoom(2.0), photo, attribution=pulled, interval=1.0)
    assert nearer.shape == clear.shape


def test_strips_and_gaps_are_opaque(photo: np.ndarray) -> None:
    clear = Transparent() | Caption("b1", pixels=12) | Grid(2, gap=2, background=0.0)
    wide = np.concatenate([photo] * 4, axis=2)
    found = applied(clear, wide, attribution=np.zeros((2, 6, 32, 1)))
    assert found.shape == (1, 18, 66, 4)
    assert found[0, :6, :32, 3].max() == 0
    assert found[0, 6:, :, 3].min() == 1
    assert found[0, :, 32:34].tolist() == [[[0, 0, 0, 1]] * 2] * 18


@pytest.mark.parametrize("effect", [Transparent(), KeepAlpha(), Backdrop(), Grid(), Caption("a", pixels=12)], ids=repr)
def test_the_contract(effect: Effect) -> None:
    check_part(effect)


def test_channels_are_known_before_anything_is_painted() -> None:
    assert [chain.channels(3) for chain in (Zoom() | Mirror(), Transparent() | Zoom(), KeepAlpha() | Backdrop())] == [
        3,
        4,
        3,
    ]


class Ripple(Effect):
    """Somebody's own, which says nothing of alpha."""


WISH: dict[str, Any] = {"net": Net("tiny"), "objective": Channel("relu1", 0)}
KNOWN = "KeepAlpha keeps the transparency of a Photo, and the picture starts from Colour()"
REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"finish": Transparent()},
        "Transparent asks where the picture was pulled, and a shot without an objective pulls it nowhere",
    ),
    (
        {"finish": Transparent(), "optimizer": HillClimb(), "parameterization": Cosines(), **WISH},
        "Transparent asks where the gradient pulled the picture, and HillClimb searches without one",
    ),
    ({"finish": KeepAlpha(), "source": Colour()}, KNOWN),
    (
        {"finish": KeepAlpha(), "source": Photo("a.png"), "motion": KeepColours() | Zoom(), "seconds": 1},
        "KeepAlpha keeps the transparency where it is in the photo, and Zoom moves the picture",
    ),
    (
        {"finish": Zoom() | Transparent(), **WISH},
        "Transparent looks at the picture as it was painted, and Zoom stands before it",
    ),
    (
        {"finish": Transparent() | Ripple(), **WISH},
        "Ripple comes after Transparent, and does not say what it does to alpha",
    ),
    ({"motion": Transparent(), **WISH}, "Transparent is for the viewer, so it goes into finish="),
    ({"motion": KeepAlpha(), **WISH}, "KeepAlpha is for the viewer, so it goes into finish="),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_makes_no_sense_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValue) as error:
        Shot(**fields)
    assert str(error.value).split("\n")[0] == sentence


def test_an_alpha_that_is_gone_is_no_matter() -> None:
    assert Shot(finish=Transparent() | Backdrop() | Ripple(), **WISH).finish.channels(3) == 3


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_a_photo_knows_its_alpha(tmp_path: Path, mode: str) -> None:
    alpha = np.zeros((8, 12), np.uint8)
    alpha[:, 6:] = 255
    picture = Image.fromarray(np.dstack([np.full((8, 12, 3), 90, np.uint8), alpha]))
    picture.convert(mode).save(tmp_path / "a.png")
    found = Photo(tmp_path / "a.png").alpha(0.0, (8, 12))
    assert found.shape == (8, 12, 1)
    np.testing.assert_array_equal(found[..., 0], alpha / 255)


def test_a_photo_without_alpha_is_opaque(tmp_path: Path) -> None:
    Image.new("RGB", (5, 4)).save(tmp_path / "a.jpg")
    assert Photo(tmp_path / "a.jpg").alpha(0.0, (8, 10)).min() == 1
