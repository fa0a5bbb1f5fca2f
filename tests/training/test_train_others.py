"""`dreamkit train super-resolution` and `dreamkit train robust` from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from dreamkit import SuperResolution
from dreamkit.cli import main

LEARN = ["--net", "tiny", "--photos", "photos", "--side", "32", "--batch", "2", "--steps", "2", "--every", "1"]


@pytest.fixture
def home(folder: Path, rng: np.random.Generator, save_photos: Any) -> Path:
    """A folder with three photos."""
    save_photos(Path("photos"), 3, rng)
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["train", *words])


@pytest.mark.usefixtures("home")
def test_a_network_that_enlarges_says_how_many_times() -> None:
    result = run("super-resolution", *LEARN, "--factor", "2", "-o", "sharp.keras")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("sharp.keras: 2 steps, loss ")
    assert SuperResolution("sharp.keras").shape(1, (20, 30)) == (1, (40, 60))


@pytest.mark.usefixtures("home")
def test_a_robust_network_is_measured_on_photos_held_out() -> None:
    result = run("robust", *LEARN, "--epsilon", "8/255", "--held-out", "photos", "-o", "robust.weights.h5")
    assert result.exit_code == 0, result.output
    told = result.stdout.splitlines()
    assert told[0].startswith("robust.weights.h5: 2 steps, loss ")
    assert told[1] == "its answers as it was, kept at epsilon 0.0314 in 20 steps:"
    assert told[2].startswith("  before: 100% of 3 photos as they are, ")
    assert told[3].startswith("  after: ")


@pytest.mark.usefixtures("home")
def test_a_network_without_classes_is_told_before_it_learns() -> None:
    import keras

    layers = [keras.Input((None, None, 3)), keras.layers.Rescaling(2.0), keras.layers.Conv2D(4, 3, name="conv")]
    keras.Sequential(layers).save("own.keras")
    asked = ["--net", "own.keras", "--layer", "conv", "--held-out", "photos", "-o", "a.weights.h5"]
    result = run("robust", *[word for word in LEARN if word not in ("--net", "tiny")], *asked)
    assert result.exit_code == 2
    assert result.stderr.startswith("own.keras has no probabilities")
    assert not Path("a.weights.h5").exists()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["super-resolution", "--factor", "3"], "factor is one of 2, 4, 8, and 3 came"),
        (["super-resolution", "--side", "34"], "photos become 4 times smaller, and a side of 34 pixels came"),
        (["super-resolution", "--design", "slm"], "design is one of johnson, slim, and 'slm' came"),
        (["robust", "-o", "a.keras"], "a robust network's file ends in .weights.h5, and a.keras came"),
        (["robust", "--epsilon", "2"], "epsilon lies between 0 and 1, and 2.0 came"),
        (["robust", "--clean", "-1"], "clean photos count at least 0, and -1.0 came"),
        (["robust", "--held-out", "nowhere"], "there is no folder nowhere"),
    ],
)
def test_what_cannot_be_learnt_is_told(words: list[str], told: str) -> None:
    named = ["-o", "a.keras"] if words[0] == "super-resolution" else ["-o", "a.weights.h5"]
    result = run(words[0], *LEARN, *named, *words[1:])
    assert result.exit_code == 2
    assert result.stderr.startswith(told), result.stderr


def test_a_bound_that_is_no_number_is_told() -> None:
    result = run("robust", *LEARN, "-o", "a.weights.h5", "--epsilon", "four")
    assert "a bound is written 4/255 or 0.016, and 'four' came" in result.stderr
