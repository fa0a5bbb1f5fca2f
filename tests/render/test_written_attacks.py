"""What is written is within the bound, and what the network was sure of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from dreamkit import Ascent, Margin, Net, Shot, Until, ops
from dreamkit.cli import main
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.pictures import read_picture
from dreamkit.render.pulls import MissedScore
from dreamkit.sources import Photo
from dreamkit.testing import painted

RECIPE = """
from dreamkit import *

@recipe(size=(32, 48))
def shark(levels: int = 3) -> Film:
    "A photo."
    return Film(
        Shot(
            net=Net("tiny"),
            objective=Margin("tiger shark"),
            regularizer=Within(linf=levels / 255),
            optimizer=Until(Rounded(SignAscent(40, rate=0.7 / 255)), score={score}),
            source=Photo("photo.png"),
        )
    )
"""


def margin(picture: np.ndarray) -> float:
    """How far the tiger shark is ahead."""
    seen = Cut(LoadedNet.of(TINY), ("logits",))(ops.convert_to_tensor(picture[None]))["logits"]
    scores = ops.convert_to_numpy(seen)[0]
    return float(scores[2] - np.max(np.delete(scores, 2)))


def test_the_file_keeps_the_bound_and_the_promise(
    tmp_path: Path, rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Image.fromarray(rng.integers(0, 256, (60, 90, 3), np.uint8)).save("photo.png")  # is made smaller: off all levels
    source = Photo(tmp_path / "photo.png").frame(0, (32, 48), 0)
    wanted = margin(source) + 0.2
    Path("recipe.py").write_text(RECIPE.format(score=wanted))
    result = CliRunner().invoke(main, ["render", "recipe.py", "-o", "shark.png"])
    assert result.exit_code == 0, result.output
    assert "was asked for" not in result.output
    written = read_picture(Path("shark.png"))
    levels = np.abs(np.round(255 * written) - np.round(255 * source))
    assert 1 <= levels.max() <= 3
    assert margin(written) >= wanted - 1e-4


def test_a_score_that_a_still_has_not_reached_is_told(tmp_path: Path) -> None:
    shot = Shot(net=Net("tiny"), objective=Margin("tiger shark"), optimizer=Until(Ascent(2), score=1e6))
    with pytest.warns(MissedScore) as told:
        painted(shot, tmp_path)
    message = next(one.message for one in told if one.category is MissedScore)
    what, _, hint = str(message).partition("; ")
    assert what.startswith("shot 1: the score is ")
    assert what.endswith(" after 2 steps, and 1e+06 was asked for")
    assert hint == "more steps, a longer rate or a wider bound may reach it"
