"""`dreamkit show`: everything that has a name can be looked up."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from dreamkit.catalogue import Catalogue, first_sentence
from dreamkit.cli.main import main
from dreamkit.kinds import KINDS
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry


def show(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["show", *words])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(Registry(Plugins(only=())))


def test_all_kinds_are_listed() -> None:
    code, out = show()
    assert code == 0
    assert out.startswith("film              Film, Shot, Net, recipe\n")
    for kind in KINDS:
        assert f"\n{kind} " in out


@pytest.mark.parametrize("kind", ["film", *KINDS])
def test_one_kind(kind: str, catalogue: Catalogue) -> None:
    code, out = show(kind)
    assert code == 0
    for name in catalogue.kinds[kind]:
        assert name in out


def test_the_words_of_a_listing() -> None:
    out = show("regularizers")[1]
    assert "Octaves(count=4, ratio=1.4, detail='hallucinated')\n    Large forms first, then finer" in out


def test_everything_has_a_page_and_a_first_sentence(catalogue: Catalogue) -> None:
    for kind, things in catalogue.kinds.items():
        for name, thing in things.items():
            assert f"    kind: {kind}; from dreamkit" in catalogue.page(name)
            assert len(first_sentence(thing)) > 10, name


def test_the_page_of_a_part() -> None:
    code, out = show("Wave")
    assert code == 0
    assert (
        out
        == """\
Wave(height, period, along='shot', middle=0.0, phase=0.0)

    A sine: it swings by `height` around `middle`, once every `period` (seconds, octaves or steps).

    `phase` is the part of a period, in [0, 1], at which the wave starts.

    >>> Wave(12, period=8).at(Clock(seconds=2))
    12.0

    height  a number
    period  a number from 1e-09
    along   one of shot, film, octave, steps; 'shot' if not given
    middle  a number; 0.0 if not given
    phase   a number; 0.0 if not given

    from dreamkit import Wave
    kind: schedules; from dreamkit 0.1.0
"""
    )


def test_the_page_of_a_shot_says_what_goes_where() -> None:
    out = show("Shot")[1]
    assert "    objective         an Objective or none; None if not given\n" in out
    assert "    seconds           a number or none; None if not given\n" in out


def test_a_knob_says_that_it_can_move() -> None:
    assert "    per_second  a number or a schedule" in show("Zoom")[1]


def test_the_page_of_a_network() -> None:
    out = show("tiny")[1]
    assert out.startswith('Net("tiny")\n')
    assert "8 classes" in out or "7 classes" in out


def test_capitals_do_not_matter() -> None:
    assert show("octaves") == show("Octaves")


def test_a_name_that_is_not_there() -> None:
    assert show("Octavs") == (
        2,
        "there is nothing called 'Octavs'\n  did you mean 'Octaves'? `dreamkit show` lists all\n",
    )
    assert show("objectiv")[1].startswith("there is nothing called 'objectiv'\n  did you mean 'objectives'?")
