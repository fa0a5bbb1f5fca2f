"""Pictures in a painting's colours, from the command line, with the plugin as pip has installed it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from dreamkit_palette import Palette
from PIL import Image

from dreamkit.cli import main

INKS = ((10, 20, 48), (200, 60, 40), (240, 210, 90), (235, 240, 230))

Save = Callable[..., Path]

RECIPE = '''
"""Small enough for a test."""

from pathlib import Path

from dreamkit_palette import Palette, PaletteClamp

from dreamkit import Ascent, Film, Jitter, Layer, Net, Noise, Octaves, Shot, recipe


@recipe(size=(32, 48))
def inks(painting: Path = Path("painting.png"), count: int = 4) -> Film:
    """Noise in the colours of a painting."""
    return Film(
        Shot(
            net=Net("tiny"),
            objective=Layer("relu1"),
            regularizer=Octaves(2) | Jitter(2) | Palette(painting, count) | PaletteClamp(painting, count),
            optimizer=Ascent(steps=2, rate=0.1),
            source=Noise(0.4),
        )
    )
'''


def render(*words: str) -> Result:
    Path("inks.py").write_text(RECIPE)
    return CliRunner().invoke(main, ["render", "inks.py", *words, "-o", "inks.png"])


@pytest.mark.usefixtures("folder")
def test_a_recipe_renders_in_a_painting_s_colours(save: Save) -> None:
    save(INKS * 50)
    result = render()
    assert result.exit_code == 0, result.output
    with Image.open("inks.png") as picture:
        seen = {tuple(map(int, pixel)) for pixel in np.asarray(picture.convert("RGB")).reshape(-1, 3)}
    assert seen <= set(INKS)
    assert len(seen) >= 3


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["painting=nowhere.png"], "there is no file nowhere.png\n"),
        (["count=5"], "painting.png has 4 different colours, and 5 are wanted\n  lower the count\n"),
    ],
)
def test_the_command_line_tells_what_is_wrong(words: list[str], told: str, save: Save) -> None:
    save(INKS)
    result = render(*words)
    assert result.exit_code == 2
    assert result.output.endswith(told)
    assert not Path("inks.png").exists()


@pytest.mark.usefixtures("folder")
def test_a_check_of_a_recipe_looks_at_the_painting(save: Save) -> None:
    save(INKS)
    Path("inks.py").write_text(RECIPE)
    fine = CliRunner().invoke(main, ["check", "inks.py"])
    assert fine.exit_code == 0
    assert "fine  shot 1: PaletteClamp('painting.png', count=4) finds its files\n" in fine.output
    missing = CliRunner().invoke(main, ["check", "inks.py", "painting=nowhere.png"])
    assert (missing.exit_code, missing.stderr.splitlines()[0]) == (2, "there is no file nowhere.png")


def test_the_readme_s_recipe_is_one() -> None:
    code = (Path(__file__).parents[1] / "README.md").read_text().split("```python\n")[1].split("```")[0]
    words: dict[str, Any] = {}
    exec(code, words)
    (shot,) = words["woodcut"]().shots
    assert Palette(Path("painting.jpg"), 8) in shot.regularizer.links


def test_loading_it_wakes_no_backend_and_no_scipy() -> None:
    heavy = {"keras", "tensorflow", "jax", "torch", "scipy"}
    code = f"import sys, dreamkit_palette.plugin; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"
