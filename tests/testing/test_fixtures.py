"""The kit's side for pytest: films of two frames, golden pictures, and who computes and takes part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dreamkit import (
    Ascent,
    Blend,
    Channel,
    Fade,
    Film,
    Jitter,
    Net,
    Noise,
    Part,
    Pixels,
    Rotate,
    Shot,
    TotalVariation,
    Zoom,
)
from dreamkit.backend.choice import chosen
from dreamkit.testing import TINY, two_frame_film

PLACES: dict[str, Part] = {
    "net": Net("tiny", weights="random"),
    "objective": Channel("relu2", 3),
    "regularizer": Jitter(2) | TotalVariation(0.1),
    "optimizer": Ascent(steps=1),
    "parameterization": Pixels(),
    "source": Noise(0.7),
    "finish": Zoom(1.5),
}


@pytest.mark.parametrize("slot", PLACES)
def test_a_part_has_its_place_in_a_film_of_two_frames(slot: str, two_frames: Callable[[Part], Any]) -> None:
    (shot,) = two_frame_film(PLACES[slot]).shots
    assert getattr(shot, slot) == PLACES[slot]
    frames = two_frames(PLACES[slot])
    assert [frame.shape for frame in frames] == [(32, 48, 3)] * 2
    assert np.abs(frames[1] - frames[0]).max() > 0


def test_a_schedule_turns_the_picture() -> None:
    (shot,) = two_frame_film(Fade(0, 90)).shots
    assert shot.finish == Rotate(Fade(0, 90))


def test_an_effect_for_moving_sources_is_painted_in_a_film_of_its_own() -> None:
    with pytest.raises(Exception, match="Blend needs a source that moves"):
        two_frame_film(Blend())


def test_a_film_is_painted_from_its_plan(paint: Callable[..., Any]) -> None:
    (frame,) = paint(Shot(source=Noise(0.5)), size=(8, 12))
    assert frame.shape == (8, 12, 3)
    assert len(paint(Film(Shot(net=TINY, seconds=1)), size=(8, 12), fps=3)) == 3


SUITE = """
import os
import numpy as np
from dreamkit.backend.choice import chosen

def test_golden(golden, image):
    golden(image[0], "chance")

def test_who_takes_part(folder):
    assert os.environ["DREAMKIT_PLUGINS"] == "glow,shine"
    assert os.environ["DREAMKIT_CACHE"].startswith(os.getcwd())
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A plugin's tests; the first one has a golden picture to write."""
    monkeypatch.setenv("DREAMKIT_PLUGINS", "")
    pytester.makeconftest('pytest_plugins = ["dreamkit.testing.fixtures"]')
    pytester.makepyprojecttoml('[tool.pytest.ini_options]\ndreamkit_plugins = ["glow", "shine"]\n')
    pytester.makepyfile(SUITE)
    return pytester


def outcome(suite: pytest.Pytester, *words: str) -> dict[str, int]:
    found: dict[str, int] = suite.runpytest_inprocess("--backend", chosen(), *words).parseoutcomes()
    return found


def test_a_golden_picture_is_written_and_held(suite: pytest.Pytester) -> None:
    golden = suite.path / "goldens" / chosen() / "chance.png"
    assert outcome(suite, "--golden=write") == {"passed": 2}
    golden.write_bytes(_another_picture())
    assert outcome(suite) == {"failed": 1, "passed": 1}
    left = sorted(path.name for path in (suite.path / ".pytest_cache" / "goldens").iterdir())
    assert left == ["chance-difference.png", "chance-golden.png", "chance-now.png"]


def _another_picture() -> bytes:
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (16, 12)).save(file, "PNG")
    return file.getvalue()


def test_a_backend_that_is_none_is_a_sentence(suite: pytest.Pytester) -> None:
    result = suite.runpytest_inprocess("--backend", "jacks")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*there is no backend 'jacks'*"])
