"""A network that is to be calm learns to paint what moves as it painted it before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.feedforward.blocks import draw
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.tiny import TINY
from dreamkit.objectives import Likeness
from dreamkit.regularizers import Regularizer
from dreamkit.training.calm import REACH, Calm, check_calm, moved
from dreamkit.training.course import Course, Training
from dreamkit.training.crops import Crops, photos_below
from dreamkit.training.given import Given
from dreamkit.training.lesson import Lesson


def test_pictures_move_by_whole_pixels(rng: np.random.Generator) -> None:
    image = rng.random((2, 12, 16, 3)).astype(np.float32)
    for down, right in ((0, 0), (3, -2), (-4, 4)):
        moves = ops.convert_to_tensor(np.array([REACH + down, REACH + right], np.int32))
        found = ops.convert_to_numpy(moved(ops.convert_to_tensor(image), moves))
        wanted = np.pad(image, ((0, 0), (4, 4), (4, 4), (0, 0)), mode="reflect")
        assert np.array_equal(found, wanted[:, 4 + down : 16 + down, 4 + right : 20 + right])


def test_calm_is_the_difference_of_what_both_show(rng: np.random.Generator) -> None:
    first = rng.random((1, 12, 16, 3)).astype(np.float32)
    second = np.roll(first, (-1, 2), axis=(1, 2))  # one pixel up, and two to the right
    calm = Calm(3.0, seed=0)
    for grey, wanted in ((0.0, 0.0), (0.5, 3 * 0.25)):
        moves = ops.convert_to_tensor(np.array([REACH + 1, REACH - 2], np.int32))
        loss = calm.loss(ops.convert_to_tensor(first), ops.convert_to_tensor(second + grey), moves)
        assert float(loss) == pytest.approx(wanted, abs=1e-6)


def painter() -> Any:
    """Every other pixel of a photo in another way, which flickers."""
    import keras

    coarse = [keras.layers.Conv2D(8, 3, 2, "same", activation="relu"), keras.layers.Conv2DTranspose(3, 4, 2, "same")]
    network = keras.Sequential([keras.Input((None, None, 3)), *coarse])
    draw(network, seed=0)
    return network


def flicker(network: Any, photos: Any) -> float:
    """How much what is painted changes where photos move one pixel down and to the right."""
    moves = ops.convert_to_tensor(np.array([REACH + 1, REACH + 1], np.int32))
    return float(ops.convert_to_numpy(Calm(1.0, 0).loss(network(photos), network(moved(photos, moves)), moves)))


def test_what_is_learnt_flickers_less(tmp_path: Path, save_photos: Any) -> None:
    rng = np.random.default_rng(3)
    save_photos(tmp_path / "photos", 3, rng)
    course = Course(steps=12, batch=2, side=32, rate=1e-2, every=4)
    crops = Crops(photos_below(tmp_path / "photos"), course.side, course.seed)
    lesson = Lesson(
        0.1 * Likeness("relu2", Given()), Regularizer(), LoadedNet.of(TINY), batch=2, side=32, calm=Calm(100.0, 0)
    )
    told: list[dict[str, float]] = []
    training = Training(
        lesson,
        crops,
        course,
        kind="style",
        about={},
        output=tmp_path / "calm.keras",
        tell=lambda progress, losses, pictures: told.append(losses),
        born=painter,
    )
    training.run()
    assert set(told[0]) == {"loss", "Likeness", "Calm"}
    photos = ops.convert_to_tensor(np.stack([crops.square(number) for number in range(3)]))
    assert flicker(training.trainer.transformer, photos) < 0.7 * flicker(painter(), photos)


def test_a_weight_that_wants_flicker_is_refused() -> None:
    with pytest.raises(InvalidValue) as mistake:
        check_calm(-1)
    assert str(mistake.value) == "calm is a weight of 0 or more, and -1 came"
