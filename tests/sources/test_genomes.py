"""Files of genomes: written and read, drawn at any size, on the way to each other, and damaged in every way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit import CppnEncoding, DirectEncoding, Genome, Morph
from dreamkit.errors import DreamkitError, InvalidValue
from dreamkit.evolution import Encoding
from dreamkit.evolution.breeding import litter
from dreamkit.evolution.genome_file import Ancestor, BadGenome, GenomeFile, read_genome, to_text
from dreamkit.plan.identity import static_config


def family(encoding: Encoding, seed: int = 0) -> GenomeFile:
    chance = np.random.default_rng(seed)
    line = [encoding.founder(chance)]
    for generation in range(12):
        line.append(encoding.children(line[-1], line[-1], generation, chance)[0])
    *others, last = line
    ancestors = tuple(Ancestor(one, age, "maze", 0.25) for age, one in enumerate(others))[::-1]
    return GenomeFile(encoding, last, "knot", 0.75, "tiny", 12, ancestors)


@pytest.fixture
def files(folder: Path) -> Path:
    Path("one.json").write_text(to_text(family(CppnEncoding(16))))
    Path("other.json").write_text(to_text(family(CppnEncoding(32), 1)))
    Path("direct.json").write_text(to_text(family(DirectEncoding(8))))
    return folder


def test_what_is_written_is_read(files: Path) -> None:
    assert read_genome(Path("one.json")) == family(CppnEncoding(16))
    direct, before = read_genome(Path("direct.json")), family(DirectEncoding(8))
    assert (direct.genome == before.genome).all()
    assert len(direct.ancestors) == 12


def test_it_is_drawn_at_any_size(files: Path) -> None:
    small, large = (Genome("one.json").frame(0.0, (side, side), 0) for side in (17, 161))
    assert np.mean(np.abs(large[::10, ::10] - small) > 1 / 255) < 0.01  # the same places
    assert Genome("one.json").natural_size() == (16, 16)
    founder, direct = Genome("one.json", ancestor=12), Genome("direct.json")
    assert not (founder.frame(0.0, (17, 17), 0) == small).all()
    assert direct.frame(0.0, (10, 20), 0).shape == (10, 20, 3)


def test_a_morph_goes_from_one_to_the_other(files: Path) -> None:
    morph = Morph("one.json", "other.json", duration=2.0)
    morph.ready(2.0)
    assert morph.seconds == 2.0
    for seconds, name in ((0.0, "one.json"), (2.0, "other.json"), (3.0, "other.json")):
        itself = Genome(name).frame(0.0, (16, 24), 0)
        np.testing.assert_allclose(morph.frame(seconds, (16, 24), 0), itself, atol=1.5 / 255)
    assert static_config(morph)["first"] != static_config(morph)["last"]  # by their contents


def test_children_of_two(files: Path) -> None:
    one, other = family(CppnEncoding(16)), family(CppnEncoding(16), 1)
    few, many = list(litter(one, other, 3, 4)), list(litter(one, other, 3, 9))
    assert few == many[:4]
    assert len({to_text(child) for child in many}) == 9
    assert all(read_back(child) == child for child in many)
    with pytest.raises(InvalidValue, match="a child needs parents of one kind"):
        list(litter(one, family(DirectEncoding(8)), 0, 1))


def read_back(file: GenomeFile) -> GenomeFile:
    Path("child.json").write_text(to_text(file))
    return read_genome(Path("child.json"))


def damaged(**changes: Any) -> str:
    return json.dumps({**json.loads(to_text(family(CppnEncoding(16)))), **changes})


NODES = {"4": "sine", "5": "sine", "6": "sine", "20": "sine", "21": "sine"}
NO_GENOME = "x.json is no genome of dreamkit"

BAD = {
    "": NO_GENOME,
    "[]": NO_GENOME,
    '{"links": []}': NO_GENOME,
    damaged(**{"dreamkit genome": 2}): "x.json is a genome of version 2, and this dreamkit reads version 1",
    damaged(genome={"nodes": {"4": "cosine"}, "links": []}): "x.json is damaged: node 4 computes 'cosine'",
    damaged(genome={"nodes": NODES, "links": [[4, 5, 1.0]]}): (
        "x.json is damaged: a link leads from 4 to 5 with weight 1.0"
    ),
    damaged(genome={"nodes": NODES, "links": [[20, 21, 1.0], [21, 20, 1.0]]}): (
        "x.json is damaged: its links lead in a circle"
    ),
    damaged(encoding={"name": "CppnEncoding", "pixels": 2}): (
        "x.json is damaged: CppnEncoding.pixels must lie between 8 and 4096, and 2 came"
    ),
}


@pytest.mark.parametrize("text", BAD)
def test_bad_files_are_refused_when_the_film_is_planned(text: str, folder: Path) -> None:
    Path("x.json").write_text(text)
    with pytest.raises(BadGenome) as caught:
        Genome("x.json").ready(0.0)
    assert caught.value.what == BAD[text]
    assert "asked by Genome('x.json'), test_genomes.py:" in str(caught.value)


def test_what_makes_no_sense_together(files: Path) -> None:
    for part, words in (
        (Genome("missing.json"), "there is no file missing.json"),
        (Genome("one.json", ancestor=13), "one.json knows 12 ancestors, and number 13 was wanted"),
        (Morph("one.json", "direct.json"), "Morph goes from one CppnEncoding to another, and a DirectEncoding came"),
    ):
        with pytest.raises(DreamkitError) as caught:
            part.ready(0.0)
        assert caught.value.what == words
