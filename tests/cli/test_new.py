"""`dreamkit new`: what it writes works at once, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from dreamkit import Noise, Photo
from dreamkit.cli.main import main
from dreamkit.errors import BadOutput
from dreamkit.loader import load_recipe, plan_recipe
from dreamkit.newcomer import new_recipe
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry


def new(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["new", "recipe", *words])
    return result.exit_code, result.output


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["fall", "fall.py"])
def test_a_new_recipe_plans_with_and_without_a_photo(name: str) -> None:
    assert new(name) == (0, "fall.py is written; dreamkit render fall.py makes a film of it\n")
    loaded, registry = load_recipe("fall.py"), Registry(Plugins(only=()))
    plan = plan_recipe(loaded, [], registry)
    assert (plan.name, plan.shots[0].shot.source, plan.frames) == ("fall", Noise(), 24)
    Image.new("RGB", (20, 10)).save("cat.jpg")
    assert plan_recipe(loaded, ["photo=cat.jpg"], registry).shots[0].shot.source == Photo("cat.jpg")


def test_a_new_recipe_is_tidy(folder: Path) -> None:
    new("fall")
    text = (folder / "fall.py").read_text()
    assert "$" not in text
    assert max(map(len, text.splitlines())) <= 120


def test_nothing_is_overwritten(folder: Path) -> None:
    (folder / "fall.py").write_text("mine")
    assert new("fall") == (
        2,
        "there is a file fall.py already\n  choose another name; nothing is overwritten\n",
    )
    assert (folder / "fall.py").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "hint"),
    [("my-film", "  'my_film' would work\n"), ("1", ""), ("class", ""), ("", ""), ("a/b", "  'a_b' would work\n")],
)
def test_a_name_that_python_cannot_have(name: str, hint: str, folder: Path) -> None:
    sentence = f"a recipe's name is that of a Python function, and {name!r} cannot be one\n"
    assert new(name) == (2, sentence + hint)
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    with pytest.raises(BadOutput) as caught:
        new_recipe("fall", folder / "gone")
    assert str(caught.value) == f"{folder / 'gone' / 'fall.py'} cannot be written: No such file or directory"
