"""What the README says is true: its recipes render, its commands exist, its set-up lines are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from dreamkit.cli import main
from dreamkit.cli.main import COMMANDS

README = (Path(__file__).parents[1] / "README.md").read_text()
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
RECIPES = [text for text in PYTHON if "@recipe" in text]
CELLS = [text for text in PYTHON if "@recipe" not in text]
PHOTO = Path(__file__).parents[1] / "recipes" / "pictures" / "stream.jpg"


@pytest.mark.parametrize("text", RECIPES, ids=lambda text: re.search(r"def (\w+)", text)[1])
def test_its_recipes_render(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("recipe.py").write_text(text)
    Path("cat.jpg").write_bytes(PHOTO.read_bytes())
    words = [word for word in ("seconds=0.09", "steps=3") if f"{word.partition('=')[0]}: " in text]
    result = CliRunner().invoke(main, ["render", "recipe.py", *words, "--size", "96x64", "-o", "out.png"])
    assert result.exit_code == 0, result.output
    with Image.open("out.png") as picture:
        assert picture.size[0] >= 96


def test_its_cells_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for text in CELLS:
        exec(text.replace("steps=128", "steps=2").replace("size=224", "size=96"), {})
    assert Path("hen.png").exists()


def test_the_first_recipe_is_ten_lines() -> None:
    lines = [line for line in RECIPES[0].splitlines() if line]
    assert len(lines) <= 10


def test_its_commands_exist() -> None:
    named = set(re.findall(r"`dreamkit (\w+)", README))
    assert named <= set(COMMANDS)


def test_the_set_up_is_one_line_each() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [line.rsplit("/", 1)[-1] for line in lines] == ["tunnel.py", "pytest"]
