"""The operators' distributions against their closed forms, and against a loop over single genes."""

from __future__ import annotations

import numpy as np

from dreamkit.evolution.operators import mutated, polynomial, simulated_binary


def test_changes_have_the_distribution_of_the_paper(rng: np.random.Generator) -> None:
    eta, changes = 15.0, np.sort(np.abs(polynomial(rng.random(40_000))))
    expected = 1 - (1 - changes) ** (eta + 1)
    measured = (np.arange(len(changes)) + 0.5) / len(changes)
    assert np.abs(expected - measured).max() < 0.012  # Kolmogorov and Smirnov, one in a thousand is above 0.0098
    assert abs(np.mean(np.sign(polynomial(rng.random(40_000))))) < 0.02


def test_so_many_genes_move_and_none_beyond_its_bounds(rng: np.random.Generator) -> None:
    genes = rng.random((200, 200)).astype(np.float32)
    new = mutated(genes, 0.1, rng)
    assert abs(np.mean(new != genes) - 0.1) < 0.008
    assert new.dtype == np.float32
    assert new.min() >= 0
    assert new.max() <= 1
    edge = mutated(np.zeros(1000), 1.0, rng)
    assert 0.4 < np.mean(edge == 0) < 0.6  # half of the changes lead out, and stop


def crossed(one: float, other: float, draw: float, eta: float) -> tuple[float, float]:
    """Deb's bounded crossover of two genes, step by step."""
    low, high = min(one, other), max(one, other)

    def spread(room: float) -> float:
        alpha = 2 - (1 + 2 * room / (high - low)) ** -(eta + 1)
        inner = draw * alpha if draw <= 1 / alpha else 1 / (2 - draw * alpha)
        return float(inner ** (1 / (eta + 1)))

    near, far = spread(low), spread(1 - high)
    return (low + high - near * (high - low)) / 2, (low + high + far * (high - low)) / 2


def test_crossover_gene_by_gene() -> None:
    one, other = np.random.default_rng(1).random((2, 300))
    draws = np.random.default_rng(5).random(300)
    first, second = simulated_binary(one, other, np.random.default_rng(5), eta=10.0)
    expected = np.array([crossed(*genes, 10.0) for genes in zip(one, other, draws, strict=True)])
    np.testing.assert_allclose(np.sort([first, second], axis=0).T, expected, atol=1e-12)
    assert 0.4 < np.mean(first < second) < 0.6  # which child gets which is drawn for every gene


def test_what_parents_share_their_children_have() -> None:
    same = np.full(50, 0.3)
    first, second = simulated_binary(same, same, np.random.default_rng(0))
    assert (first == same).all()
    assert (second == same).all()
