"""Shots, films and recipes outside of the command line: shown to a notebook, set otherwise, written to a file."""

from __future__ import annotations

import io
import sys
import types
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from dreamkit import Ascent, Film, Layer, Net, Shot, Zoom, recipe
from dreamkit.cli import main
from dreamkit.errors import BadOutput, BadRecipe, UnknownLayer
from dreamkit.loader import load_recipe
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

pytestmark = pytest.mark.usefixtures("folder")

CLIMB = Shot(net=Net("tiny"), objective=Layer("relu1"), optimizer=Ascent(steps=2, rate=0.02))


@recipe(size=(32, 48), fps=8)
def fall(seconds: float = 0.5) -> Film:
    """A short fall."""
    return Film(Shot(net=CLIMB.net, objective=CLIMB.objective, motion=Zoom(1.5), seconds=seconds))


def stored() -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in Path(".dreamkit").rglob("*.png")}


def picture_of(png: bytes | None) -> Image.Image:
    assert png is not None
    return Image.open(io.BytesIO(png))


def test_a_still_is_a_png_that_is_painted_once() -> None:
    small = CLIMB.at(size=(32, 48))
    first = small._repr_png_()
    assert picture_of(first).size == (48, 32)
    assert small._repr_html_() is None
    before = stored()
    assert len(before) == 1
    assert CLIMB.at(size=(32, 48))._repr_png_() == first
    assert stored() == before


def test_stills_share_a_sheet() -> None:
    assert picture_of(Film(CLIMB, CLIMB).at(size=32)._repr_png_()).size == (32 + 4 + 32, 32)


def test_without_a_word_it_has_a_recipes_usual_size() -> None:
    assert picture_of(Shot()._repr_png_()).size == (512, 512)


def test_a_film_is_a_video() -> None:
    html = fall._repr_html_()
    assert html is not None
    assert html.startswith('<video src="data:video/mp4;base64,')
    assert fall._repr_png_() is None
    assert len(stored()) == 4


def test_what_the_command_line_has_painted_is_there_already() -> None:
    Path("still.py").write_text(
        "from dreamkit import *\n\n@recipe(size=32)\ndef still(steps: int = 2) -> Film:\n"
        "    return Film(Shot(net=Net('tiny'), objective=Layer('relu1'), optimizer=Ascent(steps=steps)))\n"
    )
    assert CliRunner().invoke(main, ["render", "still.py"]).exit_code == 0
    before = stored()
    still = load_recipe("still.py").recipe
    assert picture_of(still._repr_png_()).tobytes() == Image.open("still.png").tobytes()
    assert stored() == before
    still.at(steps=3)._repr_png_()
    assert len(stored()) == 2


def test_it_is_written_where_it_is_told() -> None:
    assert fall.at(seconds=0.25).render("frames/") == Path("frames")
    assert len(list(Path("frames").glob("*.png"))) == 2
    assert CLIMB.at(size=32).render(Path("deep.tif")) == Path("deep.tif")
    assert Path("deep.tif").exists()


def test_the_same_otherwise() -> None:
    other = fall.at(size=64, fps=4, seed=3, seconds=2)
    assert (other.name, other.size, other.fps, other.seed) == ("fall", 64, 4, 3)
    assert other().shots[0].seconds == 2
    again = other.at(seed=4)
    assert (again.size, again.seed, again().shots[0].seconds) == (64, 4, 2)
    assert (fall.size, fall().shots[0].seconds) == ((32, 48), 0.5)


def test_what_cannot_be_is_a_sentence() -> None:
    with pytest.raises(BadRecipe) as unknown:
        fall.at(secons=1)
    assert str(unknown.value) == (
        "the recipe fall has no setting 'secons'\n  did you mean 'seconds'? its settings are seconds=0.5"
    )
    with pytest.raises(BadRecipe, match=r"^a film's fps lies above 0 and up to 1000, and 0 came$"):
        fall.at(fps=0)
    with pytest.raises(BadOutput, match=r"^nothing can be written to 'a.pgn': the ending '.pgn' is unknown"):
        CLIMB.render("a.pgn")
    with pytest.raises(UnknownLayer) as missing:
        Shot(net=Net("tiny"), objective=Layer("relu9"))._repr_png_()
    assert missing.value._render_traceback_() == str(missing.value).splitlines()
    assert str(missing.value).startswith("tiny has no layer 'relu9'\n  asked by Layer('relu9'), test_showing.py:")


def test_what_fails_before_it_is_a_film_fails_where_its_picture_is_asked_for() -> None:
    @recipe
    def broken() -> Film:
        raise ZeroDivisionError

    assert broken._repr_html_() is None
    with pytest.raises(ZeroDivisionError):
        broken._repr_png_()


def test_a_notebooks_own_parts_are_of_another_version_once_another_cell_has_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notebook = types.ModuleType("notebook")
    monkeypatch.setitem(sys.modules, "notebook", notebook)
    registry = Registry(Plugins(only=()))

    def version(*cells: str) -> str:
        vars(notebook)["In"] = list(cells)
        return registry.version("notebook")

    assert version("", "a = 1") == version("", "a = 1", "a = 1")
    assert version("", "a = 1") != version("", "a = 1", "a = 2")
