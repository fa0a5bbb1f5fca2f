"""Several views a step: the gradient is the mean of theirs, pictures stay apart, and the plan counts them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Channel, Film, HillClimb, Jitter, Layer, Net, Octaves, Shot, Views, ops
from dreamkit.errors import InvalidValue
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.objectives import Objective
from dreamkit.parts import Tensor
from dreamkit.plan import make_plan
from dreamkit.plan.cost import cost
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.regularizers import Regularizer
from dreamkit.render.score import Inputs
from dreamkit.render.step import Step
from dreamkit.rng import Rng
from dreamkit.schedules import Clock, value
from dreamkit.testing import check_part


class Turns(Regularizer):
    """Shows the picture brighter or darker by a chance that is drawn for each view."""

    def view(self, image: Tensor, rng: Rng) -> Tensor:
        return image * rng.uniform((), 0.2, 1.0)


def step_of(objective: Objective, regularizer: Regularizer, **fields: Any) -> Step:
    shot = Shot(net=Net("tiny"), objective=objective, regularizer=regularizer, **fields)
    return Step(shot, Cut(LoadedNet(TINY, TINY.build("trained")), objective.layers))


def given(step: Step, image: np.ndarray, key: int = 5) -> Inputs:
    dials = [value(knob, Clock()) for knob in step.knobs]
    return Inputs(dials, key, 0, ops.convert_to_tensor(image[:1]), ())


def slope(step: Step, image: np.ndarray) -> tuple[float, np.ndarray]:
    score, gradient = step.slope(ops.convert_to_tensor(image), given(step, image))
    return float(score), np.asarray(ops.convert_to_numpy(gradient))


def chances(count: int, key: int = 5) -> list[float]:
    """The numbers that `count` views draw one after the other, by Keras itself."""
    from keras import StatelessScope, random

    generator = random.SeedGenerator(0)
    start = ops.convert_to_tensor(np.array([key, 0]), dtype=generator.state.dtype)
    with StatelessScope(state_mapping=[(generator.state, start)], initialize_variables=False):
        return [float(random.uniform((), 0.2, 1.0, seed=generator)) for _ in range(count)]


def test_the_gradient_is_the_mean_of_the_views_own(rng: np.random.Generator) -> None:
    """Before its first ReLU the network is a sum of squares of something linear in a picture that is b times as bright.

    So with the views b1 … bk, and s(b) the score of one, the score is mean s(b) and the gradient mean of b s'(b x).
    """
    image = rng.random((1, 12, 10, 3)).astype(np.float32)
    score, gradient = slope(step_of(Layer("norm0"), Views(4) | Turns()), image)
    brightness = chances(4)
    plain = step_of(Layer("norm0"), Regularizer())
    alone = [slope(plain, (b * image).astype(np.float32)) for b in brightness]
    assert score == pytest.approx(np.mean([one for one, _ in alone]), rel=1e-4)
    expected = np.mean([b * each for b, (_, each) in zip(brightness, alone, strict=True)], axis=0)
    np.testing.assert_allclose(gradient, expected, atol=1e-4 * np.abs(expected).max())
    assert len(set(brightness)) == 4


def test_one_view_is_the_picture_as_it_was_always_seen(rng: np.random.Generator) -> None:
    image = rng.random((1, 16, 16, 3)).astype(np.float32)
    one, none = (slope(step_of(Layer("relu1"), part), image) for part in (Views(1) | Jitter(3), Jitter(3)))
    assert one[0] == none[0]
    assert np.array_equal(one[1], none[1])


def test_views_of_several_pictures_stay_apart(rng: np.random.Generator) -> None:
    image = rng.random((3, 16, 12, 3)).astype(np.float32)
    channels = (4, 0, 2)
    together, gradient = slope(step_of(Channel("relu1", channels), Views(3) | Turns()), image)
    apart = [slope(step_of(Channel("relu1", c), Views(3) | Turns()), image[i : i + 1]) for i, c in enumerate(channels)]
    assert together == pytest.approx(sum(score for score, _ in apart), rel=1e-4)
    np.testing.assert_allclose(gradient, np.concatenate([each for _, each in apart]), atol=1e-6)


def test_a_candidate_of_a_search_is_scored_by_all_views(rng: np.random.Generator) -> None:
    image = rng.random((6, 12, 10, 3)).astype(np.float32)
    several = step_of(Channel("relu1", (1, 3)), Views(3) | Turns(), optimizer=HillClimb())
    scores = np.asarray(ops.convert_to_numpy(several.score(ops.convert_to_tensor(image), given(several, image))))
    assert scores.shape == (3, 2)
    for candidate in range(3):
        alone, _ = slope(step_of(Channel("relu1", (1, 3)), Views(3) | Turns()), image[2 * candidate :][:2])
        assert scores[candidate].sum() == pytest.approx(alone, rel=1e-4)


def test_a_plan_counts_every_view() -> None:
    def megapixels(regularizer: Regularizer) -> float:
        shot = Shot(net=Net("tiny"), objective=Layer("relu1"), regularizer=regularizer)
        registry = Registry(Plugins(only=()))
        return cost(make_plan(Film(shot), name="t", size=(40, 60), fps=4, seed=7, registry=registry)).megapixels

    octaves = Octaves(2, ratio=2.0)
    assert megapixels(octaves | Views(6) | Jitter(2)) == pytest.approx(6 * megapixels(octaves | Jitter(2)))


def test_a_chain_has_one_number_of_views() -> None:
    with pytest.raises(InvalidValue) as error:
        Views(2) | Jitter(3) | Views(4)
    assert str(error.value).split("\n")[0] == "a picture is shown in one number of views, and 2 and 4 came"


def test_views_keep_the_contract() -> None:
    check_part(Views(3))
