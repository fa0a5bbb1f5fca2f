"""Networks of functions: how they are drawn, against a plain recursive reading, and how they change."""

from __future__ import annotations

import colorsys
import functools
import math

import numpy as np
import pytest

from dreamkit import CppnEncoding
from dreamkit.errors import InvalidValue
from dreamkit.evolution.cppn import BIAS, DISTANCE, INPUTS, NO_SINE, OUTPUTS, PAPER, CppnGenome, X, Y, in_order
from dreamkit.evolution.cppn_batch import CppnBatch
from dreamkit.evolution.cppn_mixing import between, crossed, has_circle, set_apart
from dreamkit.evolution.cppn_mutation import born, changed_by_chance
from dreamkit.evolution.cppn_tape import pictures, places, tape

SIZE = (2, 3)

FUNCTIONS = {
    "sine": math.sin,
    "sigmoid": lambda p: 2 * (1 / (1 + math.exp(-p)) - 0.5),
    "gaussian": lambda p: math.exp(-(p**2)),
    "linear": lambda p: min(max(p, -3), 3) / 3,
    "steep": lambda p: math.tanh(5 * p),
}
"""As they are written in the paper's code, in 64 bits."""


@pytest.fixture(scope="module")
def networks() -> list[CppnGenome]:
    """Two thousand networks, from founders to children fifty generations on, with either set of functions."""
    chance = np.random.default_rng(0)
    lines = [(functions, born(functions, chance)) for functions in (PAPER, NO_SINE) for _ in range(20)]
    found = []
    for _ in range(50):
        found += [one for _, one in lines]
        lines = [(functions, changed_by_chance(one, functions, chance)) for functions, one in lines]
    return found


def colour(genome: CppnGenome, inputs: dict[int, float]) -> tuple[float, ...]:
    """Red, green and blue at one place, by asking each node for what leads into it."""

    @functools.cache
    def value(node: int) -> float:
        if node in inputs:
            return inputs[node]
        total = sum(weight * value(source) for (source, target), weight in genome.links.items() if target == node)
        return FUNCTIONS[genome.functions[node]](total)

    return colorsys.hls_to_rgb(*(abs(value(node)) for node in OUTPUTS))


@pytest.mark.parametrize("coordinates", ["unit", "paper"])
def test_drawn_as_read_by_recursion(coordinates: str, networks: list[CppnGenome]) -> None:
    encoding = CppnEncoding(8, coordinates=coordinates)
    at = {node: np.broadcast_to(field, SIZE) for node, field in places(SIZE, encoding.coordinates, 8).items()}
    networks = networks[::2]
    drawn = encoding.pictures(networks, SIZE)
    read = np.array(
        [
            [colour(one, {node: float(at[node][place]) for node in INPUTS}) for place in np.ndindex(SIZE)]
            for one in networks
        ]
    ).reshape(-1, *SIZE, 3)
    apart = np.abs(drawn.astype(float) - read * 255)
    assert np.mean(apart > 0.52) < 1e-3  # 32 bits here, 64 there, and weights of 10 that make differences larger
    assert np.mean(apart > 1.6) < 5e-4
    assert len({one.tobytes() for one in drawn}) > 350


def test_the_backend_draws_the_same(networks: list[CppnGenome]) -> None:
    encoding = CppnEncoding(8)
    some = [one for one in networks if len(tape(one)) <= 11][:900]  # a longer tape takes longer to compile
    apart = np.abs(CppnBatch(encoding, 500)(some, SIZE).astype(int) - encoding.pictures(some, SIZE).astype(int))
    assert len(some) == 900
    assert apart.max() <= 1
    assert np.mean(apart > 0) < 1e-3


def test_places_of_the_papers_code() -> None:
    at = places((256, 256), "paper", 256)
    assert at[X][0, [0, 7, 255]].tolist() == [0, 7, 255]
    assert at[Y][[0, 9], 0].tolist() == [0, 9]
    assert at[DISTANCE][0, 0] == np.float32(math.sqrt(2))
    assert at[BIAS].item() == 1
    larger = places((511, 511), "paper", 256)
    np.testing.assert_allclose(larger[X][:, ::2], at[X], atol=1e-4)  # at another size, the same places


def test_whatever_changes_they_stay_networks(networks: list[CppnGenome]) -> None:
    for one in networks:
        assert not has_circle(one)
        assert set(OUTPUTS) <= set(one.functions)
        assert not any(source in OUTPUTS or target in INPUTS for source, target in one.links)
        assert all({*link} <= {*INPUTS, *one.functions} for link in one.links)
        assert all(abs(weight) <= 10 for weight in one.links.values())
    old = networks[-100:]
    assert np.mean([len(one.hidden) for one in old]) > 8  # 45 children on: 0.5 - 0.2 a child
    assert any(set(one.functions) - set(in_order(one)) for one in old)  # some nodes lead nowhere
    assert any(not into for one in old for into in one.into().values())  # and nothing leads to some


def test_the_way_between_two_has_both_at_its_ends(networks: list[CppnGenome]) -> None:
    for one, other in zip(networks[::37], networks[500::17], strict=False):
        ends = pictures([between(one, other, 0.0), between(one, other, 1.0)], SIZE, "unit", 8)
        themselves = pictures([tape(one), tape(other)], SIZE, "unit", 8)
        assert np.abs(ends.astype(int) - themselves.astype(int)).max() <= 1
        middle = pictures([between(one, other, share) for share in (0.5, 0.50001)], SIZE, "unit", 8)
        assert np.mean(np.abs(middle[0].astype(int) - middle[1])) < 1


def test_a_child_of_two_has_each_channel_from_one(networks: list[CppnGenome], rng: np.random.Generator) -> None:
    for one, other in zip(networks[400::50], networks[900::10], strict=False):
        child = crossed(one, other, rng)
        own = [set(_upstream_functions(child, output)) for output in OUTPUTS]
        theirs = [
            [set(_upstream_functions(parent, output)) for parent in (one, set_apart(other, one))] for output in OUTPUTS
        ]
        assert all(mine in parents for mine, parents in zip(own, theirs, strict=True))
        assert not has_circle(child)


def _upstream_functions(genome: CppnGenome, output: int) -> list[tuple[int, str]]:
    from dreamkit.evolution.cppn import upstream

    return [(node, genome.functions[node]) for node in upstream(genome, output) if node in genome.functions]


def test_other_words_are_refused() -> None:
    with pytest.raises(
        InvalidValue, match=r"CppnEncoding\.coordinates is 'paper' or 'unit', and 'units' came"
    ) as caught:
        CppnEncoding(coordinates="units")
    assert str(caught.value).endswith("did you mean 'unit'?")
