"""Films between mirrors, from the command line, with the plugin as pip has installed it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from dreamkit_kaleidoscope import Kaleidoscope
from PIL import Image

from dreamkit import Wave
from dreamkit.cli import main

RECIPE = '''
"""Small enough for a test."""

from dreamkit_kaleidoscope import Kaleidoscope

from dreamkit import Ascent, Clamp, Film, Layer, Net, Noise, Shot, Wave, Zoom, recipe


@recipe(size=(32, 48), fps=8)
def mirrored(wedges: int = 4, seconds: float = 0.5) -> Film:
    """Noise between mirrors."""
    return Film(
        Shot(
            net=Net("tiny"),
            objective=Layer("relu1"),
            regularizer=Clamp(),
            optimizer=Ascent(steps=1, rate=0.02),
            motion=Zoom(1.2) | Kaleidoscope(2),
            finish=Kaleidoscope(wedges, degrees_per_second=Wave(60, period=2), softness=1),
            source=Noise(0.2),
            seconds=seconds,
        )
    )
'''


def render(*words: str) -> str:
    Path("mirrored.py").write_text(RECIPE)
    return str(CliRunner().invoke(main, ["render", "mirrored.py", *words, "-o", "frames/"]).output)


@pytest.mark.usefixtures("folder")
def test_a_recipe_renders_with_it() -> None:
    assert "frames" in render()
    frames = [np.asarray(Image.open(path), np.float64) for path in sorted(Path("frames").glob("*.png"))]
    assert len(frames) == 4
    for frame in frames:
        assert np.abs(frame - frame[:, ::-1]).max() <= 1
        assert np.abs(frame - frame[::-1]).max() <= 1
        assert frame.std() > 5


@pytest.mark.usefixtures("folder")
def test_the_command_line_tells_what_is_wrong() -> None:
    assert "mirrored wedges come in pairs, and 7 came" in render("wedges=7")
    assert not Path("frames").exists()


def test_the_readme_s_recipe_is_one() -> None:
    code = (Path(__file__).parents[1] / "README.md").read_text().split("```python\n")[1].split("```")[0]
    words: dict[str, Any] = {}
    exec(code, words)
    (shot,) = words["glass"]().shots
    assert shot.finish == Kaleidoscope(12, Wave(40, period=4))


def test_loading_it_wakes_no_backend() -> None:
    heavy = {"keras", "tensorflow", "jax", "torch"}
    code = f"import sys, dreamkit_kaleidoscope.plugin; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"
