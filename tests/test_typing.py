"""A wrong part in a slot is a type checker's error, and a right one is none."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "typing"


def errors(file: str) -> set[tuple[int, str]]:
    """What mypy finds in a file: (line, code)."""
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-pretty", "--show-error-codes", str(FOLDER / file)],
        capture_output=True,
        text=True,
        cwd=FOLDER.parents[1],
        check=False,
    )
    assert result.returncode in (0, 1), result.stderr
    found = re.findall(rf"{file}:(\d+): error: .*\[([\w-]+)\]", result.stdout)
    return {(int(line), code) for line, code in found}


def expected(file: str) -> set[tuple[int, str]]:
    lines = (FOLDER / file).read_text().splitlines()
    marks = ((number, re.search(r"# error: ([\w-]+)$", line)) for number, line in enumerate(lines, 1))
    return {(number, mark[1]) for number, mark in marks if mark}


@pytest.mark.slow
@pytest.mark.parametrize("file", ["good.py", "bad.py"])
def test_recipes_are_type_checked(file: str) -> None:
    assert errors(file) == expected(file)
