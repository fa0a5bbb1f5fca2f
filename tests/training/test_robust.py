"""A network learns to keep its answers where photos are attacked, and its weights are read like any others."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamkit import ops
from dreamkit.errors import BadOutput, InvalidValue
from dreamkit.nets.find import with_weights
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.net import Net
from dreamkit.nets.tiny import TINY
from dreamkit.training.agreement import Agreement, agreement
from dreamkit.training.attack import Attack
from dreamkit.training.course import ROBUST, Course, Training, backup_beside
from dreamkit.training.crops import Crops, photos_below
from dreamkit.training.steadfast import distance, divergence, taught_steadfast

ATTACK = Attack(8 / 255, steps=2)
COURSE = Course(steps=30, batch=4, side=32, rate=2e-3, every=15)


def drawn(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 256, (6, 6, 3), np.uint8).repeat(6, axis=0).repeat(6, axis=1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("robust")
    rng = np.random.default_rng(3)
    (home / "photos").mkdir()
    for number in range(6):
        Image.fromarray(drawn(rng)).save(home / "photos" / f"{number}.png")
    return home


def training(home: Path, name: str, course: Course = COURSE, layer: str = "probabilities") -> Training:
    crops = Crops(photos_below(home / "photos"), course.side, course.seed)
    lesson, born = taught_steadfast(layer, ATTACK, clean=0.5)(LoadedNet.of(TINY), crops, course)
    return Training(lesson, crops, course, kind=ROBUST, about={}, output=home / name, tell=lambda *_: None, born=born)


@pytest.fixture(scope="module")
def weights(home: Path) -> Path:
    progress = training(home, "whole.weights.h5", COURSE).run()
    assert progress.losses[1] < progress.losses[0]
    return home / "whole.weights.h5"


def numbers(cut: Cut) -> np.ndarray:
    return np.concatenate([np.ravel(ops.convert_to_numpy(weight)) for weight in cut.weights])


def looking(weights: str = "trained") -> Cut:
    return Cut(LoadedNet.of(with_weights(TINY, Net("tiny", weights=weights))), ("probabilities",))


def test_answers_are_kept_under_attack(weights: Path, rng: np.random.Generator) -> None:
    photos = np.stack([drawn(rng)[:32, :32].astype(np.float32) / 255 for _ in range(20)])
    teacher, student = looking(), looking(str(weights))
    attack = Attack(8 / 255, steps=5)
    before, after = agreement(teacher, teacher, photos, attack), agreement(student, teacher, photos, attack)
    assert (before.clean, before.photos) == (1, 20)
    assert after.attacked > before.attacked + 0.15
    assert after.clean >= 0.7
    assert str(Agreement(0.95, 0.5, 20)) == "95% of 20 photos as they are, 50% of them attacked"


def test_a_stopped_training_goes_on_as_if_nothing_had_been(weights: Path, home: Path) -> None:
    first = training(home, "parts.weights.h5")
    first.keeper.tell = lambda progress, losses: setattr(first, "stopping", True)
    assert first.run().step == 16  # it ends after the step that follows
    assert training(home, "parts.weights.h5").run().step == 30
    whole, parts = (numbers(looking(str(path))) for path in (weights, home / "parts.weights.h5"))
    np.testing.assert_array_equal(whole, parts)  # though only one of them has been looked at on its way


def test_an_attack_does_harm_and_stays_within_its_bound(rng: np.random.Generator) -> None:
    cut = looking()
    photos = ops.convert_to_tensor(rng.random((4, 32, 32, 3)).astype(np.float32))
    start = ops.convert_to_tensor(rng.uniform(-1, 1, (4, 32, 32, 3)).astype(np.float32))
    wanted = cut(photos)["probabilities"]
    harm = lambda at: divergence(cut(at)["probabilities"], wanted)  # noqa: E731
    attacked = ATTACK(harm, photos, start)
    change = np.abs(ops.convert_to_numpy(attacked - photos))
    assert change.max() <= 8 / 255 + 1e-6
    assert change.mean() > 4 / 255
    assert np.array_equal(ops.convert_to_numpy(attacked), ops.convert_to_numpy(attacked).clip(0, 1))
    anywhere = ops.clip(photos + 8 / 255 * start, 0, 1)
    assert (ops.convert_to_numpy(harm(attacked)) > ops.convert_to_numpy(harm(anywhere))).all()


def test_distances_are_those_of_the_papers(rng: np.random.Generator) -> None:
    said, wanted = rng.dirichlet(np.ones(5), 3), rng.dirichlet(np.ones(5), 3)
    found = divergence(*(ops.convert_to_tensor(each.astype(np.float32)) for each in (said, wanted)))
    assert np.allclose(ops.convert_to_numpy(found), (wanted * np.log(wanted / said)).sum(1), atol=1e-5)
    found = distance(*(ops.convert_to_tensor(each.astype(np.float32)) for each in (said, wanted)))
    assert np.allclose(ops.convert_to_numpy(found), ((said - wanted) ** 2).sum(1) / (wanted**2).sum(1), atol=1e-5)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"epsilon": 0}, "epsilon lies between 0 and 1, and 0 came\n  4/255 is hard to see"),
        ({"steps": 0}, "an attack takes at least 1 step, and 0 came"),
        ({"reach": 0.5}, "an attack's steps reach 1 epsilon at least, and 0.5 came"),
    ],
)
def test_an_attack_that_is_none_is_refused(fields: dict[str, float], told: str) -> None:
    with pytest.raises(InvalidValue) as mistake:
        dataclasses.replace(ATTACK, **fields)
    assert str(mistake.value) == told


def test_weights_go_into_a_file_that_says_so() -> None:
    with pytest.raises(BadOutput) as mistake:
        backup_beside(Path("robust.keras"), ROBUST)
    assert str(mistake.value) == "a robust network's file ends in .weights.h5, and robust.keras came"
