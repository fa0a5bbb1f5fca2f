"""A network learns what small pictures lose, and a finish makes frames larger with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamkit import Colour, KeepAlpha, KeepChroma, KeepColours, Photo, Shot, SuperResolution, ops
from dreamkit.errors import BadWeights, InvalidValue
from dreamkit.feedforward.bicubic import enlarged, reduced
from dreamkit.feedforward.enlarger import KIND, enlarger
from dreamkit.feedforward.files import Note, load_network
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.tiny import TINY
from dreamkit.testing import check_part
from dreamkit.testing.fixtures import Paint
from dreamkit.training.course import Course, Training
from dreamkit.training.crops import Crops, photos_below
from dreamkit.training.enlarging import enlarging_wish, taught_enlarger
from dreamkit.training.saving import save_network

COURSE = Course(steps=60, batch=2, side=32, rate=3e-3, every=30)


def drawn(seed: int) -> np.ndarray:
    """Rectangles of every colour on top of each other, (48, 48, 3) in bytes."""
    rng = np.random.default_rng(seed)
    picture = np.zeros((48, 48, 3), np.uint8)
    for _ in range(40):
        top, left = rng.integers(0, 44, 2)
        picture[top : top + rng.integers(3, 16), left : left + rng.integers(3, 16)] = rng.integers(0, 256, 3)
    return picture


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a network that has learnt to double pictures."""
    home = tmp_path_factory.mktemp("sharp")
    (home / "photos").mkdir()
    for seed in range(4):
        Image.fromarray(drawn(seed)).save(home / "photos" / f"{seed}.png")
    crops = Crops(photos_below(home / "photos"), COURSE.side, COURSE.seed)
    taught = taught_enlarger(2, enlarging_wish("tiny", "", 0.01), pixels=10)
    lesson, born = taught(LoadedNet.of(TINY), crops, COURSE)
    told: list[dict[str, float]] = []
    Training(
        lesson,
        crops,
        COURSE,
        kind=KIND,
        about={"factor": 2},
        output=home / "sharp.keras",
        tell=lambda progress, losses, pictures: told.append(losses),
        born=born,
    ).run()
    assert set(told[-1]) == {"loss", "Likeness", "Pixels"}
    assert told[-1]["loss"] < told[0]["loss"]
    return home / "sharp.keras"


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    return float(-10 * np.log10(np.mean(np.square(one - other))))


def test_a_network_is_born_bicubic_and_learns_to_be_sharper(trained: Path) -> None:
    photo = ops.convert_to_tensor(drawn(99)[None, :32, :32].astype(np.float32) / 255)
    small = reduced(photo, 2)
    plain = ops.convert_to_numpy(enlarged(small, 2))
    born = ops.convert_to_numpy(enlarger(2, "slim")(small))
    assert np.allclose(born, plain, atol=1e-6)
    learnt = ops.convert_to_numpy(load_network(trained, (KIND,))(small))
    truth = ops.convert_to_numpy(photo)
    assert psnr(learnt, truth) > psnr(plain, truth) + 0.3


def test_a_finish_makes_the_frame_larger(trained: Path, paint: Paint, tmp_path: Path) -> None:
    check_part(SuperResolution(trained, 0.5))
    clear = np.dstack([drawn(5), np.tile(np.arange(48, dtype=np.uint8) * 5, (48, 1))])
    Image.fromarray(clear).save(tmp_path / "clear.png")
    photo = Photo(tmp_path / "clear.png")
    small = paint(Shot(source=photo, finish=KeepAlpha()), size=(24, 32))[0]
    large = paint(Shot(source=photo, finish=KeepAlpha() | SuperResolution(trained, 0)), size=(24, 32))[0]
    assert large.shape == (48, 64, 4)
    wanted = ops.convert_to_numpy(enlarged(ops.convert_to_tensor(small[None]), 2))[0].clip(0, 1)
    assert np.allclose(large, wanted, atol=2 / 255)


def test_what_cannot_be_enlarged_is_told(trained: Path, tmp_path: Path) -> None:
    effect = SuperResolution(trained)
    with pytest.raises(InvalidValue) as mistake:
        Shot(source=Colour(), motion=effect)
    assert mistake.value.what == "SuperResolution makes a larger picture for the viewer, so it goes into finish="
    with pytest.raises(InvalidValue) as mistake:
        effect.shape(1, (6, 40))
    assert mistake.value.what == "SuperResolution enlarges pictures of 8 pixels a side or more, and 40x6 came"
    with pytest.raises(InvalidValue) as mistake:
        (effect | KeepColours() | KeepChroma()).shape(1, (20, 40))
    assert isinstance(mistake.value.by, KeepChroma)
    assert mistake.value.what == (
        "KeepChroma compares each place with the source, and what comes to it has 80x40 instead of 40x20 pixels"
    )
    assert (KeepChroma() | effect | KeepColours()).shape(1, (20, 40)) == (1, (40, 80))
    save_network(enlarger(2, "slim"), tmp_path / "odd.keras", Note(KIND, {}, 1))
    with pytest.raises(BadWeights) as mistake:
        SuperResolution(tmp_path / "odd.keras").check_files()
    assert mistake.value.what == f"{tmp_path / 'odd.keras'} does not say how many times it enlarges a picture"
    with pytest.raises(InvalidValue) as mistake:
        taught_enlarger(3, enlarging_wish("tiny", "", 1), pixels=0)
    assert str(mistake.value) == "factor is one of 2, 4, 8, and 3 came"
    taught = taught_enlarger(4, enlarging_wish("tiny", "", 1), pixels=0)
    with pytest.raises(InvalidValue) as mistake:
        taught(LoadedNet.of(TINY), Crops((), 50, 0), Course(side=50))
    assert str(mistake.value) == "photos become 4 times smaller, and a side of 50 pixels came\n  say --side 48"
    with pytest.raises(InvalidValue) as mistake:
        enlarging_wish("vgg61", "", 1)
    assert str(mistake.value) == (
        "which layer of vgg61 sees how sharp a photo is, is not known\n"
        "  did you mean 'vgg16'? name it by --layer; `dreamkit layers` lists them"
    )
