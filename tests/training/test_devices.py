"""A training on several devices learns what it learns on one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from dreamkit.backend.choice import chosen
from dreamkit.cli import main
from dreamkit.errors import InvalidValue
from dreamkit.feedforward.files import read_note
from dreamkit.training.devices import check_devices

LINE = [
    *("train", "style", "--style", "photos/0.png", "--photos", "photos", "--net", "tiny", "--quiet"),
    *("--steps", "3", "--batch", "6", "--side", "32", "--every", "1", "--backend", "jax"),
]

RUN = """
import sys
from dreamkit.cli import main
from dreamkit.feedforward.johnson import DESIGNS, Design
from dreamkit.training.course import Training

DESIGNS["slim"] = Design(4, 1, 3)
run = Training.run

def told(training):
    print(len(training.trainer.transformer.weights[0].value.sharding.device_set), "devices")
    return run(training)

Training.run = told
main(sys.argv[1:])
"""


@pytest.fixture
def home(folder: Path, rng: np.random.Generator, save_photos: Any) -> Path:
    """A folder with two photos."""
    save_photos(Path("photos"), 2, rng)
    return folder


@pytest.mark.usefixtures("home")
def test_three_devices_learn_what_one_does() -> None:
    if chosen() != "jax":
        pytest.skip("Keras trains on several devices with JAX alone")
    flags = os.environ.get("XLA_FLAGS", "") + " --xla_force_host_platform_device_count=3"
    losses = []
    for count in ("1", "3"):
        words = [*LINE, "--devices", count, "-o", f"{count}.keras"]
        environment = {**os.environ, "XLA_FLAGS": flags}
        done = subprocess.run(
            [sys.executable, "-c", RUN, *words], capture_output=True, text=True, check=False, env=environment
        )
        assert (done.returncode, done.stdout) == (0, f"{count} devices\n"), done.stderr
        losses.append(read_note(Path(f"{count}.keras"), ("style",)).losses)
    assert losses[1] == pytest.approx(losses[0], rel=1e-3)
    assert losses[0][0] != pytest.approx(losses[0][2], rel=1e-2)


@pytest.mark.usefixtures("home")
def test_devices_that_there_are_not_are_told_before_anything_is_learnt() -> None:
    line = [*LINE[:-1], chosen(), "-o", "a.keras", "--devices"]
    result = CliRunner().invoke(main, [*line, "1024"])
    assert result.exit_code == 2
    if chosen() == "jax":
        assert result.stderr.startswith("there are 1 devices, cpu:0, and 1024 were asked for\n")
    else:
        said = f"Keras trains on several devices with JAX, and {chosen()} computes\n  --backend jax would work; "
        assert result.stderr.startswith(said)
    assert CliRunner().invoke(main, [*line, "0"]).stderr.startswith("a network is trained on 1 device or more, and 0 ")
    assert not list(Path().glob("*a.keras*"))


def test_a_batch_is_dealt_out_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    monkeypatch.setattr("dreamkit.training.devices.chosen", lambda: "jax")
    monkeypatch.setattr(keras.distribution, "list_devices", lambda: ["gpu:0", "gpu:1", "gpu:2"])
    check_devices(3, 6)
    for batch, hint in ((4, 3), (5, 6), (1, 3)):
        with pytest.raises(InvalidValue) as mistake:
            check_devices(3, batch)
        assert mistake.value.what == f"a batch of {batch} photos cannot be dealt out to 3 devices alike"
        assert mistake.value.hint == f"say --batch {hint}"
