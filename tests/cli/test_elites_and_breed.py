"""`dreamkit elites` saves what has evolved, and `dreamkit breed` lets it have children."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from dreamkit.cli import main

RECIPE = """
from dreamkit import CppnEncoding, Film, MapElites, Net, Probability, Shot, recipe


@recipe(size=24)
def museum(steps: int = 3) -> Film:
    rules = MapElites(steps, 8, CppnEncoding(16))
    return Film(Shot(net=Net("tiny"), objective=Probability(("cat", "tiger shark")), optimizer=rules))


@recipe(size=24)
def nothing() -> Film:
    return Film(Shot())
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def recipe(folder: Path) -> str:
    Path("museum.py").write_text(RECIPE)
    return "museum.py:museum"


def test_from_a_recipe_to_children(recipe: str) -> None:
    assert run("elites", recipe, "-o", "found").output == (
        f"nothing has evolved yet in shot 1 of museum, as far as {Path.cwd() / '.dreamkit'} knows\n"
        "  `dreamkit render` first, and then this beside its output\n"
    )
    assert run("render", recipe, "-o", "museum.png", "-q").exit_code == 0
    assert run("elites", recipe, "-o", "found").output == "found: 2 genomes\n"
    assert sorted(path.name for path in Path("found").iterdir()) == ["cat.json", "tiger_shark.json"]
    assert run("elites", recipe, "-o", "all", "--every").output == "all: 8 genomes\n"
    parents = "found/cat.json", "found/tiger_shark.json"
    assert run("breed", *parents, "--count", "6", "--size", "20").output == "children.png: 6 children\n"
    with Image.open("children.png") as sheet:
        assert sheet.size == (3 * 24 - 4, 2 * 24 - 4)
    assert run("breed", *parents, "--pick", "6", "-o", "child.json").output == "child.json: 1 child\n"
    assert run("breed", "child.json", "child.json", "--count", "2", "-o", "line.jpg").exit_code == 0


def test_what_cannot_be_done(recipe: str) -> None:
    assert run("elites", "museum.py:nothing", "-o", "x").output.startswith("nothing evolves in nothing\n")
    assert run("breed", "a.json", "b.json").output == "there is no file a.json\n"
    assert run("breed", "museum.py", "b.json").output.startswith("museum.py is no genome of dreamkit\n")
