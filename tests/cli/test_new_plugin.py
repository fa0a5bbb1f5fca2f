"""`dreamkit new plugin`: a whole distribution, tidy as it is written, or nothing at all."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from dreamkit.cli.main import main
from dreamkit.errors import BadOutput
from dreamkit.newcomer import new_plugin
from dreamkit.newcomer.plugin import Names
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

pytestmark = pytest.mark.usefixtures("folder")


def new(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["new", "plugin", *words])
    return result.exit_code, result.output


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


WRITTEN = [
    ".github/workflows/tests.yml",
    ".gitignore",
    "README.md",
    "dreamkit_star_dust/__init__.py",
    "dreamkit_star_dust/effect.py",
    "dreamkit_star_dust/plugin.py",
    "dreamkit_star_dust/py.typed",
    "pyproject.toml",
    "tests/conftest.py",
    "tests/goldens/jax/film.png",
    "tests/goldens/tensorflow/film.png",
    "tests/goldens/torch/film.png",
    "tests/test_effect.py",
]


@pytest.mark.parametrize("name", ["star-dust", "star_dust", "dreamkit-star-dust"])
def test_a_whole_distribution_is_written(name: str, folder: Path) -> None:
    told = "dreamkit-star-dust is written; its README.md says how to install, test and publish it\n"
    assert new(name) == (0, told)
    assert [path.name for path in folder.iterdir()] == ["dreamkit-star-dust"]
    assert files(folder / "dreamkit-star-dust") == WRITTEN
    for path in (folder / "dreamkit-star-dust").rglob("*.*"):
        if path.is_file() and path.suffix != ".png":
            text = path.read_text().replace("${{", "")
            assert "$" not in text
            if path.suffix == ".py":
                ast.parse(text)


def test_its_names_are_where_they_belong(folder: Path) -> None:
    new("star-dust")
    settings = tomllib.loads((folder / "dreamkit-star-dust" / "pyproject.toml").read_text())
    assert settings["project"]["name"] == "dreamkit-star-dust"
    assert settings["project"]["entry-points"]["dreamkit"] == {"star-dust": "dreamkit_star_dust.plugin"}
    assert "class StarDust(Effect):" in (folder / "dreamkit-star-dust/dreamkit_star_dust/effect.py").read_text()


@pytest.mark.parametrize("name", ["a", "star-dust", "a-name-as-long-as-they-can-b"])
def test_it_is_tidy(name: str) -> None:
    new(name)
    for words in (["format", "--check"], ["check", "--no-cache"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *words, f"dreamkit-{name}"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


def test_a_folder_that_is_there_is_left_alone(folder: Path) -> None:
    (folder / "dreamkit-glow").mkdir()
    sentence = "there is a folder dreamkit-glow already\n  choose another name; nothing is overwritten\n"
    assert new("glow") == (2, sentence)
    assert list((folder / "dreamkit-glow").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("StarDust", "  'star-dust' would work\n"),
        ("star dust", "  'star-dust' would work\n"),
        ("../glow", "  'glow' would work\n"),
        ("3d", "  'd' would work\n"),
        ("dreamkit-", ""),
        ("", ""),
        ("é", ""),
        ("a" * 29, f"  {'a' * 28!r} would work\n"),
    ],
)
def test_what_is_no_name(name: str, hint: str, folder: Path) -> None:
    sentence = f"a plugin's name has small letters, digits and dashes, at most 28, and {name!r} came\n"
    assert new(name) == (2, sentence + hint)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("zoom", "a plugin 'zoom' would bring the part Zoom, and there is a part dreamkit:Zoom already"),
        ("film", "a plugin 'film' would bring the part Film, and that word means something else"),
        ("none", "a plugin 'none' would bring the part None, and Python keeps that word for itself"),
    ],
)
def test_a_name_that_is_taken(name: str, reason: str, folder: Path) -> None:
    assert new(name) == (2, f"{reason}\n  choose another name\n")
    assert list(folder.iterdir()) == []


def test_no_part_can_be_called_what_the_template_imports(folder: Path) -> None:
    new("star-dust")
    for path in folder.rglob("*.py"):
        for statement in ast.walk(ast.parse(path.read_text())):
            for imported in statement.names if isinstance(statement, ast.ImportFrom) else ():
                if imported.name.istitle() and imported.name != "StarDust":
                    assert new(imported.name.lower())[0] == 2


def test_the_name_of_a_plugin_that_is_installed(folder: Path) -> None:
    plugins = Plugins(only=("dust",))
    with pytest.raises(Exception, match="there is a plugin dust already"):
        new_plugin("dust", folder, Registry(plugins))


def test_nothing_is_left_half_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadOutput) as caught:
        new_plugin("glow", folder, Registry(Plugins(only=())))
    assert str(caught.value) == f"{folder / 'dreamkit-glow'} cannot be written: No space left on device"
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there(folder: Path) -> None:
    with pytest.raises(BadOutput) as caught:
        new_plugin("glow", folder / "gone", Registry(Plugins(only=())))
    assert str(caught.value).endswith("gone/dreamkit-glow cannot be written: No such file or directory")


def test_a_word_in_the_middle_of_a_name() -> None:
    assert Names("glow-3d").part == "Glow3d"
