"""Recipe files: whatever is wrong with one is told with its file and line."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dreamkit import Film
from dreamkit.errors import BadRecipe, DreamkitError
from dreamkit.loader import call, load_recipe, plan_recipe
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

HEAD = "from dreamkit import Colour, Film, Shot, recipe\n"

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file into a folder of the test's own; gives its path."""

    def written(text: str, name: str = "dream.py") -> str:
        (tmp_path / name).write_text(textwrap.dedent(text).lstrip("\n"))
        return str(tmp_path / name)

    return written


def film(where: str, **settings: Any) -> Film:
    return call(load_recipe(where), settings)


def complaint(where: str, **settings: Any) -> str:
    """What is wrong with a recipe, as a reader sees it, with the test's folder left out."""
    with pytest.raises(DreamkitError) as caught:
        film(where, **settings)
    return str(caught.value).replace(f"{Path(where.partition(':')[0]).parent}/", "")


def test_a_recipe_with_and_without_parentheses(write: Write) -> None:
    for mark in ("@recipe", "@recipe()", "@recipe(size=64)"):
        where = write(f"{HEAD}{mark}\ndef dream():\n    return Film(Shot(source=Colour()))")
        assert len(film(where).shots) == 1
        assert load_recipe(where).recipe.name == "dream"


def test_a_shot_alone_is_a_film(write: Write) -> None:
    assert len(film(write(f"{HEAD}@recipe\ndef dream():\n    return Shot(source=Colour())")).shots) == 1


