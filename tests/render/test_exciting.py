"""The crops of photos that excite a channel: held against the network itself, and clear where something is wrong."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamkit import Exciting, Film, Net, Shot, ops
from dreamkit.errors import BadPicture, InvalidValue, UnknownLayer
from dreamkit.nets.find import spec_of
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.receptive import field, reaches
from dreamkit.pictures import read_picture
from dreamkit.plan import make_plan
from dreamkit.plan.identity import painted
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.maxima import UnreadPhoto, maxima
from dreamkit.render.renderer import Renderer, Unwatched
from dreamkit.render.store import Store
from dreamkit.sources.folders import photos_in
from dreamkit.testing import check_part

TINY = Net("tiny")
REGISTRY = Registry(Plugins(only=()))


def save(path: Path, picture: Any) -> None:
    Image.fromarray(np.asarray(picture, np.uint8)).save(path)


@pytest.fixture
def photos(tmp_path: Path, rng: np.random.Generator) -> Path:
    """Five photos of chance, from dark and plain to bright and loud."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(5):
        save(folder / f"{number}.png", rng.integers(0, 50 * (number + 1), (40 + number, 64, 3)))
    return folder


def test_it_keeps_the_contract(photos: Path) -> None:
    check_part(Exciting(photos, TINY, "relu1", 0))


def test_the_maxima_are_the_networks_own_and_a_box_is_what_the_channel_sees_from_there(photos: Path) -> None:
    found = maxima(photos_in(photos), TINY, "relu2", pixels=448)
    net = LoadedNet.of(spec_of(TINY, REGISTRY))
    look, reach = Cut(net, ("relu2",)), reaches(net.cut(("relu2",)))["relu2"]
    assert reach is not None
    for path, answers, boxes in zip(found.photos, found.answers, found.boxes, strict=True):
        photo = read_picture(path)
        seen = np.asarray(ops.convert_to_numpy(look(ops.convert_to_tensor(photo[None]))["relu2"]))[0]
        assert answers == pytest.approx(seen.max(axis=(0, 1)), abs=1e-5)
        for channel, box in enumerate(boxes):
            place = np.unravel_index(seen[..., channel].argmax(), seen.shape[:2])
            rows, columns = field(reach, (int(place[0]), int(place[1])), photo.shape[:2])
            height, width = photo.shape[:2]
            top, bottom, left, right = box * (height, height, width, width)
            assert top <= rows.start + 1e-6
            assert bottom >= rows.stop - 1e-6
            assert left <= columns.start + 1e-6
            assert right >= columns.stop - 1e-6
            assert (bottom - top, right - left) == pytest.approx((reach[0].pixels, reach[1].pixels))


def test_the_strongest_comes_first_and_the_rest_stays_white(photos: Path) -> None:
    answers = maxima(photos_in(photos), TINY, "logits", pixels=448).answers[:, 2]
    shown = Exciting(photos, TINY, "logits", 2, crops=9).frame(0, (100, 100), 0)
    cells = [shown[row * 36 : row * 36 + 28, column * 36 : column * 36 + 28] for row in range(3) for column in range(3)]
    for cell, number in zip(cells, np.argsort(-answers), strict=False):
        middle = cell[6:22, 2:26]  # whole photos, which are wider than high
        assert middle.mean() == pytest.approx(read_picture(photos / f"{number}.png").mean(), abs=0.03)
    assert all((cell == 1).all() for cell in cells[5:])


def test_a_photo_smaller_than_the_field_is_shown_whole(tmp_path: Path) -> None:
    save(tmp_path / "a.png", np.full((6, 9, 3), 200))
    found = maxima((tmp_path / "a.png",), TINY, "relu3", pixels=448)
    assert (found.boxes == (0, 1, 0, 1)).all()
    assert Exciting(tmp_path, TINY, "relu3", 0, crops=1).frame(0, (32, 32), 0).mean() < 1


def test_what_cannot_be_read_is_named_and_left_out(photos: Path) -> None:
    (photos / "2.png").write_bytes((photos / "2.png").read_bytes()[:200])
    with pytest.warns(UnreadPhoto, match=r"2\.png is damaged: .*; it is left out$"):
        found = maxima(photos_in(photos), TINY, "relu1", pixels=448)
    assert [path.name for path in found.photos] == ["0.png", "1.png", "3.png", "4.png"]


def refused(kind: type[Exception], source: Exciting) -> str:
    with pytest.raises(kind) as error:
        source.frame(0, (64, 64), 0)
    return str(error.value).replace(str(source.photos), "FOLDER").split("\n  asked by")[0]


def test_what_cannot_be_is_a_sentence(photos: Path, tmp_path: Path) -> None:
    assert refused(InvalidValue, Exciting(photos, TINY, "relu1", 99)) == (
        "layer 'relu1' has channels 0 to 11, and 99 was asked for"
    )
    assert refused(UnknownLayer, Exciting(photos, TINY, "relu9", 0)) == "tiny has no layer 'relu9'"
    assert refused(BadPicture, Exciting(tmp_path / "none", TINY, "relu1", 0)) == "there is no folder FOLDER"
    for file in photos.iterdir():
        file.write_bytes(b"no")
    with pytest.warns(UnreadPhoto):
        assert refused(BadPicture, Exciting(photos, TINY, "relu1", 0)) == "no picture in FOLDER can be read"
    with pytest.raises(InvalidValue, match=r"^Exciting.net takes a Net, and 'tiny' came"):
        Exciting(photos, "tiny", "relu1", 0)  # type: ignore[arg-type]


def test_an_empty_folder_is_refused_when_a_film_is_planned(tmp_path: Path) -> None:
    with pytest.raises(BadPicture, match=r"^there is no picture in "):
        make_plan(
            Film(Shot(source=Exciting(tmp_path, TINY, "relu1", 0))), name="x", size=32, fps=1, seed=0, registry=REGISTRY
        )


def test_another_network_under_the_same_name_gives_the_frame_another_identity(photos: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.keras"
    film = Film(Shot(source=Exciting(photos, Net(str(own), pixels="0..1"), "relu1", 0)))

    def names() -> list[tuple[str, ...]]:
        plan = make_plan(film, name="x", size=32, fps=1, seed=0, registry=REGISTRY)
        return list(painted(plan, plan.shots[0], REGISTRY))

    def save_net(weights: str) -> None:
        with zipfile.ZipFile(own, "w") as archive:
            archive.writestr("config.json", "{}")
            archive.writestr("model.weights.h5", weights)

    save_net("some")
    before = names()
    save_net("others")
    assert names() != before


def test_a_film_looks_through_the_networks_that_it_knows(photos: Path, tmp_path: Path) -> None:
    registry = Registry(Plugins(only=()))
    registry.nets["mine"] = dataclasses.replace(registry.nets["tiny"], name="mine")
    film = Film(Shot(source=Exciting(photos, Net("mine"), "relu1", 0)))
    plan = make_plan(film, name="x", size=32, fps=1, seed=0, registry=registry)
    (frame,) = Renderer(plan, registry, Store(tmp_path / "store"), Unwatched()).shot(plan.shots[0])
    np.testing.assert_allclose(frame, Exciting(photos, TINY, "relu1", 0).frame(0.0, (32, 32), 0), atol=0.51 / 255)
