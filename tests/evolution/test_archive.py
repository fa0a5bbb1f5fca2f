"""The museum against a loop over single children and cells, and what is remembered of the dead."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit.errors import InvalidValue
from dreamkit.evolution import CppnEncoding, DirectEncoding, Encoding
from dreamkit.evolution.archive import NOBODY, Archive, with_children
from dreamkit.evolution.archive_file import BadArchive, from_bytes, to_bytes
from dreamkit.optimizers.map_elites import MapElites

CELLS = 7
EDGES = np.random.default_rng(3).standard_normal((12, CELLS)) * 4


def judge(pictures: Any) -> Any:
    """Probabilities told from the mean colours of four quarters."""
    quarters = pictures.reshape(len(pictures), 2, 4, 2, 4, 3).mean(axis=(2, 4)).reshape(len(pictures), -1)
    powers = np.exp((quarters / 255 - 0.5) @ EDGES)
    return powers / powers.sum(axis=1, keepdims=True)


def evolved(rules: MapElites, generations: int, archive: Archive | None = None) -> Archive:
    archive = archive or Archive.empty(CELLS, seed=4)
    for _ in range(generations):
        archive = rules.next(archive, judge)
    return archive


@pytest.mark.parametrize("niches", ["every class", "best class"])
def test_cells_are_taken_as_one_by_one(niches: Any, rng: np.random.Generator) -> None:
    archive, owners, scores, jumps = Archive.empty(CELLS, 0), [NOBODY] * CELLS, [-1.0] * CELLS, 0
    for generation in range(30):
        found = np.round(rng.random((10, CELLS)), 1)  # so that there are many ties
        archive = with_children(archive, range(10), [NOBODY] * 10, found, generation=generation, niches=niches)
        for child, row in enumerate(found.astype(np.float32)):
            for cell in range(CELLS) if niches == "every class" else [int(row.argmax())]:
                if row[cell] > scores[cell]:
                    owners[cell], scores[cell], jumps = 10 * generation + child, row[cell], jumps + 1
    assert archive.cells.tolist() == owners
    assert archive.scores.tolist() == scores
    assert archive.jumps == jumps
    assert archive.born == 300


@pytest.mark.parametrize("encoding", [CppnEncoding(8), DirectEncoding(8)])
def test_the_dead_are_forgotten_but_for_ancestors(encoding: Encoding) -> None:
    archive = evolved(MapElites(population=20, encoding=encoding), 30)
    living = set(archive.living)
    for number, who in archive.people.items():
        assert number in living or any(who.generation < archive.people[one].generation for one in living)
        assert who.parent in {*archive.people, NOBODY}
        assert (who.genome is not None) == (number in living or encoding.keeps_ancestors)
    lines = [list(archive.line(number)) for number in living]
    assert all(line[-1].generation == 0 for line in lines)
    assert max(map(len, lines)) > 3
    assert len(archive.people) == len({one for number in living for one in _numbers(archive, number)})


def _numbers(archive: Archive, number: int) -> list[int]:
    found = []
    while number in archive.people:
        found.append(number)
        number = archive.people[number].parent
    return found


@pytest.mark.parametrize("encoding", [CppnEncoding(8), DirectEncoding(8)])
def test_what_goes_on_from_a_file_never_stopped(encoding: Encoding) -> None:
    rules = MapElites(population=10, encoding=encoding)
    whole = evolved(rules, 20)
    resumed = evolved(rules, 12, from_bytes(to_bytes(evolved(rules, 8), encoding), encoding, "a"))
    assert to_bytes(resumed, encoding) == to_bytes(whole, encoding)
    assert resumed.generation == 19  # the first are founders


def test_a_museum_fills_in_all_cells_only_if_children_compete_in_all() -> None:
    everywhere = evolved(MapElites(population=20, encoding=CppnEncoding(8)), 40)
    at_home = evolved(MapElites(population=20, encoding=CppnEncoding(8), niches="best class"), 40)
    assert np.median(everywhere.scores) > 0.8
    assert len(everywhere.living) == CELLS
    assert len(at_home.living) < CELLS


def test_bad_files() -> None:
    encoding = CppnEncoding(8)
    content = to_bytes(evolved(MapElites(population=4, encoding=encoding), 2), encoding)
    for damaged in (b"", b"no zip", content[: len(content) // 2], content[:200] + b"?" + content[201:]):
        with pytest.raises(BadArchive) as caught:
            from_bytes(damaged, encoding, "x.archive")
        assert str(caught.value) == (
            "x.archive is no archive of an evolution, or damaged\n"
            "  it is left as it is: move it away, or say --fresh, to let the evolution begin anew"
        )


def test_answers_that_are_no_probabilities() -> None:
    rules = MapElites(population=4, encoding=CppnEncoding(8))
    logits = np.array([[3.0, -1.5], [0.5, 0.25], [1, 1], [2, 2]])
    with pytest.raises(InvalidValue) as caught:
        rules.next(Archive.empty(2, 0), lambda pictures: logits)
    assert str(caught.value).splitlines()[0] == (
        "the network's answers lie between -1.5 and 3, and a picture's add up to 0.75 to 4, which probabilities do not"
    )
    assert str(caught.value).splitlines()[-1] == "  logits become probabilities with softmax=True"
    sure = MapElites(population=4, encoding=CppnEncoding(8), softmax=True).next(
        Archive.empty(2, 0), lambda pictures: logits
    )
    np.testing.assert_allclose(sure.scores, [1 / (1 + np.exp(-4.5)), 0.5], rtol=1e-6)
    with pytest.raises(InvalidValue, match="the network answers 4 pictures with the shape"):
        rules.next(Archive.empty(2, 0), lambda pictures: logits[0])
