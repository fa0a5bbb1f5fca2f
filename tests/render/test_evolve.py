"""Evolutions in films: they stop and go on, find each other's states, and refuse what they have no use for."""

from __future__ import annotations

import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit import (
    Ascent,
    Caption,
    Colour,
    CppnEncoding,
    Film,
    Fitness,
    Fourier,
    Grid,
    Jitter,
    Layer,
    Logit,
    MapElites,
    Net,
    Probability,
    Shot,
    Zoom,
)
from dreamkit.errors import InvalidValue, UnknownName
from dreamkit.evolution.archive_file import BadArchive
from dreamkit.evolution.cppn_batch import CppnBatch
from dreamkit.optimizers.map_elites import Judge
from dreamkit.plan import make_plan
from dreamkit.plan.cost import cost
from dreamkit.plan.plan import Plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render import judge
from dreamkit.render.endings import output_at
from dreamkit.render.executors import Executor
from dreamkit.render.judge import NetJudge
from dreamkit.render.progress import Progress
from dreamkit.render.render import render
from dreamkit.render.renderer import Renderer, Unwatched
from dreamkit.render.store import Store

SHOWN = ("cat", "tiger shark", "tower")
RULES = MapElites(steps=3, population=8, encoding=CppnEncoding(16), at_once=8)


def evolving(**slots: Any) -> Shot:
    given = {"net": Net("tiny"), "objective": Probability(SHOWN), "optimizer": RULES, "seconds": 1.0}
    return Shot(**{**given, **slots})


def planned(shot: Shot, size: tuple[int, int] = (24, 32), fps: float = 3) -> Plan:
    return make_plan(Film(shot), name="film", size=size, fps=fps, seed=1, registry=REGISTRY)


REGISTRY = Registry(Plugins([]))


def rendered(plan: Plan, folder: Path, watcher: Any = None, **how: Any) -> list[np.ndarray]:
    store = Store(folder)
    return list(Renderer(plan, REGISTRY, store, watcher or Unwatched(), **how).shot(plan.shots[0]))


class Elsewhere(Executor):
    """Scores pictures in another place, and notes how many."""

    def __init__(self) -> None:
        self.scored = 0

    def shots(self, renderer: Renderer) -> Any:
        return map(renderer.shot, renderer.plan.shots)

    def spread(self, judge: Judge) -> Judge:
        def there(pictures: Any) -> Any:
            self.scored += len(pictures)
            return judge(pictures)

        return there


