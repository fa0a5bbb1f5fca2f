"""`dreamkit inspect` and `dreamkit again`: a picture says how it was made, and can be made once more."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from dreamkit.backend.choice import chosen
from dreamkit.cli import main

RECIPE = '''
"""A colour, or a photo."""

from pathlib import Path

from dreamkit import Colour, Film, Photo, Shot, recipe


@recipe(size=(32, 48), fps=8, seed=3)
def plain(red: float = 0.5, photo: Path = Path(__file__).parent / "cat.png", film: bool = False) -> Film:
    """One colour, or a cat."""
    source = Photo(photo) if red == 0 else Colour(red)
    return Film(Shot(source=source, seconds=0.5 if film else None))
'''


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a recipe and its picture in it, and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "plain.py").write_text(RECIPE)
    Image.new("RGB", (48, 32), "orange").save(tmp_path / "recipes" / "cat.png")
    return tmp_path


@pytest.fixture
def dreamkit() -> Callable[[str], Result]:
    """Runs a command line."""

    def run(line: str) -> Result:
        result = CliRunner().invoke(main, shlex.split(line))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.mp4", "a.webm", "a.mov", "a.gif", "frames"])
def test_every_form_says_how_it_was_made(dreamkit: Callable[[str], Result], name: str) -> None:
    film = "yes" if name in ("a.mp4", "a.webm", "a.mov", "a.gif", "frames") else "no"
    dreamkit(f"render recipes/plain.py red=0.2 film={film} --fps 4 -o {name}")
    said = json.loads(dreamkit(f"inspect {name} --json").stdout)
    assert said["versions"].keys() == {"dreamkit", "keras", chosen()}
    assert {**said, "versions": {}} == {
        "dreamkit": said["versions"]["dreamkit"],
        "recipe": "plain",
        "path": "recipes/plain.py",
        "source": RECIPE,
        "settings": {"red": "0.2", "film": film},
        "size": [32, 48],
        "fps": 4.0,
        "seed": 3,
        "preview": False,
        "backend": chosen(),
        "versions": {},
        "options": {},
    }
    assert dreamkit(f"inspect {name} --recipe").stdout == RECIPE


def test_inspect_is_readable(dreamkit: Callable[[str], Result]) -> None:
    dreamkit("render recipes/plain.py red=0.2 --preview -o a.png")
    head, _, source = dreamkit("inspect a.png").stdout.partition("\n\n")
    *lines, versions = head.splitlines()
    assert lines == [
        "recipe    plain, from recipes/plain.py",
        "settings  red=0.2",
        "size      48x32, as its preview",
        "fps       8",
        "seed      3",
        f"backend   {chosen()}",
    ]
    assert versions.startswith("versions  dreamkit ")
    assert source.strip() == RECIPE.strip()


@pytest.mark.parametrize("options", ["", "red=0.2 --size 20x30 --seed 9 --fps 5", "--preview", "red=0"])
def test_again_gives_the_same_bytes(dreamkit: Callable[[str], Result], here: Path, options: str) -> None:
    dreamkit(f"render recipes/plain.py {options} -o a.png")
    assert dreamkit("again a.png").stdout.startswith("a-again.png: 1 picture (all stored before), ")
    assert (here / "a.png").read_bytes() == (here / "a-again.png").read_bytes()
    dreamkit("again a.png --fresh -o elsewhere/b.png")
    assert (here / "a.png").read_bytes() == (here / "elsewhere" / "b.png").read_bytes()


def test_again_with_other_settings(dreamkit: Callable[[str], Result], here: Path) -> None:
    dreamkit("render recipes/plain.py red=0.2 film=yes -o a.gif")
    dreamkit("again a.gif red=0.4 --seed 1 --size 16x16 -o frames")
    said = json.loads(dreamkit("inspect frames --json").stdout)
    assert (said["settings"], said["seed"], said["size"]) == ({"film": "yes", "red": "0.4"}, 1, [16, 16])
    with Image.open(here / "frames" / "frame_00000.png") as image:
        assert image.getpixel((0, 0)) == (102, 128, 128)


def test_a_recipe_from_elsewhere_runs_only_after_a_yes(
    dreamkit: Callable[[str], Result], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dreamkit("render recipes/plain.py -o a.png")
    recipe = here / "recipes" / "plain.py"
    recipe.write_text(RECIPE + "\n# another now\n")
    refused = dreamkit("again a.png")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "a.png carries a recipe that is not recipes/plain.py on this disk, and it would run as a program\n"
        "  read it with `dreamkit inspect a.png --recipe`, then add --yes\n"
    )
    assert not (here / "a-again.png").exists()
    assert dreamkit("again a.png --yes -q").exit_code == 0
    assert (here / "a.png").read_bytes() == (here / "a-again.png").read_bytes()


def test_on_a_terminal_it_is_shown_and_asked_for(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CliRunner().invoke(main, shlex.split("render recipes/plain.py -o a.png"))
    (here / "recipes" / "plain.py").unlink()
    monkeypatch.setattr("dreamkit.cli.again._can_ask", lambda: True)
    no = CliRunner().invoke(main, ["again", "a.png"], input="n\n")
    assert no.exit_code == 2
    assert RECIPE in no.stdout
    assert "This is the recipe in a.png. Run it? [y/N]: n" in no.stdout
    assert not (here / "a-again.png").exists()
    assert CliRunner().invoke(main, ["again", "a.png"], input="y\n").exit_code == 0
    assert (here / "a-again.png").exists()


def test_a_picture_that_lay_beside_the_recipe_is_named_when_it_is_gone(
    dreamkit: Callable[[str], Result], here: Path
) -> None:
    dreamkit("render recipes/plain.py red=0 -o a.png")
    (here / "recipes").rename(here / "kept")
    gone = dreamkit("again a.png --yes")
    assert gone.exit_code == 2
    assert gone.stderr == (
        "the recipe plain takes recipes/cat.png, and there is no such file here\n"
        "  give another with photo=FILE, or go where recipes/plain.py is\n"
    )
    assert dreamkit("again a.png --yes photo=kept/cat.png").exit_code == 0


@pytest.mark.parametrize(
    ("note", "sentence"),
    {
        "": "a.png does not say how it was made\n  some programs and sites take such notes out\n",
        "a poem": "a.png carries a note, and not one of dreamkit's\n",
        '{"recipe": "x"}': "a.png carries a note, and not one of dreamkit's\n",
        "[" * 100_000: "a.png carries a note, and not one of dreamkit's\n",
    }.items(),
    ids=["none", "foreign", "incomplete", "deep"],
)
def test_a_note_that_is_none(dreamkit: Callable[[str], Result], note: str, sentence: str) -> None:
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_itxt("dreamkit", note)
    Image.new("RGB", (4, 4)).save("a.png", pnginfo=text)
    for command in ("inspect", "again"):
        result = dreamkit(f"{command} a.png")
        assert (result.exit_code, result.stderr) == (2, sentence)
