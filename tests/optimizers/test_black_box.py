"""The searches that feel for a slope, paint squares or change few pixels: against what is known without a network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dreamkit import NES, SPSA, Cosines, Fade, FewPixels, HillClimb, Logit, Net, Search, Shot, Square
from dreamkit.errors import InvalidValue
from dreamkit.optimizers.differences import ByDifferences
from dreamkit.optimizers.few_pixels import others
from dreamkit.parts import changed
from dreamkit.testing import check_part

SLOPE = np.array([3.0, -1.0, 0.5, 0.0, 2.0])
SHAPE = (6, 8, 3)
START = np.random.default_rng(3).uniform(0.2, 0.8, SHAPE)


def searched(search: Search, start: Any, score: Callable[[Any], Any], shape: tuple[int, ...] = SHAPE) -> list[Any]:
    """The states of a search, each step's knobs as they stand."""
    states = [search.begin(np.asarray(start, float).ravel(), 1, (shape,))]
    for _ in range(search.steps):
        population = search.ask(states[-1])
        states.append(search.tell(states[-1], population, score(population)))
    return states


@pytest.mark.parametrize("search", [NES(), SPSA(5, 4, Fade(0.1, 0.05, along="steps")), Square(), FewPixels(3, 8)])
def test_it_keeps_the_contract(search: Search) -> None:
    check_part(search)


@pytest.mark.parametrize("kind", [NES, SPSA])
def test_pairs_feel_the_slope_of_a_plane(kind: type[ByDifferences]) -> None:
    search = kind(population=4000, sigma=0.3, momentum=0.0, rate=1.0)
    state = search.begin(np.ones(5), 7)
    population = search.ask(state)
    assert np.allclose(population[:2000] + population[2000:], 2)
    changes = (population[:2000] - 1) / 0.3
    assert np.square(changes).mean() == pytest.approx(1, abs=0.03)
    assert (np.abs(changes) == pytest.approx(1)) == (kind is SPSA)
    after = search.tell(state, population, population @ SLOPE + 100)
    assert after.slope == pytest.approx(SLOPE, abs=0.2)
    assert after.numbers - 1 == pytest.approx(after.slope / np.abs(after.slope).mean())


def test_a_slope_keeps_some_of_the_one_before() -> None:
    search = SPSA(population=2, sigma=0.5, momentum=0.75)
    state = changed_slope = search.begin(np.zeros(3), 0)
    changed_slope = type(state)(state.numbers, state.start, np.array([4.0, 0.0, -4.0]), 0)
    population = search.ask(changed_slope)
    after = search.tell(changed_slope, population, np.array([1.0, 1.0]))  # as good to both sides: nothing is felt
    assert after.slope == pytest.approx([3.0, 0.0, -3.0])


@pytest.mark.parametrize("kind", [NES, SPSA])
def test_it_climbs_to_the_corner_of_its_box(kind: type[ByDifferences]) -> None:
    search = kind(60, 20, sigma=0.01, rate=0.02, linf=0.1)
    last = searched(search, np.zeros(5), lambda population: population @ (SLOPE + 0.1), (5,))[-1]
    assert search.settle(last) == pytest.approx(0.1 * np.sign(SLOPE + 0.1), abs=0.03)
    assert np.abs(search.settle(last)).max() <= 0.1


def test_squares_stay_in_the_box_and_reach_its_corner() -> None:
    towards = np.random.default_rng(5).choice([-1.0, 1.0], SHAPE).ravel()
    search = changed(Square(300, 4, linf=0.3), share=0.02)
    states = searched(search, START, lambda population: population @ towards)
    scores = [state.score for state in states[1:]]
    assert scores == sorted(scores)
    best = search.settle(states[-1]).reshape(SHAPE)
    change = best - START
    edges = np.clip(START - 0.3, 0, 1), np.clip(START + 0.3, 0, 1)
    assert np.all((best == edges[0]) | (best == edges[1]))
    assert (np.sign(change) == towards.reshape(SHAPE)).mean() > 0.9


def test_stripes_come_first_and_then_one_square_of_the_right_size() -> None:
    search = changed(Square(linf=0.1), share=4 / 48)
    state = search.begin(START.ravel(), 2, (SHAPE,))
    striped = search.ask(state).reshape(-1, *SHAPE)
    ups = np.sign(striped - START)
    assert np.all(ups == ups[:, :1])  # each column is of one piece
    state = search.tell(state, search.ask(state), np.array([0.0, 1.0, 0.0, 0.0]))
    for candidate in search.ask(state).reshape(-1, *SHAPE):
        rows, columns = np.nonzero(np.abs(candidate - striped[1]).sum(axis=2))
        if len(rows):
            assert np.ptp(rows) < 2
            assert np.ptp(columns) < 2


def test_few_pixels_change_and_find_the_place() -> None:
    search = FewPixels(80, 30, count=2)
    rows, columns = np.mgrid[:6, :8]
    bump = np.exp(-((rows - 4) ** 2 + (columns - 6) ** 2) / 8)
    wanted = bump[..., None] * np.array([1, -1, 0.5])

    def score(population: Any) -> Any:
        return (population - START.ravel()) @ wanted.ravel()

    states = searched(search, START, score)
    for candidate in search.ask(states[5]).reshape(-1, *SHAPE):
        assert 1 <= np.any(candidate != START, axis=2).sum() <= 2
    ideal = wanted * (np.array([1.0, 0.0, 1.0]) - START)
    two = np.sort(ideal.sum(axis=2).ravel())[-2:].sum()
    assert score(search.settle(states[-1])[None])[0] > 0.7 * two
    scores = np.array([state.scores for state in states[1:]])
    assert np.all(np.diff(scores, axis=0) >= 0)  # no member is ever worse than its father


def test_a_mother_is_made_of_three_others() -> None:
    chance = np.random.default_rng(0)
    for _ in range(50):
        drawn = others(chance, 4, 2)
        assert sorted(drawn.tolist()) == [0, 1, 3]


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: NES(population=5), "NES asks in pairs, and a population of 5 came\n  asked by NES(population=5)"),
        (lambda: SPSA(linf=0), "SPSA.linf is a number above 0, and 0 came\n  asked by SPSA(linf=0)"),
        (
            lambda: HillClimb(population=16, queries=15),
            "15 queries do not pay for one step of 16 candidates\n  asked by HillClimb(queries=15)",
        ),
        (lambda: Square(queries=0.5), "Square.queries is a whole number, and 0.5 came\n  asked by Square(queries=0.5)"),
        (lambda: NES(until="sure"), "NES.until is a score, and 'sure' came\n  asked by NES(until='sure')"),
    ],
)
def test_what_makes_no_search(make: Callable[[], Search], text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        make()
    what, by, *_ = str(caught.value).splitlines()
    assert f"{what}\n{by.partition(', test_')[0]}" == text


@pytest.mark.parametrize("search", [Square(), FewPixels()])
def test_only_pixels_are_changed_by_what_changes_pixels(search: Search) -> None:
    with pytest.raises(InvalidValue) as caught:
        Shot(net=Net("tiny"), objective=Logit(1), optimizer=search, parameterization=Cosines(4, 4))
    name = type(search).__name__
    what, _, hint = str(caught.value).splitlines()
    assert what == f"{name} changes pixels, and Cosines writes a picture in other numbers"
    assert hint == "  leave parameterization= out; Pixels() is its default"
