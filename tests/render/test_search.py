"""Searches in films: the scores that they are told, what they never do, and what stops them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, final

import numpy as np
import pytest

from dreamkit import (
    Adam,
    Averaged,
    BlurGradient,
    CascadeGradient,
    Clamp,
    Colour,
    Cosines,
    Cppn,
    Decay,
    Fade,
    Film,
    Fourier,
    HillClimb,
    Jitter,
    LaplacianPyramid,
    Logit,
    Net,
    Normalize,
    Objective,
    Octaves,
    Parameterization,
    Pixels,
    Probability,
    Pyramid,
    Regularizer,
    Search,
    Shot,
    Shrink,
    TotalVariation,
    backend,
    ops,
)
from dreamkit.backend.choice import chosen
from dreamkit.errors import InvalidValue, LostGradient
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.parts import Size
from dreamkit.plan import make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.renderer import Renderer, Unwatched
from dreamkit.render.search import Numbers, begun, searched
from dreamkit.render.step import Inputs, Step
from dreamkit.render.store import Store
from dreamkit.schedules import Clock, value

Paint = Callable[..., list[np.ndarray]]


def evolving(**fields: Any) -> Shot:
    given = {
        "net": Net("tiny"),
        "objective": Logit("tiger shark"),
        "optimizer": HillClimb(steps=12, population=6),
        "parameterization": Cosines(4, 4),
        "source": Colour(),
    }
    return Shot(**{**given, **fields})


def step_of(shot: Shot) -> Step:
    assert shot.objective is not None
    shot = dataclasses.replace(shot, objective=shot.objective.resolved(TINY.labels()))
    assert shot.objective is not None
    return Step(shot, Cut(LoadedNet(TINY, TINY.build("trained")), shot.objective.layers))


def inputs(step: Step, size: tuple[int, int], key: int = 1, index: int = 0, targets: Any = ()) -> Inputs:
    dials = [value(knob, Clock()) for knob in step.knobs]
    return Inputs(dials, key, index, ops.full((1, *size, 3), 0.5), targets)


def array(tensor: Any) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(tensor))


def test_a_candidate_s_score_is_that_of_its_picture(rng: np.random.Generator) -> None:
    penalised = Jitter(3) | TotalVariation(0.01)
    step = step_of(evolving(regularizer=penalised))
    numbers = rng.standard_normal((5, 4, 4, 3)).astype(np.float32)
    given = inputs(step, (16, 20), key=4)
    scores = array(step.score(ops.convert_to_tensor(numbers), given))
    pictures = array(step.show(ops.convert_to_tensor(numbers), given))
    assert scores.shape == (5, 1)
    for score, picture in zip(scores[:, 0], pictures, strict=True):
        alone, _ = step.slope(ops.convert_to_tensor(picture[None]), given)  # the same key, so the same jitter
        assert score == pytest.approx(float(alone), rel=1e-4, abs=1e-4)


def test_each_candidate_of_several_pictures_has_a_score_for_each(rng: np.random.Generator) -> None:
    wish = Logit(("tiger shark", "cat")) + 0.5 * Probability("eye")
    step, size = step_of(evolving(objective=wish)), (16, 20)
    numbers = rng.standard_normal((6, 4, 4, 3)).astype(np.float32)
    scores = array(step.score(ops.convert_to_tensor(numbers), inputs(step, size, targets=((), ()))))
    assert scores.shape == (3, 2)
    for picture, name in enumerate(("tiger shark", "cat")):
        alone = step_of(evolving(objective=Logit(name) + 0.5 * Probability("eye")))
        own = array(alone.score(ops.convert_to_tensor(numbers[picture::2]), inputs(alone, size, targets=((), ()))))
        assert np.allclose(scores[:, picture], own[:, 0], atol=1e-4)


def test_candidates_are_shown_as_the_projection_leaves_them(rng: np.random.Generator) -> None:
    numbers = ops.convert_to_tensor(rng.standard_normal((2, 4, 4, 3)).astype(np.float32))
    pale, plain = step_of(evolving(regularizer=Decay(0.5))), step_of(evolving())
    seen, whole = (array(step.show(numbers, inputs(step, (16, 20)))) for step in (pale, plain))
    assert np.allclose(seen, 0.5 + 0.5 * (whole - 0.5), atol=1e-6)


def test_one_trace_serves_all_steps_and_batches() -> None:
    step = step_of(evolving(regularizer=Jitter(1), optimizer=HillClimb(3, 7, sigma=Fade(1, 0.1))))
    for frame, size in enumerate([(20, 30), (24, 25), (20, 30)]):
        givens = [inputs(step, size, key=10 * frame + i, index=i) for i in range(3)]
        searched(step, Cosines(4, 4), ops.full((1, *size, 3), 0.5), givens, 2 * 600, lambda *_: None)
    expected = {"tensorflow": [(None, None)], "jax": [(20, 30), (24, 25)]}
    if chosen() in expected:  # torch runs the step as it is written
        assert step.traces == expected[chosen()]


def test_batches_change_no_score_beyond_rounding(rng: np.random.Generator) -> None:
    step, told = step_of(evolving()), {}
    start = ops.convert_to_tensor(rng.random((1, 16, 20, 3)).astype(np.float32))
    for largest in (1, 2 * 320, 4 * 320, 10**6):
        scores: list[float] = []
        given = inputs(step, (16, 20))
        searched(step, Cosines(4, 4), start, [given], largest, lambda _, score, __, s=scores: s.append(score))
        told[largest] = scores
    assert np.allclose(list(told.values()), told[1], atol=1e-4)


@final
@dataclasses.dataclass(frozen=True)
class Split(Parameterization):
    """Colours in one tensor, and lightness, whose second axis counts the pictures, in another."""

    def encode(self, image: Any) -> Any:
        light = ops.mean(image, axis=-1)
        return {"colours": image - light[..., None], "light": (ops.transpose(light, (1, 0, 2)),)}

    def decode(self, numbers: Any, size: Size) -> Any:
        return numbers["colours"] + ops.transpose(numbers["light"][0], (1, 0, 2))[..., None]


WRITTEN = [Split(), Fourier(), Cosines(6, 4), Cppn(2, 3), Pyramid(2), Pixels()]


@pytest.mark.parametrize("parameterization", WRITTEN, ids=repr)
def test_numbers_are_vectors_and_back(parameterization: Parameterization, rng: np.random.Generator) -> None:
    image = ops.convert_to_tensor(rng.uniform(0.2, 0.8, (2, 6, 4, 3)).astype(np.float32))
    numbers = Numbers(parameterization, image)
    assert len(numbers.vectors) == 2
    decoded = array(parameterization.decode(parameterization.encode(image), (6, 4)))
    again = array(parameterization.decode(numbers.tree(numbers.vectors[[1, 0, 1, 1]]), (6, 4)))
    assert np.allclose(again, decoded[[1, 0, 1, 1]], atol=1e-5)


@final
@dataclasses.dataclass(frozen=True)
class Shared(Parameterization):
    """One grey for all pictures."""

    def encode(self, image: Any) -> Any:
        return ops.mean(image, keepdims=True)

    def decode(self, numbers: Any, size: Size) -> Any:
        return ops.broadcast_to(numbers, (1, *size, 3))


def test_numbers_that_no_picture_has_for_itself() -> None:
    with pytest.raises(InvalidValue) as caught:
        Numbers(Shared(), ops.full((1, 6, 4, 3), 0.5))
    what, by, hint = str(caught.value).splitlines()
    assert what == "numbers of the shape (1, 1, 1, 1) become (1, 1, 1, 1) for one picture more"
    assert by.startswith("  asked by Shared(")
    assert hint == "  a search needs one axis that counts the pictures"


def test_the_pictures_of_a_batch_have_chances_of_their_own() -> None:
    _, (one, other) = begun(HillClimb(), Cosines(4, 4), ops.full((2, 16, 16, 3), 0.5), seed=3)
    assert not np.array_equal(HillClimb().ask(one), HillClimb().ask(other))


class Log:
    """Remembers the scores of all steps."""

    def __init__(self) -> None:
        self.scores: list[float] = []

    def stepped(self, planned: Any, frame: int, octave: int, step: int, size: Any, score: float) -> None:
        self.scores.append(score)

    def painted(self, *facts: object, stored: bool) -> None:
        pass


def rendered(folder: Path, shot: Shot, seed: int = 0, log: Any = None) -> list[np.ndarray]:
    registry = Registry(Plugins([]))
    plan = make_plan(Film(shot), name="test", size=(16, 24), fps=4, seed=seed, registry=registry)
    renderer = Renderer(plan, registry, Store(folder), log or Unwatched())
    renderer.rehearse()
    return list(renderer.shot(plan.shots[0]))


def test_the_same_seed_evolves_the_same_film_and_another_another(tmp_path: Path) -> None:
    shot = evolving(regularizer=Jitter(2), optimizer=HillClimb(6, 5, sigma=Fade(0.5, 0.1)), seconds=0.5)
    one, same, other = (rendered(tmp_path / name, shot, seed) for name, seed in (("a", 3), ("b", 3), ("c", 4)))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_the_best_score_rises_from_step_to_step_and_frame_to_frame(tmp_path: Path) -> None:
    log = Log()
    rendered(tmp_path, evolving(optimizer=HillClimb(20, 8), seconds=0.5), log=log)
    assert len(log.scores) == 2 * 20
    assert log.scores[:20] == sorted(log.scores[:20])
    assert log.scores[20:] == sorted(log.scores[20:])
    assert log.scores[20] > log.scores[0]  # the second frame goes on from the first


def test_no_gradient_is_ever_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a search has asked for a gradient")

    backend.value_and_grad  # noqa: B018  (wakes the backend, whose function is replaced)
    import importlib

    monkeypatch.setattr(importlib.import_module(f"dreamkit.backend.{chosen()}"), "value_and_grad", refuse)
    for parameterization in (Cosines(4, 4), Pixels()):
        rendered(tmp_path, evolving(parameterization=parameterization, regularizer=Octaves(2) | Clamp()))


def test_several_pictures_evolve_at_once(paint: Paint) -> None:
    (sheet,) = paint(evolving(objective=Logit(("tiger shark", "cat", "eye")), regularizer=Shrink(16)))
    assert sheet.shape == (2 * 32 + 4, 2 * 48 + 4, 3)
    assert not np.array_equal(sheet[:32, :48], sheet[:32, -48:])


def test_a_search_rises_at_least_half_as_far_as_the_gradient_leads(tmp_path: Path) -> None:
    scores = {}
    for name, optimizer in {"search": HillClimb(150, 12), "adam": Adam(30, 0.1)}.items():
        log = Log()
        rendered(tmp_path / name, evolving(optimizer=optimizer), log=log)
        scores[name] = log.scores[-1] - log.scores[0]
    assert scores["search"] > 0.5 * scores["adam"]


@pytest.mark.parametrize(
    "link", [BlurGradient(), CascadeGradient(), LaplacianPyramid(), Normalize()], ids=lambda link: type(link).__name__
)
def test_what_changes_the_gradient_has_no_place_in_a_search(link: Regularizer) -> None:
    with pytest.raises(InvalidValue) as caught:
        evolving(regularizer=Jitter(2) | link | Clamp())
    name = type(link).__name__
    what, by, hint = str(caught.value).splitlines()
    assert what == f"{name} changes the gradient, and HillClimb searches without one"
    assert by.startswith(f"  asked by {name}(")
    assert hint == (
        "  a penalty (TotalVariation), a view (Jitter) or a projection (Clamp) works with a search, "
        f"and {name} with an optimizer that follows the gradient (Ascent)"
    )


def test_a_search_has_no_way_to_average() -> None:
    with pytest.raises(InvalidValue, match=r"^Averaged takes an optimizer that follows the gradient, and HillClimb\("):
        Averaged(HillClimb())  # type: ignore[arg-type]


def test_candidates_that_all_score_the_same(paint: Paint) -> None:
    with pytest.raises(LostGradient) as caught:
        paint(evolving(optimizer=HillClimb(3, 4, sigma=0)))
    what, by, hint = str(caught.value).splitlines()
    assert what == "shot 1, frame 0: all candidates score the same"
    assert by.startswith("  asked by Logit((2,))")
    assert hint.startswith("  nothing in the picture moves it")


@final
@dataclasses.dataclass(frozen=True)
class Lost(Objective):
    """A score that is no number."""

    @property
    def layers(self) -> tuple[str, ...]:
        return ("logits",)

    def score(self, activations: Any, targets: Any) -> Any:
        return ops.sqrt(-1 - ops.square(activations["logits"][:, 0]))


def test_a_score_that_is_no_number(paint: Paint) -> None:
    with pytest.raises(LostGradient) as caught:
        paint(evolving(objective=Lost()))
    what, _, hint = str(caught.value).splitlines()
    assert what == "shot 1, frame 0, octave 1, step 1: score nan"
    assert hint == "  the picture has blown up; lower the optimizer's sigma, or add Clamp() to the regularizer"


@final
@dataclasses.dataclass(frozen=True)
class Careless(Search):
    """Gives one candidate too few, and begins with few numbers only."""

    def begin(self, numbers: np.ndarray, seed: int, shapes: Any = ()) -> Any:
        if len(numbers) > 48:
            raise InvalidValue(f"Careless searches through 48 numbers, and {len(numbers)} came", by=self)
        return numbers

    def ask(self, state: Any) -> np.ndarray:
        return np.zeros((self.population - 1, len(state)))

    def tell(self, state: Any, population: np.ndarray, scores: np.ndarray) -> Any:
        return state

    def settle(self, state: Any) -> np.ndarray:
        return np.asarray(state)


def test_a_search_that_gives_too_few_candidates(paint: Paint) -> None:
    with pytest.raises(InvalidValue) as caught:
        paint(evolving(optimizer=Careless(population=5)))
    what = str(caught.value).splitlines()[0]
    assert what == "ask must give 5 candidates of 48 numbers each, and the shape is (4, 48)"


@pytest.mark.parametrize("wish", [Logit("cat"), Logit(("cat", "dog"))], ids=repr)
def test_too_many_numbers_are_refused_before_the_first_frame(wish: Objective, tmp_path: Path) -> None:
    log = Log()
    with pytest.raises(InvalidValue, match=r"^Careless searches through 48 numbers, and 75 came"):
        rendered(tmp_path, evolving(objective=wish, optimizer=Careless(), parameterization=Cosines(5, 5)), log=log)
    assert log.scores == []
