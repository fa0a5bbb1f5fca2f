"""The words of a recipe: every part can be imported from `dreamkit`, and the package's two tables agree."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

import dreamkit
from dreamkit.parts import Part
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

MADE_BY_OPERATORS = {"Sum", "Weighted", "Regularizers", "Effects", "Together", "Arithmetic"}
"""A recipe writes `a + b` or `a | b` and never their names."""


def imported_for_checkers() -> dict[str, str]:
    """Each name that a type checker sees in the package, and the package below that it comes from."""
    tree = ast.parse(Path(dreamkit.__file__).read_text())
    names = {}
    for statement in ast.walk(tree):
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("dreamkit."):
            for name in statement.names:
                assert name.asname == name.name, f"write {name.name} as {name.name}, so that it is exported"
                names[name.name] = (statement.module or "").removeprefix("dreamkit.")
    return names


def test_the_two_tables_agree() -> None:
    assert imported_for_checkers() == dreamkit._HOME_OF


@pytest.mark.parametrize("name", dreamkit.__all__)
def test_every_word_is_there(name: str) -> None:
    home = importlib.import_module(f"dreamkit.{dreamkit._HOME_OF[name]}")
    assert getattr(dreamkit, name) is getattr(home, name)


def test_a_word_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match=r"^dreamkit has no 'Octave'$"):
        _ = dreamkit.Octave


def test_the_package_lists_its_words() -> None:
    assert set(dreamkit.__all__) <= set(dir(dreamkit))


def test_every_registered_part_is_a_word() -> None:
    names = {part.__name__ for part in Registry(Plugins(only=())).classes.values()}
    assert sorted(names - MADE_BY_OPERATORS - set(dreamkit.__all__)) == []


def test_every_part_that_is_a_word_is_registered() -> None:
    registered = {part.__name__ for part in Registry(Plugins(only=())).classes.values()}
    words = {name: getattr(dreamkit, name) for name in dreamkit.__all__}
    parts = {
        name
        for name, word in words.items()
        if inspect.isclass(word) and issubclass(word, Part) and not inspect.isabstract(word)
    }
    assert sorted(parts - registered - {"Part", "Film"}) == []
