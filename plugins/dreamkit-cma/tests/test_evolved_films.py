"""Films that evolve, with the plugin as pip has installed it: better than chance, and the same each time."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any, final

import numpy as np
import pytest
from click.testing import CliRunner, Result
from dreamkit_cma import CMAES

from dreamkit import Colour, Cosines, Logit, Search, Shot, ops
from dreamkit.cli import main
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY as TINY_SPEC
from dreamkit.testing import TINY, painted

RECIPE = '''
"""Small enough for a test."""

from dreamkit_cma import CMAES

from dreamkit import Colour, Cosines, Fade, Film, Jitter, Logit, Net, Pixels, Shot, recipe


@recipe(size=(32, 48), fps=4)
def bred(waves: int = 5, seconds: float = 0.5) -> Film:
    """A shark of a few waves, or of all pixels."""
    return Film(
        Shot(
            net=Net("tiny"),
            objective=Logit("tiger shark"),
            regularizer=Jitter(2),
            optimizer=CMAES(steps=4, population=6, sigma=Fade(0.5, 0.2)),
            parameterization=Cosines(waves, waves) if waves else Pixels(),
            source=Colour(),
            seconds=seconds,
        )
    )
'''


def run(*words: str) -> Result:
    Path("bred.py").write_text(RECIPE)
    return CliRunner().invoke(main, list(words))


def frames(folder: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(Path(folder).glob("*.png"))]


@pytest.mark.usefixtures("folder")
def test_a_recipe_renders_the_same_film_each_time() -> None:
    for folder in ("one/", "two/"):
        result = run("render", "bred.py", "--fresh", "-o", folder)
        assert result.exit_code == 0, result.output
    assert len(frames("one")) == 2
    assert frames("one") == frames("two")
    assert frames("one")[0] != frames("one")[1]
    assert run("render", "bred.py", "--seed", "1", "-o", "three/").exit_code == 0
    assert frames("three") != frames("one")


@pytest.mark.usefixtures("folder")
def test_its_plan_counts_evaluations() -> None:
    output = run("plan", "bred.py").output
    assert "optimizer        CMAES(steps=4, population=6, sigma=Fade(0.5, 0.2))" in output
    assert "cost  48 evaluations, 0.074 megapixel-evaluations" in output


@pytest.mark.usefixtures("folder")
def test_a_picture_of_too_many_numbers_is_refused_before_it_is_begun() -> None:
    result = run("render", "bred.py", "waves=0", "--size", "128x96", "-o", "large.png")
    assert "CMAES searches through 20,000 numbers at most, and the picture is written in 36,864" in result.output
    assert not Path("large.png").exists()


@final
@dataclasses.dataclass(frozen=True)
class Chance(Search):
    """Candidates that know nothing of each other, of which the best is kept."""

    spread: float = 1.0

    def begin(self, numbers: np.ndarray, seed: int, shapes: Any = ()) -> Any:
        return np.random.default_rng(seed), numbers, -np.inf

    def ask(self, state: Any) -> np.ndarray:
        return np.asarray(self.spread * state[0].standard_normal((self.population, len(state[1]))))

    def tell(self, state: Any, population: np.ndarray, scores: np.ndarray) -> Any:
        chance, best, score = state
        return (chance, population[scores.argmax()], scores.max()) if scores.max() > score else (chance, best, score)

    def settle(self, state: Any) -> np.ndarray:
        return np.asarray(state[1])


def shark_of(picture: np.ndarray) -> float:
    """How much of a shark the tiny network sees in a picture."""
    cut = Cut(LoadedNet(TINY_SPEC, TINY_SPEC.build("trained")), ["logits"])
    logits = cut(ops.convert_to_tensor(picture[None]))["logits"]
    return float(ops.convert_to_numpy(logits)[0, TINY_SPEC.labels().names.index("tiger shark")])


def test_it_finds_more_than_chance_does(tmp_path: Path) -> None:
    scores = {}
    for search in (CMAES(25, 10, 0.5), Chance(25, 10, 0.5), Chance(25, 10, 2.0)):
        shot = Shot(net=TINY, objective=Logit("tiger shark"), optimizer=search, source=Colour())
        (picture,) = painted(dataclasses.replace(shot, parameterization=Cosines(5, 5)), tmp_path)
        scores[search] = shark_of(picture)
    (evolved, *chance) = scores.values()
    assert evolved > max(chance) + 0.5 * abs(max(chance) - min(chance))


def test_the_readme_s_recipe_is_one() -> None:
    code = (Path(__file__).parents[1] / "README.md").read_text().split("```python\n")[1].split("```")[0]
    words: dict[str, Any] = {}
    exec(code, words)
    (shot,) = words["mask"]().shots
    assert isinstance(shot.optimizer, CMAES)


def test_loading_it_wakes_no_backend_and_no_library() -> None:
    heavy = {"keras", "tensorflow", "jax", "torch", "cma"}
    code = f"import sys, dreamkit_cma.plugin; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"
