"""A network learns what an objective wants, goes on after a kill as if nothing had been, and paints frames then."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamkit import FastStyle, Likeness, Photo, Shot, Style, TotalVariation
from dreamkit.backend.choice import chosen
from dreamkit.errors import BadPicture, RanAway
from dreamkit.feedforward.files import load_network, read_note
from dreamkit.feedforward.johnson import DESIGNS, Design
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.tiny import TINY
from dreamkit.testing import check_part
from dreamkit.testing.fixtures import Paint
from dreamkit.training.course import Course, Training
from dreamkit.training.crops import Crops, photos_below
from dreamkit.training.given import Given
from dreamkit.training.lesson import Lesson

COURSE = Course(steps=9, batch=2, side=32, rate=3e-3, every=3)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, save_photos: Any) -> Iterator[Path]:
    """A folder with a painting, and photos of which one is broken."""
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setitem(DESIGNS, "slim", Design(4, 1, 3, looks_again=True))  # fewer layers are traced sooner
    home = tmp_path_factory.mktemp("training")
    rng = np.random.default_rng(3)
    save_photos(home / "photos", 3, rng)
    (home / "photos" / "broken.jpg").write_bytes(b"no picture")
    stripes = np.zeros((40, 40, 3), np.uint8)
    stripes[:, ::4] = (250, 200, 30)
    Image.fromarray(stripes).save(home / "stripes.png")
    yield home
    monkeypatch.undo()


@pytest.fixture(scope="module")
def lesson(home: Path) -> Lesson:
    wish = Style(("relu0", "relu1"), Photo(home / "stripes.png")) + 0.3 * Likeness("relu2", Given())
    return Lesson(wish, TotalVariation(1e-5), LoadedNet.of(TINY), batch=COURSE.batch, side=COURSE.side)


def training(lesson: Lesson, home: Path, name: str, course: Course = COURSE, tell: Any = None) -> Training:
    crops = Crops(photos_below(home / "photos"), course.side, course.seed)
    silent = tell or (lambda progress, losses, pictures: None)
    return Training(lesson, crops, course, kind="style", about={"net": "tiny"}, output=home / name, tell=silent)


@pytest.fixture(scope="module")
def whole(lesson: Lesson, home: Path) -> tuple[Path, list[Any]]:
    """The file of a training that nobody disturbed, and what it told."""
    told: list[Any] = []
    training(lesson, home, "whole.keras", tell=lambda *what: told.append(what)).run()
    return home / "whole.keras", told


def weights(path: Path) -> list[np.ndarray]:
    return [np.asarray(weight) for weight in load_network(path, ("style",)).get_weights()]


def test_what_is_learnt_lowers_the_loss(whole: tuple[Path, list[Any]]) -> None:
    path, told = whole
    note = read_note(path, ("style",))
    assert (note.steps, note.settings["net"]) == (9, "tiny")
    assert set(note.versions) == {"dreamkit", "keras", chosen()}
    assert note.losses[2] < note.losses[1] < note.losses[0]
    progress, losses, pictures = told[-1]
    assert progress.losses == note.losses
    assert set(losses) == {"loss", "Style", "Likeness", "Penalty"}
    assert losses["loss"] == pytest.approx(losses["Style"] + losses["Likeness"] + losses["Penalty"], rel=1e-5)
    assert pictures.shape == (8, 32, 32, 3)
    assert 0 <= pictures.min() < pictures.max() <= 1


def test_a_training_that_was_stopped_goes_on_as_if_nothing_had_been(
    whole: tuple[Path, list[Any]], lesson: Lesson, home: Path
) -> None:
    first = training(lesson, home, "parts.keras", dataclasses.replace(COURSE, every=4))
    first.keeper.tell = lambda progress, losses: setattr(first, "stopping", True)
    assert first.run().step == 5  # it ends after the step that follows
    assert read_note(home / "parts.keras", ("style",)).steps == 5
    second = training(lesson, home, "parts.keras", dataclasses.replace(COURSE, every=4))
    assert second.run().step == 9
    assert not second.backup.path.exists()
    for one, other in zip(weights(home / "parts.keras"), weights(whole[0]), strict=True):
        assert np.allclose(one, other, atol=1e-6)


def test_the_network_paints_frames(whole: tuple[Path, list[Any]], home: Path, paint: Paint) -> None:
    effect = FastStyle(whole[0], strength=0.5)
    check_part(effect)
    photo = Photo(home / "photos" / "0.png")
    plain, half, full = (
        paint(Shot(source=photo, finish=finish), size=(32, 48))[0]
        for finish in (FastStyle(whole[0], 0), effect, FastStyle(whole[0]))
    )
    assert np.abs(full - plain).max() > 0.1
    assert np.allclose(half, (plain + full) / 2, atol=2 / 255)


def test_a_training_that_runs_away_keeps_the_last_good_state(lesson: Lesson, home: Path) -> None:
    wild = training(lesson, home, "wild.keras", dataclasses.replace(COURSE, precision="mixed_bfloat16"))
    assert wild.trainer.transformer.layers[2].compute_dtype == "bfloat16"
    kept = wild.keeper.tell

    def spoil(progress: Any, losses: Any) -> None:
        kept(progress, losses)
        wild.trainer.transformer.variables[0].assign(wild.trainer.transformer.variables[0] * np.nan)

    wild.keeper.tell = spoil
    with pytest.raises(RanAway) as mistake:
        wild.run()
    assert str(mistake.value) == (
        "the training ran away after step 3: its loss grows without end\n"
        f"  lower --rate, which is 0.003, and begin anew by --fresh; {home / 'wild.keras'} holds what was learnt before"
    )
    assert all(np.isfinite(weight).all() for weight in weights(home / "wild.keras"))
    assert load_network(home / "wild.keras", ("style",)).layers[2].compute_dtype == "float32"


def test_a_folder_without_a_readable_photo_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    with pytest.raises(BadPicture) as mistake:
        Crops(photos_below(tmp_path), 32, 0).square(0)
    assert mistake.value.what == f"none of 1 photos can be used; the first: {tmp_path / 'a.jpg'} is no picture"


def test_no_square_is_of_one_colour_alone(tmp_path: Path) -> None:
    half = np.full((40, 400, 3), 255, np.uint8)
    half[:, :60] = np.random.default_rng(0).integers(0, 256, (40, 60, 3))
    for name, picture in {"half": half, "dots": half[:, :60], "white": half[:, 60:]}.items():
        Image.fromarray(picture).save(tmp_path / f"{name}.png")
    crops = Crops(photos_below(tmp_path), 32, 0)
    assert min(crops.square(number).std() for number in range(60)) > 0.01
    white = tmp_path / "white.png"
    assert crops.skipped == {white: f"{white} has one colour alone, of which nothing can be learnt"}


def test_pictures_in_which_there_is_next_to_nothing(tmp_path: Path) -> None:
    almost = np.full((500, 500, 3), 255, np.uint8)
    almost[0, 0] = 0
    almost[:2, :250] = 0
    Image.fromarray(almost).save(tmp_path / "almost.png")
    with pytest.raises(BadPicture) as mistake:
        [Crops(photos_below(tmp_path), 32, seed).square(0) for seed in range(5)]
    assert (
        mistake.value.what
        == "none of 1 photos can be used; the first: whatever is cut out of them has one colour alone"
    )
