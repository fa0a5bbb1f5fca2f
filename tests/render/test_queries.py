"""How many questions a search asks: what it may, what it did, and when it has enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from dreamkit import FewPixels, Film, HillClimb, Net, Noise, Octaves, Probability, Search, Shot, Square
from dreamkit.cli import main
from dreamkit.errors import InvalidValue
from dreamkit.judging import Judge
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.tiny import TINY
from dreamkit.plan import Plan, make_plan
from dreamkit.plan.cost import cost
from dreamkit.plan.storyboard import storyboard
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.progress import Progress
from dreamkit.render.renderer import Renderer
from dreamkit.render.store import Store

REGISTRY = Registry(Plugins([]))


def shot(optimizer: Search, label: Any = 3, **fields: Any) -> Shot:
    return Shot(net=Net("tiny"), objective=Probability(label), optimizer=optimizer, source=Noise(0.2), **fields)


def planned(one: Shot) -> Plan:
    return make_plan(Film(one), name="asked", size=(32, 32), fps=4, seed=0, registry=REGISTRY)


def rendered(one: Shot, folder: Path) -> tuple[list[Any], Progress]:
    plan = planned(one)
    progress = Progress(plan, {})
    return list(Renderer(plan, REGISTRY, Store(folder, 16), progress).shot(plan.shots[0])), progress


def test_a_budget_is_shared_among_the_octaves_and_told_by_the_plan() -> None:
    plan = planned(shot(HillClimb(100, 10, queries=165), regularizer=Octaves(2, ratio=2.0)))
    assert plan.steps(plan.shots[0]) == (8, 8)
    assert cost(plan).evaluations == 160
    assert "16x16 → 32x32, 8 generations of 10 candidates each\n" in storyboard(plan)


def test_a_budget_that_some_octave_gets_nothing_of() -> None:
    with pytest.raises(InvalidValue) as caught:
        planned(shot(HillClimb(100, 10, queries=19), regularizer=Octaves(2, ratio=2.0)))
    what, _, hint = str(caught.value).splitlines()
    assert what == "19 queries do not pay for one step of 10 candidates in each octave"
    assert hint == "  it takes 20, or a smaller population"


def test_all_questions_are_counted(tmp_path: Path) -> None:
    one = shot(HillClimb(100, 5, queries=33), label=(1, 3), seconds=0.5)
    _, progress = rendered(one, tmp_path)
    assert progress.queries == 2 * 2 * 30  # two frames of two pictures, six generations of five each
    assert str(progress).startswith("2 of 2 frames, score ")
    assert str(progress).partition("score")[2].split(", ")[1] == "120 queries"


@pytest.mark.parametrize(
    ("search", "label"),
    [(Square(60, 4, linf=0.2, until=0.135), 3), (FewPixels(40, 10, count=20, until=0.317), 1)],
)
def test_enough_is_enough_and_is_what_is_kept(search: Search, label: int, tmp_path: Path) -> None:
    assert search.until is not None
    (picture,), progress = rendered(shot(search, label), tmp_path)
    assert progress.queries < search.looks * search.steps
    assert progress.queries % search.looks == 0
    seen = Judge(LoadedNet.of(TINY))(picture).probability(label)
    assert seen >= search.until - 1e-3
    assert float(progress.score) >= search.until
    assert "at most" in storyboard(planned(shot(search)))


def test_of_several_pictures_each_keeps_the_first_that_is_enough(tmp_path: Path) -> None:
    search = Square(60, 4, linf=0.2, until=0.12)
    (sheet,), _ = rendered(shot(search, label=(1, 3)), tmp_path)
    judge = Judge(LoadedNet.of(TINY))
    parts = sheet[:, :32], sheet[:, -32:]
    seen = [judge(part).probability(label) for part, label in zip(parts, (1, 3), strict=True)]
    assert seen[1] >= 0.12 - 1e-3
    assert 0.3 < seen[0] < 0.38  # it was enough from the first step on, and has not climbed with the other


def test_the_last_line_says_how_many_there_were(folder: Path) -> None:
    Path("r.py").write_text(
        "from dreamkit import *\n\n\n@recipe(size=(32, 32))\ndef r() -> Film:\n    '''Squares.'''\n"
        "    return Film(Shot(net=Net('tiny'), objective=Logit(3), optimizer=Square(5, 4), source=Noise(0.2)))\n"
    )
    result = CliRunner().invoke(main, ["render", "r.py", "-o", "r.png"])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1].startswith("r.png: 1 picture, 20 queries, ")
    again = CliRunner().invoke(main, ["render", "r.py", "-o", "r.png"])
    assert "1 picture (all stored before), " in again.output
    assert np.all(["queries" not in line for line in again.output.splitlines()])
