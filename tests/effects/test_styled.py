"""Styles from trained networks: each place takes as much as strengths and masks say, and several mix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamkit import AdaIN, Clip, Effect, Fade, FastStyle, NaturalNoise, Photo, Rectangle, Shot, ops
from dreamkit.backend.choice import wake
from dreamkit.effects import Moment, Styled, Together
from dreamkit.errors import InvalidValue
from dreamkit.feedforward.files import Note, load_network
from dreamkit.feedforward.johnson import transformer
from dreamkit.testing import check_part
from dreamkit.testing.fixtures import Paint
from dreamkit.testing.gradients import at_once
from dreamkit.training.saving import save_network

SIZE = (40, 48)


@pytest.fixture(scope="module")
def nets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two networks' files; they have learnt nothing, each in its own way."""
    wake()
    folder = tmp_path_factory.mktemp("nets")
    for seed in (1, 2):
        path = folder / f"{seed}.keras"
        save_network(transformer("slim", seed=seed), path, Note("style", {}, 0, ()))
        FastStyle(path).prepare()  # as a film does before it traces anything
    return folder / "1.keras", folder / "2.keras"


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    return NaturalNoise(0.2).frame(0.0, SIZE, 3)[None]


def applied(effect: Effect, image: np.ndarray) -> np.ndarray:
    """The picture after the effect."""

    def through(image: object) -> object:
        return effect.apply(image, Moment(image, image, 0.0))

    return np.asarray(ops.convert_to_numpy(at_once(through, ops.convert_to_tensor(image))))


def painted(net: Path, image: np.ndarray) -> np.ndarray:
    """What the network alone makes of it."""
    network = load_network(net, ("style",))
    return np.asarray(ops.convert_to_numpy(at_once(lambda image: network(image, training=False), image)))


def test_a_mask_says_where(nets: tuple[Path, Path], photo: np.ndarray, tmp_path: Path) -> None:
    levels = np.repeat(np.array([0, 51, 255], np.uint8), 16)[None].repeat(SIZE[0], axis=0)
    Image.fromarray(levels).save(tmp_path / "mask.png")
    found = applied(FastStyle(nets[0], 0.5, Photo(tmp_path / "mask.png")), photo)
    share = 0.5 * levels[None, :, :, None] / 255
    np.testing.assert_allclose(found, photo + share * (painted(nets[0], photo) - photo), atol=2e-5)
    np.testing.assert_array_equal(found[:, :, :16], photo[:, :, :16])


@pytest.mark.parametrize(("one", "other"), [(0.25, 0.5), (1.0, 1.0), (0.9, 0.3), (0.0, 0.0)])
def test_two_mix_by_their_strengths(nets: tuple[Path, Path], photo: np.ndarray, one: float, other: float) -> None:
    found = applied(FastStyle(nets[0], one) + FastStyle(nets[1], other), photo)
    whole = max(1.0, one + other)
    first, second = (painted(net, photo) for net in nets)
    expected = (one * first + other * second + (whole - one - other) * photo) / whole
    np.testing.assert_allclose(found, expected, atol=2e-5)


def test_the_order_does_not_matter_and_three_are_mixed_as_two(nets: tuple[Path, Path], photo: np.ndarray) -> None:
    one, other, third = FastStyle(nets[0], 0.2), FastStyle(nets[1], 0.3), FastStyle(nets[0], 0.4)
    np.testing.assert_allclose(applied(one + other + third, photo), applied(third + (other + one), photo), atol=2e-5)
    assert repr(one + other) == f"{one!r} + {other!r}"
    whole = FastStyle(nets[0], 0.6) + other
    np.testing.assert_allclose(applied(one + third + other, photo), applied(whole, photo), atol=2e-5)


def test_from_one_style_to_another_in_a_film(nets: tuple[Path, Path], paint: Paint) -> None:
    def film(finish: Effect) -> list[np.ndarray]:
        return paint(Shot(source=NaturalNoise(0.2), finish=finish, seconds=3 / 8), size=SIZE, fps=8)

    first, _, last = film(FastStyle(nets[0], Fade(1, 0)) + FastStyle(nets[1], Fade(0, 1)))
    np.testing.assert_array_equal(first, film(FastStyle(nets[0]))[0])
    np.testing.assert_array_equal(last, film(FastStyle(nets[1]))[0])


def test_it_keeps_the_contract(nets: tuple[Path, Path]) -> None:
    check_part(FastStyle(nets[0], 0.5, Rectangle()))
    check_part(FastStyle(nets[0]) + FastStyle(nets[1], 0.5))


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no style": (
        lambda net: Together((Effect(),)),  # type: ignore[arg-type]
        "Together is made of effects that paint in a style, and (Effect(),) came",
    ),
    "no tuple": (
        lambda net: Together(FastStyle(net)),  # type: ignore[arg-type]
        "Together is made of effects that paint in a style, and FastStyle('NET') came",
    ),
    "kinds": (
        lambda net: FastStyle(net) + AdaIN(Photo("a.jpg"), "a.keras"),
        "styles are mixed with their like, and FastStyle('NET') and AdaIN(Photo('a.jpg'), 'a.keras') came",
    ),
    "mask": (
        lambda net: FastStyle(net, 1.0, "left.png"),  # type: ignore[arg-type]
        "FastStyle.mask takes a source of pictures, and 'left.png' came",
    ),
    "moving mask": (
        lambda net: FastStyle(net, mask=Clip("left.mp4")),
        "FastStyle.mask is looked at once, and Clip('left.mp4') moves",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_mixed_is_refused(name: str, nets: tuple[Path, Path]) -> None:
    make, what = REFUSED[name]
    with pytest.raises(InvalidValue) as mistake:
        make(nets[0])
    assert mistake.value.what.replace(str(nets[0]), "NET") == what


def test_what_is_too_small_for_one_is_too_small_for_both(nets: tuple[Path, Path]) -> None:
    with pytest.raises(InvalidValue) as mistake:
        (FastStyle(nets[0]) + FastStyle(nets[1])).shape(1, (4, 40))
    assert mistake.value.what == "FastStyle paints pictures of 16 pixels a side or more, and 40x4 came"


def test_what_has_no_strength_is_no_style() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Styled()  # type: ignore[abstract]
