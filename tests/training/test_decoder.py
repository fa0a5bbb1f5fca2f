"""A decoder learns to make pictures of features, and with it any painting lends its style to any frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from dreamkit import WCT, AdaIN, Clip, Disc, Fade, Photo, Shot
from dreamkit.cli import main
from dreamkit.errors import BadPicture, BadWeights, InvalidValue
from dreamkit.feedforward.decoder import decoder
from dreamkit.feedforward.encoder import Encoder
from dreamkit.feedforward.files import read_note
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.tiny import TINY
from dreamkit.testing import check_part
from dreamkit.testing.fixtures import Paint
from dreamkit.training.course import Course, Training
from dreamkit.training.crops import Crops, photos_below
from dreamkit.training.decoding import layers_for, taught_decoder

COURSE = Course(design="slim", steps=12, batch=3, side=32, rate=3e-3, every=4)

SIZE = (32, 48)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with photos."""
    home = tmp_path_factory.mktemp("decoding")
    rng = np.random.default_rng(3)
    for number in range(3):
        blocks = rng.integers(0, 256, (6, 8, 3), np.uint8).repeat(8, axis=0).repeat(8, axis=1)
        Image.fromarray(blocks // (number + 1)).save(home / f"{number}.png")
    return home


def trained(home: Path, name: str, own: int) -> tuple[Path, list[Any]]:
    told: list[Any] = []
    crops = Crops(photos_below(home), COURSE.side, COURSE.seed)
    layer, style_layers = layers_for("tiny", "", ())
    teach = taught_decoder(layer, style_layers, style=10, pixels=1, own=own)
    lesson, born = teach(LoadedNet.of(TINY), crops, COURSE)
    about = {"net": "tiny", "weights": TINY.digest, "layer": layer}
    output = home / name
    kept: dict[str, Any] = {"kind": "decoder", "about": about, "output": output, "born": born}
    Training(lesson, crops, COURSE, **kept, tell=lambda *what: told.append(what)).run()
    return output, told


@pytest.fixture(scope="module")
def made(home: Path) -> tuple[Path, list[Any]]:
    """The file of a decoder, and what its training told."""
    return trained(home, "adain.keras", own=1)


def test_what_a_decoder_learns_lowers_its_loss(made: tuple[Path, list[Any]]) -> None:
    path, told = made
    note = read_note(path, ("decoder",))
    assert note.settings["layer"] == "relu2"
    assert note.losses[-1] < note.losses[0]
    _, losses, pictures = told[-1]
    assert set(losses) == {"loss", "Content", "Style", "Pixels"}
    assert losses["loss"] == pytest.approx(losses["Content"] + losses["Style"] + losses["Pixels"], rel=1e-5)
    assert pictures.shape == (8, 32, 32, 3)
    assert path.stat().st_size < 200_000


def test_a_decoder_without_styles_learns_pictures_as_they_are(home: Path) -> None:
    path, told = trained(home, "wct.keras", own=COURSE.batch)
    assert set(told[-1][1]) == {"loss", "Content", "Pixels"}
    assert told[-1][1]["loss"] < told[0][1]["loss"]
    assert path.exists()


def test_a_training_begins_with_what_another_has_learnt(made: tuple[Path, list[Any]], home: Path) -> None:
    line = f"train decoder --net tiny --photos {home} --steps 2 --every 2 --batch 3 --side 32 -q".split()
    files = ["--from", str(made[0]), "-o", str(home / "more.keras")]
    result = CliRunner().invoke(main, [*line, *files])
    assert result.exit_code == 0, result.output
    note, before = (read_note(path, ("decoder",)) for path in (home / "more.keras", made[0]))
    assert note.losses[0] < before.losses[0]
    assert note.settings["layer"] == "relu2"
    result = CliRunner().invoke(main, [*line, *files, "--design", "mirror", "--fresh"])
    assert result.output.startswith(f"{made[0]} is a decoder of another size\n  say the same --net,")


def test_equal_frames_come_out_equal_and_styles_mix(made: tuple[Path, list[Any]], home: Path, paint: Paint) -> None:
    painting, other, photo = (Photo(home / f"{number}.png") for number in range(3))
    effect = AdaIN(painting, made[0], pixels=48)
    check_part(effect)
    check_part(WCT(painting, (made[0], made[0]), pixels=48, mask=Disc(radius=0.3)))
    first, second = paint(Shot(source=photo, finish=effect, seconds=0.25), size=SIZE)
    assert np.array_equal(first, second)
    plain, none = (
        paint(Shot(source=photo, finish=f), size=SIZE)[0] for f in (AdaIN(painting, made[0], 0), effect | effect)
    )
    assert np.array_equal(plain, paint(Shot(source=photo), size=SIZE)[0])
    assert np.abs(first - plain).mean() > 0.02
    assert np.abs(none - first).max() > 0.02
    both = AdaIN(painting, made[0], Fade(1, 0), pixels=48) + AdaIN(other, made[0], Fade(0, 1), pixels=48)
    start, end = paint(Shot(source=photo, finish=both, seconds=0.25), size=SIZE)
    assert np.allclose(start, first, atol=2 / 255)
    assert np.allclose(
        end, paint(Shot(source=photo, finish=AdaIN(other, made[0], pixels=48)), size=SIZE)[0], atol=2 / 255
    )


def test_a_mask_keeps_what_it_leaves_black(made: tuple[Path, list[Any]], home: Path, paint: Paint) -> None:
    painting, photo = Photo(home / "0.png"), Photo(home / "2.png")
    masked = paint(Shot(source=photo, finish=WCT(painting, made[0], 1.0, mask=Disc(radius=0.2))), size=SIZE)[0]
    away = np.abs(masked - paint(Shot(source=photo), size=SIZE)[0]).max(axis=-1)
    assert away[:4, :4].max() == 0
    assert away[14:18, 22:26].max() > 0.05


def test_a_decoder_covers_pictures_of_any_size() -> None:
    encoder = Encoder(LoadedNet.of(TINY), "relu3")
    model = decoder((1.0,) * encoder.channels, encoder.stride, design="slim")
    from dreamkit import ops

    features = encoder(ops.ones((1, 33, 46, 3)))["relu3"]
    height, width = model(features).shape[1:3]
    assert 33 <= height < 33 + 2 * encoder.stride
    assert 46 <= width < 46 + 2 * encoder.stride


BAD = {
    "a clip": (
        lambda home: AdaIN(Clip("a.mp4"), "d.keras"),
        "AdaIN.style is looked at once, and Clip('a.mp4') moves\n  take a still; a strength may move",
    ),
    "a path": (
        lambda home: WCT("a.jpg", "d.keras"),
        "WCT.style takes a source of pictures, and 'a.jpg' came\n  say style=Photo(\"style.jpg\")",
    ),
    "two kinds": (
        lambda home: AdaIN(Disc(), "d.keras") + WCT(Disc(), "d.keras"),
        "styles are mixed with their like, and AdaIN(Disc(), 'd.keras') and WCT(Disc(), 'd.keras') came\n"
        "  a | b paints one after the other",
    ),
    "two decoders": (
        lambda home: AdaIN(Disc(), "d.keras") + AdaIN(Disc(), "e.keras"),
        "styles are mixed before one decoder paints them, and AdaIN(Disc(), 'e.keras') has another\n"
        "  a | b paints one after the other",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_makes_no_sense_is_refused(name: str, home: Path) -> None:
    make, words = BAD[name]
    with pytest.raises(InvalidValue) as mistake:
        make(home)
    lines = str(mistake.value).splitlines()
    assert "\n".join(line for line in lines if not line.startswith("  asked by")) == words


def test_a_decoder_for_other_weights_and_a_small_painting_are_refused(
    made: tuple[Path, list[Any]], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("RGB", (20, 40)).save(home / "small.gif")
    with pytest.raises(BadPicture, match=r"^a painting of 20x40 pixels is too small to take its style\n"):
        AdaIN(Photo(home / "small.gif"), made[0]).prepare()
    with pytest.raises(BadWeights, match=r"^there is no file none.keras\n"):
        AdaIN(Disc(), "none.keras").check_files()
