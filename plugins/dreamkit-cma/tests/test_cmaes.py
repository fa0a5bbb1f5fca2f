"""CMA-ES on hills whose top is known: found, seeded, quiet, and no more numbers than it can search through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from dreamkit_cma import CMAES

from dreamkit import Fade
from dreamkit.errors import InvalidValue
from dreamkit.testing import check_part

Hill = Callable[[np.ndarray], np.ndarray]


def ridge(count: int, rng: np.random.Generator, *, turned: bool) -> tuple[np.ndarray, Hill]:
    """A hill a hundred times as steep one way as another, its ridges askew where it is turned; and its top."""
    top = rng.standard_normal(count)
    turn = np.linalg.qr(rng.standard_normal((count, count)))[0] if turned else np.eye(count)
    steepness = np.logspace(0, 2, count)
    return top, lambda population: -np.square((population - top) @ turn.T) @ steepness


def found(search: CMAES, hill: Hill, count: int, seed: int = 0) -> np.ndarray:
    state = search.begin(np.zeros(count), seed)
    for _ in range(search.steps):
        population = search.ask(state)
        state = search.tell(state, population, hill(population))
    return search.settle(state)


def test_it_keeps_the_contract() -> None:
    for search in (CMAES(), CMAES(5, 4, Fade(1, 0.1, along="steps"))):
        check_part(search)


def test_it_finds_the_top_of_a_ridge_that_runs_askew(rng: np.random.Generator) -> None:
    top, hill = ridge(8, rng, turned=True)
    assert np.abs(found(CMAES(steps=200, population=12), hill, 8) - top).max() < 1e-4


def test_it_finds_the_top_among_more_numbers_than_have_a_covariance(rng: np.random.Generator) -> None:
    top, hill = ridge(120, rng, turned=False)
    assert np.abs(found(CMAES(steps=400, population=24), hill, 120) - top).max() < 1e-2


def test_only_few_numbers_have_a_whole_covariance() -> None:
    for count, diagonal in ((100, False), (101, True)):
        assert CMAES().begin(np.zeros(count), 0).strategy.opts["CMA_diagonal"] == diagonal


def test_chance_is_the_seed_s_and_numpy_s_own_is_left_alone(rng: np.random.Generator) -> None:
    _, hill = ridge(6, rng, turned=True)
    before = np.random.get_state()[1].tolist()
    one, same, other = (found(CMAES(steps=20), hill, 6, seed) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert np.random.get_state()[1].tolist() == before


@pytest.mark.usefixtures("folder")
def test_it_says_nothing_and_writes_nothing(capfd: pytest.CaptureFixture[str], rng: np.random.Generator) -> None:
    _, hill = ridge(6, rng, turned=True)
    found(CMAES(steps=120), hill, 6)  # to the top and beyond, where `cma` would stop
    found(CMAES(steps=5), lambda population: np.zeros(len(population)), 6)
    assert capfd.readouterr() == ("", "")
    assert list(Path().iterdir()) == []


def test_sigma_is_the_deviation_at_first() -> None:
    search = CMAES(population=800, sigma=0.4)
    population = search.ask(search.begin(np.full(50, 7.0), 3))
    assert (population - 7).std() == pytest.approx(0.4, rel=0.02)
    assert abs((population - 7).mean()) < 0.01


def test_where_sigma_moves_the_cloud_moves_in_proportion(rng: np.random.Generator) -> None:
    _, hill = ridge(6, rng, turned=True)
    deviations = []
    for later in (0.3, 0.6):
        state = CMAES(sigma=0.3).begin(np.zeros(6), 5)
        population = CMAES(sigma=0.3).ask(state)
        state = CMAES(sigma=0.3).tell(state, population, hill(population))
        population = CMAES(sigma=later).ask(state)
        deviations.append(population - population.mean(axis=0))
    assert np.allclose(deviations[1], 2 * deviations[0])


def test_too_many_numbers() -> None:
    with pytest.raises(InvalidValue) as caught:
        CMAES(steps=300).begin(np.zeros(786_432), 0)
    what, by, hint = str(caught.value).splitlines()
    assert what == "CMAES searches through 20,000 numbers at most, and the picture is written in 786,432"
    assert by.startswith("  asked by CMAES(steps=300), test_cmaes.py:")
    assert hint == "  parameterization=Cosines(16, 16) writes it in 768"


def test_too_few_candidates_and_no_sigma() -> None:
    with pytest.raises(InvalidValue, match=r"^CMAES.population must be at least 4, and 3 came"):
        CMAES(population=3)
    with pytest.raises(InvalidValue, match=r"^CMAES.sigma must be at least 1e-09, and 0 came"):
        CMAES(sigma=0)
