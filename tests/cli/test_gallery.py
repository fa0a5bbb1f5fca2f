"""`dreamkit gallery` shows every recipe of a folder, with the plan beside each picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from dreamkit.cli import main

FALL = '''"""A fall."""

from dreamkit import Film, Layer, Net, Shot, Zoom, recipe


@recipe(size=(32, 48), fps=24)
def fall(seconds: float = 0.5) -> Film:
    """It falls."""
    return Film(Shot(net=Net("tiny"), objective=Layer("relu2"), motion=Zoom(2), seconds=seconds))
'''

PLAIN = '''"""A colour."""

from dreamkit import Colour, Film, Shot, recipe


@recipe(size=(32, 48))
def plain() -> Film:
    """It is orange."""
    return Film(Shot(source=Colour.hex("#ff8000")))
'''


def test_a_folder_of_recipes_becomes_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("recipes").mkdir()
    Path("recipes/fall.py").write_text(FALL)
    Path("recipes/plain.py").write_text(PLAIN)
    result = CliRunner().invoke(main, ["gallery", "recipes"])
    assert result.exit_code == 0, result.output
    page = Path("gallery/README.md").read_text()
    assert page.index("## fall") < page.index("## plain")
    assert (
        "A fall.\n\nIt falls.\n\n![fall](fall.gif)\n\n`dreamkit render recipes/fall.py` · [the plan](fall.json)" in page
    )
    with Image.open("gallery/fall.gif") as film:
        assert film.n_frames == 6  # every second of twelve
        assert film.size == (48, 32)
    with Image.open("gallery/plain.jpg") as still:
        assert still.getpixel((20, 10)) == pytest.approx((255, 128, 0), abs=2)
    assert json.loads(Path("gallery/plain.json").read_text())["name"] == "plain"


def test_a_second_call_paints_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fall.py").write_text(FALL)
    assert CliRunner().invoke(main, ["gallery", "fall.py"]).exit_code == 0
    before = Path("gallery/fall.gif").read_bytes()
    monkeypatch.setattr("dreamkit.render.shot.ShotPainter.paint", None)
    assert CliRunner().invoke(main, ["gallery", "fall.py"]).exit_code == 0
    assert Path("gallery/fall.gif").read_bytes() == before


def test_a_plan_names_no_folder_of_this_machine(folder: Path) -> None:
    Image.new("RGB", (48, 32), "teal").save("sea.png")
    sea = f"Photo({str(folder / 'sea.png')!r})"
    Path("sea.py").write_text(PLAIN.replace("Colour, Film", "Film, Photo").replace('Colour.hex("#ff8000")', sea))
    assert CliRunner().invoke(main, ["gallery", "sea.py"]).exit_code == 0
    plan = json.loads(Path("gallery/plain.json").read_text())
    assert plan["shots"][0]["shot"]["source"]["path"] == {"file": "sea.png"}


def test_one_recipe_alone_is_rendered_and_the_page_lists_all(folder: Path) -> None:
    Path("fall.py").write_text(FALL)
    Path("plain.py").write_text(PLAIN)
    assert CliRunner().invoke(main, ["gallery", ".", "--only", "plain"]).exit_code == 0
    assert not Path("gallery/fall.gif").exists()
    page = Path("gallery/README.md").read_text()
    assert CliRunner().invoke(main, ["gallery", "."]).exit_code == 0
    assert Path("gallery/README.md").read_text() == page
    result = CliRunner().invoke(main, ["gallery", ".", "--only", "plane"])
    assert (result.exit_code, result.stderr) == (
        2,
        "there is no recipe 'plane' here\n  did you mean 'plain'? fall, plain\n",
    )


CLEAR = FALL.replace("Zoom, recipe", "Transparent, Zoom, recipe").replace("motion=Zoom(2),", "finish=Transparent(),")


def test_a_transparent_still_is_a_png_and_a_transparent_film_lies_on_white(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("film.py").write_text(CLEAR.replace("seconds: float = 0.5", "seconds: float = 0.1"))
    Path("still.py").write_text(CLEAR.replace("fall", "still").replace(", seconds=seconds", ""))
    result = CliRunner().invoke(main, ["gallery", "film.py", "still.py"])
    assert result.exit_code == 0, result.output
    with Image.open("gallery/still.png") as still:
        assert still.mode == "RGBA"
        assert still.getchannel("A").getextrema()[0] < 255
    with Image.open("gallery/fall.gif") as film:
        assert film.size == (48, 32)
