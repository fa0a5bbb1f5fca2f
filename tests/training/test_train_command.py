"""`dreamkit train` from the command line: what it says, what it leaves behind, and what a kill cannot take away."""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from dreamkit.backend.choice import chosen
from dreamkit.cli import main
from dreamkit.feedforward.files import load_network, read_note
from dreamkit.feedforward.johnson import DESIGNS, Design

LINE = [
    *("train", "style", "--style", "stripes.png", "--photos", "photos", "--net", "tiny"),
    *("--steps", "6", "--batch", "1", "--side", "32", "--every", "2"),
]

KILLED = """
import os, signal
from dreamkit.cli import main
from dreamkit.feedforward.johnson import DESIGNS, Design
from dreamkit.training import backup

DESIGNS["slim"] = Design(4, 1, 3)

def written(path, content, times=[]):
    times.append(path)
    if len(times) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    whole(path, content)

whole, backup.write_whole = backup.write_whole, written
"""
"""Python that dies when it is about to write its third backup."""


@pytest.fixture
def home(folder: Path, rng: np.random.Generator, save_photos: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a painting, and photos of which one is broken and one too small."""
    monkeypatch.setitem(DESIGNS, "slim", Design(4, 1, 3))  # fewer layers are traced sooner
    save_photos(Path("photos"), 2, rng)
    Path("photos/broken.jpg").write_bytes(b"no picture")
    Image.new("RGB", (20, 90)).save("photos/small.png")
    stripes = np.zeros((40, 40, 3), np.uint8)
    stripes[:, ::4] = (250, 200, 30)
    Image.fromarray(stripes).save("stripes.png")
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def weights(path: str) -> list[np.ndarray]:
    return [np.asarray(weight) for weight in load_network(Path(path), ("style",)).get_weights()]


@pytest.mark.usefixtures("home")
def test_a_killed_training_goes_on_as_if_nothing_had_been() -> None:
    whole = run(*LINE, "-o", "whole.keras")
    assert whole.exit_code == 0, whole.output
    told = whole.stderr.splitlines()
    assert "mind: photos/broken.jpg is no picture; it is skipped" in told
    assert "mind: photos/small.png has 20x90 pixels, and squares of 32 are cut out; it is skipped" in told
    assert [line.split(":")[0] for line in told if line.startswith("step")] == [f"step {n} of 6" for n in (2, 4, 6)]
    assert whole.stdout.startswith("whole.keras: 6 steps, loss ")
    with Image.open("whole.preview.png") as preview:
        assert np.asarray(preview).std() > 5
    killed = subprocess.run(
        [sys.executable, "-c", f"{KILLED}\nmain({[*LINE, '-o', 'parts.keras', '--backend', chosen()]})"], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert not Path("parts.keras").exists()
    assert not list(Path().glob(".*.keras"))
    rest = run(*LINE, "-o", "parts.keras")
    assert [line.split(":")[0] for line in rest.stderr.splitlines() if line.startswith("step")] == ["step 6 of 6"]
    assert sorted(path.name for path in Path().glob("parts.*")) == ["parts.keras", "parts.preview.png"]
    for one, other in zip(weights("parts.keras"), weights("whole.keras"), strict=True):
        np.testing.assert_array_equal(one, other)
    parts, once = (read_note(Path(f"{name}.keras"), ("style",)) for name in ("parts", "whole"))
    assert parts.losses == once.losses


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--photos", "nowhere"], "there is no folder nowhere"),
        (["--style", "photos/small.png"], "photos/small.png has 20x90 pixels, too few to learn a style from"),
        (["--net", "squeeze"], "which layers of squeeze tell a style is not known"),
        (["--design", "slm"], "design is one of johnson, slim, and 'slm' came\n  did you mean 'slim'?"),
        (["--side", "8"], "side is a whole number from 32, and 8 came"),
        (["-o", "a.h5"], "a network's file ends in .keras, and a.h5 came"),
        (
            ["--tensorboard", "tb"],
            "--tensorboard needs tensorboard, which cannot be imported\n  pip install tensorboard",
        ),
    ],
)
def test_what_cannot_be_learnt_is_told_before_anything_is(
    words: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "tensorboard" else name)
    result = run(*LINE, "-o", "a.keras", *words)
    assert result.exit_code == 2
    assert result.stderr.startswith(told), result.stderr


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Likeness(", "the objective 'Likeness(' cannot be read: SyntaxError: "),
        (
            "Laier('relu1')",
            "the objective \"Laier('relu1')\" cannot be read: there is no 'Laier'\n  did you mean 'Layer'?",
        ),
        ("3", "an objective was wanted, and 3 came"),
        ("Fade(0, 1) * Layer('relu1')", "a network is trained to a wish that stands still, and a schedule came"),
    ],
)
def test_words_that_are_no_objective_are_told(words: str, told: str) -> None:
    result = run("train", "dreamer", "--objective", words, "--photos", "photos", "-o", "a.keras")
    assert result.exit_code == 2
    assert result.stderr.startswith(told), result.stderr


@pytest.mark.usefixtures("home")
def test_a_dreamer_may_be_calm() -> None:
    wish = '0.1 * Channel("relu1", 2) + Likeness("relu0", of=Given())'
    result = run("train", "dreamer", "--objective", wish, "--calm", "5", *LINE[4:], "-o", "dream.keras")
    assert result.exit_code == 0, result.output
    assert "step 2 of 6: loss " in result.stderr
    assert "(Calm 0." in result.stderr
    assert "Channel " in result.stderr
    note = read_note(Path("dream.keras"), ("dreamer",))
    assert (note.kind, note.settings["calm"]) == ("dreamer", 5.0)
    assert note.settings["objective"].startswith("0.1 * Channel('relu1', 2) + ")
