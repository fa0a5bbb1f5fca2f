"""Who may import whom, and what may not be awake before it is needed."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "dreamkit"

FLOORS = (
    "errors parts digests cache sheets pictures backend ops geometry windows colours matrices rng",
    "evolution schedules sources nets feedforward regularizers objectives parameterizations optimizers",
    "effects shown shot film",
    "settings kinds hookspecs flaws announced builtins options plugins registry",
    "plan loader render training judging",
    "testing catalogue checkup doctor gallery newcomer",
    "notebook showing cli __main__",
)
ORDER = " ".join(FLOORS).split()
"""From below to above: a file imports only from its own folder and from what stands before it here."""

UPWARD = {("builtins", "render"), ("shown", "showing")}
"""Two look up, in the body of a function: our own plugin, since an executor is a part of the renderer, and what a
notebook asks of a shot, since to show it is to render it."""


def imports(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Every import that can happen when the program runs; those under TYPE_CHECKING cannot."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            yield child
        yield from imports(child)


def layers_of(statement: ast.Import | ast.ImportFrom) -> list[str]:
    """The layers of dreamkit that a statement imports from; "" is the package itself."""
    if isinstance(statement, ast.Import):
        return [
            name.name.partition(".")[2].split(".")[0] for name in statement.names if name.name.startswith("dreamkit")
        ]
    module = statement.module or ""
    if module == "dreamkit":
        return [name.name if is_layer(name.name) else "" for name in statement.names]
    return [module.split(".")[1]] if module.startswith("dreamkit.") else []


def is_layer(name: str) -> bool:
    return (ROOT / f"{name}.py").exists() or (ROOT / name).is_dir()


FILES = [path for path in sorted(ROOT.rglob("*.py")) if path != ROOT / "__init__.py"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_downward(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert layer in ORDER, f"say in ORDER where {layer} stands"
    allowed = {*ORDER[: ORDER.index(layer) + 1]} | {up for low, up in UPWARD if low == layer}
    for statement in imports(ast.parse(path.read_text())):
        for wanted in layers_of(statement):
            assert wanted in allowed, f"{layer} stands below {wanted or 'dreamkit'}: {ast.unparse(statement)}"


def test_every_layer_is_there() -> None:
    assert [layer for layer in ORDER if not is_layer(layer)] == []


BACKENDS = ("keras", "tensorflow", "jax", "torch")


def awake_after(code: str, tmp_path: Path, *suspects: str) -> list[str]:
    """Which of these packages are imported in a new Python once it has run this code."""
    report = f"import sys; print([name for name in {suspects!r} if name in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "DREAMKIT_PLUGINS": ""},
    )
    found: list[str] = ast.literal_eval(result.stdout.splitlines()[-1])
    return found


def commands(*lines: str) -> str:
    calls = "\n".join(f"run({line.split()!r})" for line in lines)
    return f"""
from click.testing import CliRunner
from dreamkit.cli import main

def run(words):
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output

{calls}
"""


def test_the_package_wakes_nothing(tmp_path: Path) -> None:
    assert awake_after("import dreamkit", tmp_path, *BACKENDS, "numpy", "PIL", "av", "click") == []


def test_help_wakes_nothing(tmp_path: Path) -> None:
    assert awake_after(commands("--help", "--version"), tmp_path, *BACKENDS, "numpy", "PIL", "rich", "pluggy") == []
    code = commands("render --help", "plan --help", "again --help")  # plugins are asked for their options
    assert awake_after(code, tmp_path, *BACKENDS, "numpy", "PIL", "av", "rich") == []


def test_a_recipes_words_wake_no_backend(tmp_path: Path) -> None:
    code = "import dreamkit\nfor name in dreamkit.__all__: getattr(dreamkit, name)"
    assert awake_after(code, tmp_path, *BACKENDS, "PIL", "av") == []


def test_commands_that_only_look_wake_no_backend(tmp_path: Path) -> None:
    recipe = Path(__file__).parents[1] / "recipes" / "tunnel.py"
    code = commands(
        f"plan {recipe}",
        f"plan {recipe} --json",
        "plugins",
        "show",
        "show nets",
        "show Octaves",
        "show efficientnet_lite0",
        "new recipe fall",
        "new plugin glow",
    )
    assert awake_after(code, tmp_path, *BACKENDS, "av") == []
