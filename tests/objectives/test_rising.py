"""Every objective rises within three small steps, and a film asks for classes by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import (
    Ascent,
    Channel,
    Direction,
    Fade,
    Guide,
    Layer,
    Logit,
    Net,
    Neuron,
    Noise,
    Objective,
    Probability,
    Shot,
    ops,
)
from dreamkit.backend.choice import chosen
from dreamkit.errors import UnknownName
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import LABELS, TINY
from dreamkit.objectives import Sum
from dreamkit.parts import below
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.render.shot import ShotPainter
from dreamkit.render.step import Inputs, Step
from dreamkit.schedules import Clock, value


@pytest.fixture(scope="module")
def net() -> LoadedNet:
    return LoadedNet(TINY, TINY.build("trained"))


def step_of(net: LoadedNet, objective: Objective, **shot: Any) -> Step:
    objective = objective.resolved(LABELS)
    return Step(Shot(net=Net("tiny"), objective=objective, **shot), Cut(net, objective.layers))


def climb(step: Step, objective: Objective, image: np.ndarray, steps: int) -> list[float]:
    """The scores along a climb."""
    numbers, scores = ops.convert_to_tensor(image), []
    guide = ops.convert_to_tensor(Noise(0.4).frame(0, image.shape[1:3], 5)[None])
    targets = objective.targets(step.look, lambda source: guide)
    dials = [value(knob, Clock()) for knob in step.knobs]
    for index in range(steps):
        numbers, _, score, _ = step(numbers, (), Inputs(dials, index, index, numbers, targets))
        scores.append(float(ops.sum(score)))
    return scores


RISING = [
    Layer("relu1"),
    Channel("relu3", (2, 7)),
    Neuron("relu2", 3, down=0.3),
    Direction("relu2", np.linspace(-1, 2, 16), 1),
    Guide("relu2", of=Noise(0.4)),
    Logit(("tiger shark", "eye")),
    Probability("dog"),
    Fade(2, 0) * Layer("relu1") - 0.5 * Channel("relu0", 2) + Guide("relu2", of=Noise(0.4)),
]


@pytest.mark.parametrize("objective", RISING, ids=repr)
def test_an_objective_rises(objective: Objective, net: LoadedNet, rng: np.random.Generator) -> None:
    image = rng.random((objective.pictures, 16, 20, 3)).astype(np.float32)
    step = step_of(net, objective, optimizer=Ascent(rate=1e-3))
    scores = climb(step, objective, image, 4)
    assert scores == sorted(scores)
    assert scores[-1] > scores[0]


def test_objectives_serve_all_sizes_with_one_trace(net: LoadedNet, rng: np.random.Generator) -> None:
    together = Sum(tuple(term for term in RISING if term.pictures == 1))
    step = step_of(net, together)
    for size in ((16, 20), (24, 30), (16, 20)):
        climb(step, together, rng.random((1, *size, 3)).astype(np.float32), 2)
    expected = {"tensorflow": [(None, None)], "jax": [(16, 20), (24, 30)]}
    if chosen() in expected:
        assert step.traces == expected[chosen()]


def painter(net: LoadedNet, objective: Objective) -> ShotPainter:
    shot = Shot(net=Net("tiny"), objective=objective, optimizer=Ascent(steps=2))
    planned = PlannedShot(0, shot, 1, 0)
    return ShotPainter(Plan("film", (planned,), (16, 20), 24, 0), planned, net)


def test_a_film_asks_for_classes_by_name(net: LoadedNet) -> None:
    by_name, by_number = (painter(net, 2 * Logit(label)) for label in (("tiger shark", "dog"), (2, 1)))
    one, other = (made.paint(0, None, lambda *_: None) for made in (by_name, by_number))
    assert one.shape == (2, 16, 20, 3)
    assert np.array_equal(one, other)
    assert by_name.planned.shot.objective in below(by_name.planned.shot)  # the plan keeps what the recipe said


def test_a_film_with_an_unknown_class_stops_before_it_paints(net: LoadedNet) -> None:
    with pytest.raises(UnknownName, match="there is no class 'tigre shark'"):
        painter(net, Layer("relu1") + Probability("tigre shark"))
