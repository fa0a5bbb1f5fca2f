"""Wishes in the eyes of several networks: their scores, their labels, their mistakes, and films of them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit import (
    Adam,
    Clamp,
    Film,
    HillClimb,
    Jitter,
    Layer,
    Least,
    Logit,
    Net,
    Noise,
    Objective,
    Octaves,
    Probability,
    Seen,
    Shot,
    ops,
)
from dreamkit.errors import InvalidValue, UnknownLayer, UnknownName
from dreamkit.judging import Judge
from dreamkit.nets.labels import Labels
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import LABELS, TINY
from dreamkit.plan import Plan, make_plan
from dreamkit.plan.cost import pace_name
from dreamkit.plan.identity import painted
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.eyes import Eyes
from dreamkit.render.rehearsal import rehearse
from dreamkit.render.renderer import Renderer, Unwatched
from dreamkit.render.step import Inputs, Step
from dreamkit.render.store import Store
from dreamkit.schedules import Clock, value

SIZE = (24, 32)


def _stranger(weights: str) -> Any:
    """The tiny network with its weights turned about, and so other opinions."""
    model = TINY.build(weights)
    for weight in model.weights:
        if weight.path.endswith("kernel"):
            weight.assign(-np.asarray(weight.numpy() if hasattr(weight, "numpy") else weight)[..., ::-1])
    return model


STRANGER = dataclasses.replace(
    TINY,
    name="stranger",
    digest="stranger",
    build=_stranger,
    labels=lambda: Labels((*LABELS.names[::-1][:6], "x", "y")),
)
OTHER = Net("stranger")
REGISTRY = Registry(Plugins([]))
REGISTRY.nets["stranger"] = STRANGER


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    return Eyes(LoadedNet.of(TINY), {OTHER: LoadedNet.of(STRANGER)})


@pytest.fixture(scope="module")
def picture() -> Any:
    return ops.convert_to_tensor(np.random.default_rng(4).random((1, *SIZE, 3), np.float32))


def slope(cut: Any, objective: Objective, image: Any, targets: Any = ()) -> tuple[float, Any]:
    shot = Shot(net=Net("tiny"), objective=objective, regularizer=Jitter(3))
    step = Step(shot, cut)
    score, gradient = step.slope(image, Inputs([value(knob, Clock()) for knob in step.knobs], 5, 0, image, targets))
    return float(score), ops.convert_to_numpy(gradient)


def test_scores_and_gradients_are_those_of_each_network_alone(eyes: Eyes, picture: Any) -> None:
    both = eyes.resolved(Logit("tower") + Seen(Logit("tower") + Layer("relu1"), by=OTHER))
    score, gradient = slope(eyes.cut(both), both, picture, ((), ((), ())))
    own = slope(Cut(eyes.net, ("logits",)), Logit(3), picture)
    theirs = slope(Cut(eyes.others[OTHER], ("logits", "relu1")), Logit(4) + Layer("relu1"), picture, ((), ()))
    assert score == pytest.approx(own[0] + theirs[0], abs=1e-4)
    assert gradient == pytest.approx(own[1] + theirs[1], abs=1e-5)
    assert not np.allclose(own[1], theirs[1], atol=1e-3)


def test_the_least_wish_is_the_one_that_is_climbed(eyes: Eyes, picture: Any) -> None:
    wishes = Logit(3), Seen(Logit(4), by=OTHER)
    alone = [slope(eyes.cut(wish), eyes.resolved(wish), picture) for wish in wishes]
    score, gradient = slope(eyes.cut(Least(wishes)), eyes.resolved(Least(wishes)), picture, ((), ()))
    less = min(alone, key=lambda one: one[0])
    assert score == pytest.approx(less[0], abs=1e-4)
    assert gradient == pytest.approx(less[1], abs=1e-5)


def test_each_network_looks_for_its_own_classes(eyes: Eyes) -> None:
    wish = eyes.resolved(0.5 * Seen(Logit(("eye", "x")), by=OTHER) - Logit("eye"))
    assert repr(wish) == "0.5 * Seen(Logit((1, 6)), Net('stranger')) + -1.0 * Logit((6,))"
    with pytest.raises(UnknownName, match="there is no class 'cat'") as caught:
        eyes.resolved(Seen(Logit("cat"), by=OTHER))
    assert "  asked by Logit('cat')" in str(caught.value)


def test_what_a_network_does_not_have_is_told_of_that_network(eyes: Eyes) -> None:
    def rehearsed(objective: Objective, octaves: int = 1) -> None:
        shot = Shot(net=Net("tiny"), objective=objective, regularizer=Octaves(octaves, ratio=2))
        rehearse(eyes.net, shot, SIZE, eyes.others)

    rehearsed(Layer("relu2") - Seen(Layer("relu3"), by=OTHER))
    with pytest.raises(UnknownLayer) as unknown:
        rehearsed(Layer("relu2") + Seen(Layer("relu9"), by=OTHER))
    what, by, _ = str(unknown.value).splitlines()
    assert what == "stranger has no layer 'relu9'"
    assert by.startswith("  asked by Seen(Layer('relu9'), Net('stranger')), test_seen.py:")
    with pytest.raises(InvalidValue) as blind:
        rehearsed(Layer("conv0") + Seen(Layer("relu3"), by=OTHER), octaves=6)
    what = str(blind.value).splitlines()[0]
    assert what == "the smallest octave is 1x1, and stranger sees nothing below 2x2 in 'relu3'"


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: Seen(Logit(1), by="tiny"), "Seen.by takes a Net, and 'tiny' came"),
        (lambda: Seen("hen", by=OTHER), "Seen.term takes an objective, and 'hen' came"),
        (
            lambda: Seen(Logit(1) + Seen(Logit(2), by=OTHER), by=OTHER),
            "a Seen stands within a Seen, and only one network can look",
        ),
        (lambda: Least(Logit(1)), "a Least is made of objectives, and Logit(1) came"),
    ],
)
def test_what_makes_no_wish(make: Any, text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        make()
    assert str(caught.value).splitlines()[0] == text


def planned(**fields: Any) -> Plan:
    shot = Shot(**{"net": Net("tiny"), "source": Noise(0.2), "regularizer": Clamp(), **fields})
    plan = make_plan(Film(shot), name="seen", size=SIZE, fps=4, seed=0, registry=REGISTRY)
    return Plan.from_json(json.loads(json.dumps(plan.to_json())), REGISTRY)


def test_the_other_network_counts_in_a_frame_s_name_and_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned(objective=Logit(1) - Seen(Logit(1), by=OTHER))
    assert pace_name(plan.shots[0].shot) == "tiny and stranger"
    before = next(painted(plan, plan.shots[0], REGISTRY))
    monkeypatch.setitem(REGISTRY.nets, "stranger", dataclasses.replace(STRANGER, digest="learnt"))
    assert next(painted(plan, plan.shots[0], REGISTRY)) != before


def rendered(folder: Path, **fields: Any) -> Any:
    plan = planned(**fields)
    renderer = Renderer(plan, REGISTRY, Store(folder), Unwatched())
    renderer.rehearse()
    return next(renderer.shot(plan.shots[0]))


def test_one_is_fooled_and_the_other_not(tmp_path: Path, eyes: Eyes) -> None:
    wish = Probability(("tower", "dog")) - Seen(Probability("tower"), by=OTHER)
    sheet = rendered(tmp_path, objective=wish, optimizer=Adam(60, 0.05))
    own, other = Judge(eyes.net), Judge(eyes.others[OTHER])
    tower, dog = sheet[:, : SIZE[1]], sheet[:, -SIZE[1] :]
    assert (own(tower).rank(3), own(dog).rank(1)) == (1, 1)
    assert other(tower).probability(4) < 0.1 < own(tower).probability(3)
    assert other(dog).probability(4) < 0.1


@pytest.mark.parametrize("optimizer", [Adam(80, 0.05), HillClimb(40, 8, 0.05)])
def test_both_are_fooled(optimizer: Any, tmp_path: Path, eyes: Eyes) -> None:
    wish = Least((Probability("tower"), Seen(Probability("tower"), by=OTHER)))
    before = rendered(tmp_path / "before", objective=None)
    after = rendered(tmp_path, objective=wish, optimizer=optimizer)
    judges = (Judge(eyes.net), 3), (Judge(eyes.others[OTHER]), 4)
    least = [min(judge(picture).probability(label) for judge, label in judges) for picture in (before, after)]
    assert least[1] > (3 if isinstance(optimizer, Adam) else 1.2) * least[0]


def test_wishes_for_the_other_network_alone(tmp_path: Path, eyes: Eyes) -> None:
    picture = rendered(tmp_path, objective=Seen(Logit("tower"), by=OTHER), optimizer=Adam(20, 0.05))
    assert Judge(eyes.others[OTHER])(picture).rank(4) == 1
