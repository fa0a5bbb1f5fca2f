"""What is shown of an attack: bars below the picture, the change beside it, a change on other photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamkit import Amplified, Beside, Caption, Confidence, LaidOver, Mirror, Net, OnPhotos, Shot, ops
from dreamkit.effects import Moment
from dreamkit.errors import InvalidValue, UnknownName
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.render.confidence import NAMES
from dreamkit.rng import Rng
from dreamkit.testing import check_part
from dreamkit.testing.gradients import at_once

SIZE = (32, 100)


@pytest.fixture
def folder(tmp_path: Path, rng: np.random.Generator) -> Path:
    """Two photos."""
    for name in ("a.png", "b.png"):
        Image.fromarray(rng.integers(0, 256, (32, 48, 3), np.uint8)).save(tmp_path / name)
    return tmp_path


def test_a_bar_is_as_long_as_the_network_is_sure(rng: np.random.Generator) -> None:
    image = ops.convert_to_tensor(rng.random((2, *SIZE, 3)).astype(np.float32))
    shares = ops.convert_to_numpy(Cut(LoadedNet.of(TINY), ("probabilities",))(image)["probabilities"])
    part = Confidence(Net("tiny"), ("tiger shark", 1), pixels=12)
    part.prepare()
    shown = ops.convert_to_numpy(at_once(lambda image: part.apply(image, Moment(image, image, 0.0)), image))
    assert shown.shape == (2, 32 + 24, 100, 3)
    bars = 1 - shown[:, 32:].reshape(2, 2, 12, 100, 3)[:, :, 6, round(NAMES * 100) :, 0]
    np.testing.assert_allclose(bars.sum(axis=2) / bars.shape[2] / bars.max(), shares[:, [2, 1]], atol=2e-3)


def test_an_unknown_class_is_refused_before_the_first_frame() -> None:
    with pytest.raises(UnknownName) as error:
        Confidence(Net("tiny"), "tigershark").prepare()
    assert error.value.what == "there is no class 'tigershark'"


def test_a_change_is_shown_so_many_times_as_strong_beside_the_picture(rng: np.random.Generator) -> None:
    source = rng.random((1, 4, 6, 3)).astype(np.float32)
    picture = source + np.float32(0.02)
    image, start = ops.convert_to_tensor(picture), ops.convert_to_tensor(source)
    shown = ops.convert_to_numpy(Beside(Amplified(10), gap=3).apply(image, Moment(image, start, 0.0)))
    np.testing.assert_array_equal(shown[:, :, :6], picture)
    np.testing.assert_array_equal(shown[:, :, 6:9], 1)
    np.testing.assert_allclose(shown[:, :, 9:], 0.7, atol=1e-5)


def test_a_change_is_laid_over_photos_as_the_network_is_shown_it(folder: Path, rng: np.random.Generator) -> None:
    from keras import random

    change = ops.convert_to_tensor((128 / 255 + rng.uniform(-0.1, 0.1, (1, 32, 48, 3))).astype(np.float32))
    over = ops.convert_to_numpy(LaidOver(folder, 2).apply(change, Moment(change, change, 0.0)))
    seen = ops.convert_to_numpy(OnPhotos(folder).view(change, Rng(random.SeedGenerator(1))))
    assert min(np.abs(seen[0] - photo).max() for photo in over) < 1e-6
    with Image.open(folder / "a.png") as photo:
        wanted = np.asarray(photo) / 255 + ops.convert_to_numpy(change)[0] - 128 / 255
    np.testing.assert_allclose(over[0], np.clip(wanted, 0, 1), atol=1e-5)


def test_they_keep_the_contract(folder: Path) -> None:
    for part in (Amplified(), Beside(Mirror()), OnPhotos(folder)):
        check_part(part)


REFUSED = {
    "size": (
        lambda: Beside(Caption("a")).shape(1, SIZE),
        "Beside shows two pictures of one size, and its effect changes the size",
    ),
    "motion": (lambda: Shot(motion=Beside(Mirror())), "Beside shows the viewer two pictures, so it goes into finish="),
    "net": (lambda: Confidence("tiny", 1), "Confidence.net takes a Net, and 'tiny' came"),  # type: ignore[arg-type]
    "several": (
        lambda: LaidOver("there").shape(2, SIZE),  # type: ignore[arg-type]
        "LaidOver lays one picture over photos, and 2 came",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_shown_is_refused(name: str) -> None:
    make, what = REFUSED[name]
    with pytest.raises(InvalidValue) as error:
        make()
    assert error.value.what == what