def test_a_recipe_may_print(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    film(write(f"{HEAD}print('hello')\n@recipe\ndef dream():\n    print('there')\n    return Shot()"))
    assert capsys.readouterr().out == "hello\nthere\n"


def test_one_of_several_recipes(write: Write) -> None:
    where = write(f"{HEAD}@recipe\ndef one():\n    return Shot()\n@recipe\ndef two():\n    return Film(Shot(), Shot())")
    assert len(film(f"{where}:two").shots) == 2
    assert complaint(where) == "dream.py holds 2 recipes\n  say which: dream.py:one or dream.py:two"
    assert complaint(f"{where}:tow") == "dream.py holds no recipe 'tow'\n  did you mean 'two'? it holds one, two"


def test_a_recipe_imports_its_neighbour(write: Write) -> None:
    write("GREY = 0.5", "neighbouring_greys.py")
    where = write(
        f"{HEAD}from neighbouring_greys import GREY\n@recipe\ndef dream():\n    return Shot(source=Colour(GREY))"
    )
    before = list(sys.path)
    assert film(where).shots[0].seconds is None
    assert sys.path == before
    del sys.modules["neighbouring_greys"]


def test_a_recipe_that_is_imported_by_another_is_not_that_one(write: Write) -> None:
    write(f"{HEAD}@recipe\ndef first():\n    return Shot()", "neighbouring_recipe.py")
    second = "from neighbouring_recipe import first\n"
    where = write(f"{HEAD}{second}@recipe\ndef dream():\n    return Film(*first().shots, Shot())")
    assert load_recipe(where).recipe.name == "dream"
    assert load_recipe(write(second, "other.py")).recipe.name == "first"
    del sys.modules["neighbouring_recipe"]


def test_a_part_of_its_own_has_the_recipes_version(write: Write) -> None:
    def version(constant: int) -> str:
        where = write(f"""
            import dataclasses
            from dreamkit import Colour, Effect, Film, Shot, recipe

            @dataclasses.dataclass(frozen=True)
            class Own(Effect):
                '''Brighter by {constant}.'''

            @recipe(size=16, fps=2)
            def dream(seconds: float = 1):
                return Film(Shot(source=Colour(), motion=Own(), seconds=seconds))
        """)
        return plan_recipe(load_recipe(where), [], Registry(Plugins(only=()))).versions["recipe"]

    assert version(1) == version(1)
    assert version(1) != version(2)


WRONG: dict[str, tuple[str, str]] = {
    "no python": ("def dream(:\n", "dream.py:1 is no Python: invalid syntax"),
    "wrong indent": (
        "if 1:\nx = 2\n",
        "dream.py:2 is no Python: expected an indented block after 'if' statement on line 1",
    ),
    "a null byte": ("x = 1\0\n", "dream.py is no Python: source code string cannot contain null bytes"),
    "no recipe": ("x = 1\n", "dream.py holds no recipe\n  put @recipe above a function that returns a Film"),
    "fails when read": ("x = 1\ny = x / 0\n", "dream.py:2 fails: ZeroDivisionError: division by zero"),
    "fails without a word": ("raise ValueError\n", "dream.py:1 fails: ValueError"),
    "leaves": ("import sys\nsys.exit(3)\n", "dream.py:2 fails: SystemExit: 3"),
    "fails when called": (
        f"{HEAD}@recipe\ndef dream():\n    return Film(Shot(source=Colour(unknown)))\n",
        "dream.py:4 fails: NameError: name 'unknown' is not defined",
    ),
    "returns nothing": (
        f"{HEAD}@recipe\ndef dream():\n    Film(Shot())\n",
        "dream.py:2: the recipe dream must return a Film, and it returned None\n  end it with: return Film(Shot(…))",
    ),
    "returns a word": (
        f"{HEAD}@recipe\ndef dream():\n    return 'a film'\n",
        "dream.py:2: the recipe dream must return a Film, and it returned 'a film'\n"
        "  end it with: return Film(Shot(…))",
    ),
    "a misspelt word": (
        "from dreamkit import Octave\n",
        "dream.py:1: dreamkit has no 'Octave'\n  did you mean 'Octaves'? `dreamkit show` lists all that there is",
    ),
    "a missing plugin": (
        "import dreamkit_gone.effects\n",
        "dream.py:1 needs the package 'dreamkit_gone', which is not installed\n  pip install dreamkit-gone",
    ),
    "a missing module of dreamkit": (
        "import dreamkit.gone\n",
        "dream.py:1 fails: ModuleNotFoundError: No module named 'dreamkit.gone'",
    ),
    "no film in a size": (
        f"{HEAD}\n@recipe(size=(0, 3))\ndef dream():\n    return Shot()\n",
        "dream.py:3: a film's size is (height, width) or its longer side, in pixels from 1 to 65536, and (0, 3) came",
    ),
    "no rate": (
        f"{HEAD}@recipe(fps='12')\ndef dream():\n    return Shot()\n",
        "dream.py:2: a film's fps lies above 0 and up to 1000, and '12' came",
    ),
    "no seed": (
        f"{HEAD}@recipe(seed=-1)\ndef dream():\n    return Shot()\n",
        "dream.py:2: a film's seed is a whole number from 0, and -1 came",
    ),
    "no function": (
        f"{HEAD}recipe(3)\n",
        "dream.py:2: @recipe stands above a function that returns a Film, and 3 came",
    ),
    "nameless settings": (
        f"{HEAD}@recipe\ndef dream(*photos):\n    return Shot()\n",
        "dream.py:2: the recipe dream takes *photos, which has no name to set it by\n"
        "  give each setting a name of its own, such as photo: Path",
    ),
    "all settings": (
        f"{HEAD}@recipe\ndef dream(**photos):\n    return Shot()\n",
        "dream.py:2: the recipe dream takes **photos, which has no name to set it by\n"
        "  give each setting a name of its own, such as photo: Path",
    ),
    "settings by place": (
        f"{HEAD}@recipe\ndef dream(photo, /):\n    return Shot()\n",
        "dream.py:2: the recipe dream takes photo, which has no name to set it by\n"
        "  give each setting a name of its own, such as photo: Path",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_line(write: Write, name: str) -> None:
    text, sentence = WRONG[name]
    assert complaint(write(text)) == sentence


def test_a_part_that_is_wrong_tells_its_line(write: Write) -> None:
    assert complaint(write("from dreamkit import Jitter\nJitter(-1)\n")).splitlines()[-1] == (
        "  asked by Jitter(pixels=-1), dream.py:2"
    )


def test_a_neighbour_that_is_no_python(write: Write) -> None:
    write("x = (\n", "broken_neighbour.py")
    assert complaint(write("import broken_neighbour\n")) == "broken_neighbour.py:1 is no Python: '(' was never closed"


def test_files_that_are_none(tmp_path: Path, write: Write) -> None:
    nowhere = str(tmp_path / "nowhere.py")
    assert complaint(nowhere) == "there is no recipe file nowhere.py\n  `dreamkit new recipe NAME` writes one"
    (tmp_path / "folder.py").mkdir()
    assert complaint(str(tmp_path / "folder.py")) == "folder.py is a folder, and a recipe file was wanted"


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "dream.py").write_bytes(b"# caf\xe9\n")
    words = complaint(str(tmp_path / "dream.py")).splitlines()
    assert words[0].startswith("dream.py cannot be read as text: ")
    assert words[1] == "  save it as UTF-8"


def test_a_file_that_says_its_encoding(tmp_path: Path) -> None:
    text = f"# -*- coding: latin-1 -*-\n{HEAD}@recipe\ndef dream():\n    '''Café'''\n    return Shot()\n"
    (tmp_path / "dream.py").write_bytes(text.encode("latin-1"))
    assert load_recipe(str(tmp_path / "dream.py")).recipe.function.__doc__ == "Café"


def test_a_plan_has_the_recipes_frame_or_the_one_asked_for(write: Write) -> None:
    text = "@recipe(size=(16, 32), fps=4, seed=5)\ndef dream(seconds: float = 1):\n    return Shot(seconds=seconds)"
    loaded = load_recipe(write(HEAD + text))
    registry = Registry(Plugins(only=()))
    plan = plan_recipe(loaded, ["seconds=2"], registry)
    assert (plan.size, plan.fps, plan.seed, plan.frames) == ((16, 32), 4, 5, 8)
    assert plan.settings == {"seconds": "2.0"}
    assert plan.source == loaded.text
    other = plan_recipe(loaded, [], registry, size=(20, 20), fps=2, seed=0)
    assert (other.size, other.fps, other.seed, other.frames) == ((20, 20), 2, 0, 2)
    with pytest.raises(BadRecipe) as caught:
        plan_recipe(loaded, [], registry, seed=-3)
    assert str(caught.value) == "a film's seed is a whole number from 0, and -3 came"
