"""The evolution strategy against its rule, and on hills whose top is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dreamkit import Fade, HillClimb
from dreamkit.optimizers.hill_climb import Parent
from dreamkit.testing import check_part

TOP = np.array([3.0, -1.0, 0.5, 0.0, 2.0])


def hill(population: np.ndarray) -> np.ndarray:
    """A paraboloid with its top at TOP, five times as steep along the first number."""
    return -np.square((population - TOP) * [5, 1, 1, 1, 1]).sum(axis=1)


def climbed(search: HillClimb, score: Callable[[np.ndarray], np.ndarray], seed: int = 0) -> list[Parent]:
    states = [search.begin(np.zeros(5), seed)]
    for _ in range(search.steps):
        population = search.ask(states[-1])
        states.append(search.tell(states[-1], population, score(population)))
    return states


def test_it_keeps_the_contract() -> None:
    for search in (HillClimb(), HillClimb(5, 2, Fade(1, 0.1, along="steps"))):
        check_part(search)


def test_it_finds_the_top() -> None:
    for seed in range(3):
        last = climbed(HillClimb(steps=150, population=10), hill, seed)[-1]
        assert np.abs(last.numbers - TOP).max() < 1e-3
        assert last.reach < 1e-2  # near the top, most changes are too large


def test_no_parent_is_worse_than_the_one_before() -> None:
    states = climbed(HillClimb(steps=40), hill)
    scores = [hill(state.numbers[None])[0] for state in states]
    assert scores == sorted(scores)
    assert scores[-1] > scores[0]


def test_it_finds_more_than_chance_alone() -> None:
    search = HillClimb(steps=40, population=10)
    chance = np.random.default_rng(1).normal(0, 3, (400, 5))
    assert hill(climbed(search, hill)[-1].numbers[None])[0] > hill(chance).max() / 10


@pytest.mark.parametrize(("better", "exponent"), [(0, -1.0), (1, 0.0), (3, 2.0), (5, 4.0)])
def test_the_reach_grows_where_more_than_a_fifth_are_better(better: int, exponent: float) -> None:
    search, state = HillClimb(population=6), Parent(np.zeros(8), 2.0, seed=0)
    scores = np.where(np.arange(6) == 0, 0.0, np.where(np.arange(6) <= better, 1.0, -1.0))
    after = search.tell(state, np.zeros((6, 8)), scores)
    assert after.reach == pytest.approx(2 * np.exp(exponent / 3))  # 3 is the root of 8 numbers and one more


def test_a_child_that_is_only_as_good_does_not_replace_its_parent() -> None:
    population = np.arange(12.0).reshape(4, 3)
    after = HillClimb(population=4).tell(Parent(population[0], 1.0, 0), population, np.zeros(4))
    assert np.array_equal(after.numbers, population[0])


def test_changes_are_gaussian_with_sigma_times_reach() -> None:
    state = Parent(np.full(50, 7.0), reach=0.5, seed=3)
    population = HillClimb(population=401, sigma=0.4).ask(state)
    assert np.array_equal(population[0], state.numbers)
    changes = population[1:] - 7
    assert changes.std() == pytest.approx(0.2, rel=0.02)
    assert abs(changes.mean()) < 0.01


def test_chance_depends_on_the_seed_and_the_generation_alone() -> None:
    search = HillClimb()
    state, other = search.begin(np.zeros(4), 1), search.begin(np.zeros(4), 2)
    assert np.array_equal(search.ask(state), search.ask(state))
    assert not np.array_equal(search.ask(state), search.ask(other))
    after = search.tell(state, search.ask(state), -np.arange(16.0))  # the parent stays the best
    assert np.array_equal(after.numbers, state.numbers)
    assert not np.allclose(search.ask(after), search.ask(state))
