"""`dreamkit check`: what is fine is said, and the first thing that is not stops it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dreamkit.cli.main import main
from dreamkit.testing import LINES

RECIPE = """
from pathlib import Path
from dreamkit import Ascent, Film, Layer, Net, Noise, Octaves, Photo, Shot, recipe

@recipe(size=(32, 48), fps=4)
def dream(photo: Path | None = None, layer: str = "relu1", net: str = "tiny") -> Film:
    source = Photo(photo) if photo else Noise(0.3)
    return Film(
        Shot(
            net=Net(net),
            objective=Layer(layer),
            regularizer=Octaves(2),
            optimizer=Ascent(steps=40),
            source=source,
            seconds=1,
        )
    )
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dream.py").write_text(RECIPE)
    return tmp_path


def check(*words: str, recipe: str = "dream.py") -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["check", recipe, *words])
    return result.exit_code, result.stdout, result.stderr


FINE = """\
fine  dream.py holds the recipe dream
fine  it plans 4 frames of 48x32: 320 steps, 0.37 megapixel-steps
fine  shot 1: there is a network tiny, and is on hand
fine  shot 1: Noise(contrast=0.3) gives pictures
fine  shot 1: tiny has all that is asked of it
"""


def test_a_recipe_that_is_fine() -> None:
    assert check() == (0, FINE, "")


def test_a_recipe_that_can_be_painted(folder: Path) -> None:
    assert check("--deep") == (0, FINE + "fine  shot 1: its first 2 frames can be painted\n", "")
    assert [path.name for path in folder.iterdir() if path.name != "__pycache__"] == ["dream.py"]


def test_a_layer_that_is_not_there() -> None:
    code, out, complaint = check("layer=relu9")
    assert (code, out.count("fine")) == (2, 4)
    assert complaint.startswith("tiny has no layer 'relu9'\n")


def test_a_layer_of_a_network_that_has_not_been_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "none yet"))
    code, out, complaint = check("net=vgg16", "layer=block3_cnov1")
    assert code == 2
    assert "there is a network vgg16, and is fetched when it is first used\n" in out
    assert complaint.startswith("vgg16 has no layer 'block3_cnov1'\n")
    assert "did you mean 'block3_conv1'" in complaint
    assert not (tmp_path / "none yet").exists()


def test_a_photo_that_is_not_there() -> None:
    code, _, complaint = check("photo=cat.jpg")
    assert (code, complaint.splitlines()[0]) == (2, "there is no file cat.jpg")


def test_a_network_that_is_not_there() -> None:
    code, out, complaint = check("net=tyni")
    assert (code, out.count("fine")) == (2, 2)
    assert complaint.startswith("there is no network 'tyni'\n")


def test_a_recipe_that_is_broken(folder: Path) -> None:
    (folder / "dream.py").write_text("def")
    assert check() == (2, "", "dream.py:1 is no Python: invalid syntax\n")


# Parts of a recipe's own.

OWN_PARTS = """
import dataclasses
from dreamkit import Effect, Film, Noise, Shot, ops, recipe
from dreamkit.errors import BadPicture

@dataclasses.dataclass(frozen=True)
class Dim(Effect):
    '''Half as light.'''

    def apply(self, image, moment):
        return image / 2

@dataclasses.dataclass(frozen=True)
class Framed(Effect):
    '''In a frame.'''

    path: str

    def check_files(self):
        if self.path != "gold.png":
            raise BadPicture(f"there is no file {self.path}")

@recipe(size=(16, 24), fps=2)
def dusk(frame: str = "gold.png") -> Film:
    return Film(Shot(source=Noise(), finish=Dim() | Framed(frame), seconds=1))
"""


def test_parts_of_a_recipe_keep_the_contract(folder: Path) -> None:
    (folder / "dusk.py").write_text(OWN_PARTS)
    code, out, _ = check("--deep", recipe="dusk.py")
    assert (code, out.splitlines()[3:]) == (
        0,
        [
            "fine  shot 1: Framed('gold.png') finds its files",
            "fine  shot 1: Dim() keeps the contract",
            "fine  shot 1: Framed('gold.png') keeps the contract",
            "fine  shot 1: its first 2 frames can be painted",
        ],
    )


def test_a_part_of_a_recipe_that_misses_its_files(folder: Path) -> None:
    (folder / "dusk.py").write_text(OWN_PARTS)
    assert (
        check("frame=tin.png", recipe="dusk.py")[2]
        == "there is no file tin.png\n  asked by Framed('tin.png'), dusk.py:25\n"
    )


def test_a_part_of_a_recipe_that_breaks_the_contract(folder: Path) -> None:
    (folder / "dusk.py").write_text(OWN_PARTS.replace("image / 2", "image * 2"))
    code, _, complaint = check("--deep", recipe="dusk.py")
    assert code == 2
    assert complaint.splitlines()[1:] == ["  asked by Dim(), dusk.py:25", f"  the contract says: {LINES[6]}"]