class Impatient(Unwatched):
    """Presses Ctrl-C at some generation."""

    def __init__(self, generation: int) -> None:
        self.left = generation

    def stepped(self, *facts: Any) -> None:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pictures the network has been shown, call by call."""
    calls: list[int] = []
    seen = NetJudge.__call__

    def counted(self: NetJudge, pictures: Any) -> Any:
        calls.append(len(pictures))
        return seen(self, pictures)

    monkeypatch.setattr(judge.NetJudge, "__call__", counted)
    return calls


def test_what_is_stopped_goes_on_as_if_it_never_was(tmp_path: Path, judged: list[int]) -> None:
    plan = planned(evolving(finish=Fitness(10) | Grid()))
    whole = rendered(plan, tmp_path / "whole")
    assert judged == [8] * 10  # founders, and three frames of three generations
    for generation in (2, 3, 2):
        with pytest.raises(KeyboardInterrupt):
            rendered(plan, tmp_path / "stopped", Impatient(generation))
    resumed = rendered(plan, tmp_path / "stopped")
    assert judged == [8] * 20  # nothing was judged twice
    assert all((one == other).all() for one, other in zip(whole, resumed, strict=True))
    assert not (whole[0] == whole[-1]).all()


def test_other_labels_sizes_and_lengths_find_the_same_evolution(tmp_path: Path, judged: list[int]) -> None:
    rendered(planned(evolving()), tmp_path)
    before = len(judged)
    large = planned(evolving(objective=Probability(("dog", "eye"))), size=(48, 32))
    assert rendered(large, tmp_path)[0].shape[0] >= 48
    assert len(judged) == before
    rendered(planned(evolving(seconds=2.0)), tmp_path)
    assert len(judged) == before + 9  # three more frames
    rendered(planned(evolving(seconds=2.0)), tmp_path, fresh=True)
    assert len(judged) == before + 9 + 19


def test_an_executor_may_spread_the_scoring(tmp_path: Path) -> None:
    there = Elsewhere()
    render(planned(evolving()), output_at(str(tmp_path / "frames/")), REGISTRY, Unwatched(), executor=there)
    assert there.scored == 80


def test_a_damaged_archive_is_left_as_it_is(tmp_path: Path) -> None:
    rendered(planned(evolving()), tmp_path)
    (newest,) = tmp_path.glob("??/*-9.archive")
    newest.write_bytes(b"damaged")
    with pytest.raises(BadArchive, match=r"-9\.archive is no archive of an evolution, or damaged"):
        rendered(planned(evolving(seconds=2.0)), tmp_path)
    assert newest.read_bytes() == b"damaged"


def test_only_the_classes_that_are_shown(tmp_path: Path) -> None:
    said: list[str] = []
    plan = planned(evolving(optimizer=MapElites(2, 8, CppnEncoding(16), only_shown=True), seconds=None))
    rendered(plan, tmp_path, Progress(plan, {}, lambda progress: said.append(str(progress))))
    assert " of 3 above 0.5, " in said[-1]
    assert said[-1].startswith("100%, score median ")


def test_it_costs_what_the_network_is_shown() -> None:
    assert str(cost(planned(evolving()))) == "72 evaluations, 0.018 megapixel-evaluations"


def test_on_an_accelerator_pictures_are_drawn_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = rendered(planned(evolving(seconds=None)), tmp_path / "here")
    monkeypatch.setattr("dreamkit.render.evolve.backend", types.SimpleNamespace(devices=lambda: ["CPU", "GPU X1"]))
    drawn: list[int] = []
    draw = CppnBatch.__call__
    monkeypatch.setattr(CppnBatch, "__call__", lambda *given: (drawn.append(len(given[1])), draw(*given))[1])
    there = rendered(planned(evolving(seconds=None)), tmp_path / "there")
    assert drawn == [8] * 4
    assert np.mean(np.abs(there[0] - here[0]) > 1.5 / 255) < 0.01


def test_how_sure_the_network_is_stands_below_each_picture(tmp_path: Path) -> None:
    plain, told = (
        rendered(planned(evolving(seconds=None, finish=finish), size=(24, 64)), tmp_path)
        for finish in (Grid(1), Fitness(12) | Grid(1))
    )
    height = 36 + 4
    for number in range(3):
        strip = told[0][number * height + 24 : number * height + 36]
        assert (told[0][number * height : number * height + 24] == plain[0][number * 28 : number * 28 + 24]).all()
        assert strip.min() < 0.5
        assert strip.mean() > 0.7


REFUSED: dict[str, Callable[[], Any]] = {
    "MapElites looks for pictures of classes, and the objective is Logit('cat')": lambda: evolving(
        objective=Logit("cat")
    ),
    "MapElites looks for pictures of classes, and the objective is 2 * Layer('relu1')": lambda: evolving(
        objective=2 * Layer("relu1")
    ),
    "MapElites breeds pictures out of nothing, and has no use for the regularizer Jitter()": lambda: evolving(
        regularizer=Jitter()
    ),
    "MapElites breeds pictures out of nothing, and has no use for the parameterization Fourier()": lambda: evolving(
        parameterization=Fourier()
    ),
    "MapElites breeds pictures out of nothing, and has no use for the source Colour()": lambda: evolving(
        source=Colour()
    ),
    "MapElites breeds pictures out of nothing, and has no use for the motion Zoom()": lambda: evolving(motion=Zoom()),
    "MapElites.population is even, since children come in pairs, and 7 came": lambda: MapElites(population=7),
    "MapElites.niches is 'every class' or 'best class', and 'best' came": lambda: MapElites(niches="best"),
    "Fitness asks how sure the network is of each picture, which MapElites tells and Ascent() not": lambda: evolving(
        optimizer=Ascent(), finish=Fitness()
    ),
    "Fitness looks at the picture as it was painted, and Caption stands before it": lambda: evolving(
        finish=Caption("a") | Fitness()
    ),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_makes_no_sense_is_said_when_it_is_written(sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        REFUSED[sentence]()
    assert str(caught.value).splitlines()[0] == sentence


def test_classes_that_there_are_not_are_refused_before_the_first_generation(tmp_path: Path) -> None:
    for label, kind, words in (
        ("tiger shrk", UnknownName, "there is no class 'tiger shrk'"),
        ("crane", InvalidValue, "'crane' is the name of 2 classes: 4 (crane, crane bird), 5 (crane, machine)"),
        (8, InvalidValue, "classes are numbered 0 to 7, and 8 was asked for"),
    ):
        plan = planned(evolving(objective=Probability(label)))
        with pytest.raises(kind) as caught:
            Renderer(plan, REGISTRY, Store(tmp_path), Unwatched()).rehearse()
        assert caught.value.what == words
