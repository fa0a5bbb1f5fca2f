"""`dreamkit judge`, as a person reads it, and as a program does."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from dreamkit.cli import main

pytestmark = pytest.mark.usefixtures("folder")


def judged(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["judge", *words])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(autouse=True)
def pictures(folder: Path) -> None:
    for number, name in enumerate(("noise.png", "more/dots.png")):
        Path(name).parent.mkdir(exist_ok=True)
        dots = np.random.default_rng(number).integers(0, 256, (32, 32, 3), np.uint8)
        Image.fromarray(dots).save(name)


def test_what_is_seen_in_each_file() -> None:
    lines = judged("noise.png", "more", "--net", "tiny", "--top", "2").splitlines()
    facts = json.loads(judged("noise.png", "more", "--net", "tiny", "--top", "2", "--json"))
    assert lines[0] == "noise.png"
    assert lines[2] == "more/dots.png"
    for line, fact in zip(lines[1::2], facts, strict=True):
        likely = [f"{100 * one['probability']:.1f}% {one['label']}" for one in fact["top"]]
        assert line == f"  tiny  {', '.join(likely)}"
    assert "asked" not in facts[0]


def test_a_table_of_who_sees_a_class_where() -> None:
    words = ("noise.png", "more/dots.png", "--net", "tiny", "--label", "kitten", "--jpeg", "90,50")
    facts = json.loads(judged(*words, "--json"))
    assert [(fact["file"], fact["jpeg"]) for fact in facts] == [
        (file, quality) for file in ("noise.png", "more/dots.png") for quality in (None, 90, 50)
    ]
    head, *rows = judged(*words).splitlines()
    assert head == "kitten          tiny"
    titles = [row[:16].rstrip() for row in rows]
    assert titles == ["noise.png", "  as JPEG 90", "  as JPEG 50", "more/dots.png", "  as JPEG 90", "  as JPEG 50"]
    for row, fact in zip(rows, facts, strict=True):
        asked = fact["asked"]
        assert asked["class"] == 0
        place = {1: "1st", 2: "2nd", 3: "3rd"}.get(asked["rank"], f"{asked['rank']}th")
        assert row[16:] == f"{100 * asked['probability']:.1f}%, {place}"


def test_bad_words_are_told_before_any_network_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    from dreamkit.nets.loaded import LoadedNet

    monkeypatch.setattr(LoadedNet, "of", lambda spec: pytest.fail(f"{spec.name} was loaded"))
    assert judged("nose.png", code=2) == "there is no file nose.png\n  did you mean 'noise.png'?\n"
    assert judged("noise.png", "--net", "tinny", code=2) == (
        "there is no network 'tinny'\n  asked by Net('tinny')\n"
        "  did you mean 'tiny'? `dreamkit nets` lists all that there are\n"
    )
    assert judged("noise.png", "--net", "tiny", "--label", "tigr shark", code=2) == (
        "there is no class 'tigr shark'\n  asked by Net('tiny')\n"
        "  did you mean 'tiger shark'? `dreamkit nets classes NET` lists all that a network knows\n"
    )
    assert judged("noise.png", "--net", "tiny", "--label", "8", code=2) == (
        "classes are numbered 0 to 7, and 8 was asked for\n  asked by Net('tiny')\n"
    )


def test_without_a_classifier_on_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dreamkit.judging.judge.on_hand", lambda nets: [])
    assert judged("noise.png", code=2) == (
        "there is no classifier on hand\n  name one by --net; `dreamkit nets` lists them\n"
    )
