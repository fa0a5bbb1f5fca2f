"""`dreamkit plan`: the storyboard and the JSON of a recipe, with what is stored."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from dreamkit.cli.main import main
from dreamkit.loader import load_recipe, plan_recipe
from dreamkit.plan import Plan, identity
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.store import store_beside

RECIPE = '''
from dreamkit import Ascent, Film, Layer, Net, Shot, recipe

@recipe(size=(32, 48), fps=4)
def dream(seconds: float = 1.0) -> Film:
    """A dream."""
    return Film(Shot(net=Net("tiny"), objective=Layer("relu1"), optimizer=Ascent(steps=2), seconds=seconds))
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command runs in, with a recipe `dream.py`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "dream.py").write_text(RECIPE)
    return tmp_path


def plan(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["plan", *words])
    return result.exit_code, result.output


@pytest.mark.usefixtures("folder")
def test_the_storyboard_of_a_recipe() -> None:
    assert plan("dream.py", "seconds=2", "--size", "64x48", "--seed", "3") == (
        0,
        """\
dream: A dream.
  settings  seconds=2.0
  film      64x48 pixels, 8 frames at 4 a second, 2 seconds, seed 3

shot 1: 8 frames, 2 seconds
  net              Net('tiny')
  objective        Layer('relu1')
  optimizer        Ascent(steps=2)
  source           Noise()
  octaves          64x48, 2 steps each
  stored           0 of 8 frames

cost  16 steps, 0.049 megapixel-steps; how long that takes here is known after the first film
""",
    )


def test_what_is_stored_is_counted(folder: Path) -> None:
    registry = Registry(Plugins(only=()))
    planned = plan_recipe(load_recipe("dream.py"), [], registry)
    store = store_beside(folder / "films" / "dream.mp4", 8)
    for (name,) in list(identity.painted(planned, planned.shots[0], registry))[:3]:
        store.save(name, np.zeros((1, 32, 48, 3)))
    assert "  stored           3 of 4 frames\n" in plan("dream.py", "-o", "films/dream.mp4")[1]
    assert "  stored           0 of 4 frames\n" in plan("dream.py")[1]
    assert "  stored           0 of 4 frames\n" in plan("dream.py", "-o", "films/dream.tif")[1]


@pytest.mark.usefixtures("folder")
def test_the_plan_as_json() -> None:
    registry = Registry(Plugins(only=()))
    code, out = plan("dream.py", "--json", "--fps", "2")
    assert code == 0
    assert Plan.from_json(json.loads(out), registry) == plan_recipe(load_recipe("dream.py"), [], registry, fps=2)


@pytest.mark.usefixtures("folder")
def test_the_preview_is_smaller() -> None:
    assert "  film      16x16 pixels, 4 frames" in plan("dream.py", "--preview")[1]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--fps", "0"], "a film's fps lies above 0 and up to 1000, and 0.0 came\n"),
        (
            ["--size", "0x3"],
            "a film's size is (height, width) or its longer side, in pixels from 1 to 65536, and (3, 0) came\n",
        ),
        (["seconds=0"], "a shot lasts more than 0 seconds, and 0.0 came\n"),
        (["second=3"], "the recipe dream has no setting 'second'\n  did you mean 'seconds'?"),
        (["--backend", "jx"], "there is no backend 'jx'\n  did you mean 'jax'?\n"),
    ],
)
def test_mistakes(words: list[str], complaint: str) -> None:
    code, out = plan("dream.py", *words)
    assert code == 2
    assert out.startswith(complaint)


@pytest.mark.usefixtures("folder")
def test_a_size_that_is_none() -> None:
    code, out = plan("dream.py", "--size", "64x")
    assert code == 2
    assert out.splitlines()[-1] == (
        "Error: Invalid value for '--size': a size is written 1280x720, or 1280 for the longer side, and '64x' came"
    )


@pytest.mark.usefixtures("folder")
def test_a_network_that_is_not_there() -> None:
    Path("dream.py").write_text(RECIPE.replace("tiny", "tyni"))
    code, out = plan("dream.py")
    assert code == 2
    assert out.splitlines()[0] == "there is no network 'tyni'"
