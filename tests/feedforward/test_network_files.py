"""A network's file says how it was made, and runs no code; any other file gets one sentence."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit import FastStyle
from dreamkit.backend.choice import wake
from dreamkit.errors import BadWeights
from dreamkit.feedforward.files import NOTE_NAME, Note, load_network, read_note
from dreamkit.feedforward.johnson import transformer
from dreamkit.training.saving import save_network, versions

NOTE = Note("style", {"steps": 3}, 3, (0.5, 0.25))


def saved(path: Path, note: dict[str, Any]) -> Path:
    """A file with a note and nothing else."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(NOTE_NAME, json.dumps(note))
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BadWeights) as mistake:
        FastStyle(path).prepare()
    assert isinstance(mistake.value.by, FastStyle)
    return mistake.value.what.replace(str(path), "PATH")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network's file as a training writes it."""
    wake()
    path = tmp_path_factory.mktemp("files") / "night.keras"
    save_network(transformer("slim", seed=1), path, NOTE)
    return path


def test_a_file_gives_back_the_network_and_its_note(file: Path) -> None:
    note = read_note(file, ("style", "dreamer"))
    assert (note.kind, note.settings, note.steps, note.losses) == ("style", {"steps": 3}, 3, (0.5, 0.25))
    assert note.versions == versions()
    assert file.stat().st_size < 1_000_000
    net = load_network(file, ("style",))
    assert net is load_network(file, ("style",))
    assert not net.trainable_variables
    for one, other in zip(net.get_weights(), transformer("slim", seed=1).get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-7)


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.keras") == "there is no file PATH"
    (tmp_path / "b.keras").write_bytes(b"no archive")
    assert refusal(tmp_path / "b.keras") == "PATH cannot be read as a .keras file: File is not a zip file"
    with zipfile.ZipFile(tmp_path / "c.keras", "w") as archive:
        archive.writestr("config.json", "{}")
    assert refusal(tmp_path / "c.keras") == "PATH does not say what it was trained for, so dreamkit has not made it"


def test_a_file_of_another_kind_or_version_is_refused(tmp_path: Path) -> None:
    newer = saved(tmp_path / "newer.keras", {"dreamkit network": 2, "kind": "style"})
    assert refusal(newer) == "PATH is a network of version 2, and version 1 is read here"
    decoder = saved(tmp_path / "decoder.keras", {"dreamkit network": 1, "kind": "decoder"})
    assert refusal(decoder) == "PATH is a network of the kind 'decoder', and 'style' or 'dreamer' was wanted"


def test_code_in_a_file_is_never_run(tmp_path: Path) -> None:
    wake()
    import keras

    image = keras.Input((None, None, 3))
    model = keras.Model(image, keras.layers.Lambda(lambda x: 1 - x)(image))
    save_network(model, tmp_path / "a.keras", NOTE)
    wanted = "PATH asks for 'Lambda', which is code of its own, and code in a file is never run"
    assert refusal(tmp_path / "a.keras") == wanted
