"""Writing a network's file, with the note on how it was made."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dreamkit.backend.choice import chosen
from dreamkit.feedforward.files import NOTE_NAME, Note
from dreamkit.render.store import written_whole

if TYPE_CHECKING:
    import keras


def save_network(model: keras.Model, path: Path, note: Note) -> None:
    """Put a network at `path`, a `.keras` file with a note inside, whole or not at all; raises `BadOutput`.

    Its weights, the model's own too, are rounded to half precision, which nobody sees, and the file is packed.
    """
    note = dataclasses.replace(note, versions=versions())
    model.set_weights([weight.astype(np.float16).astype(np.float32) for weight in model.get_weights()])
    with written_whole(path) as temporary:
        model.save(temporary)
        with zipfile.ZipFile(temporary) as archive:
            contents = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {**contents, NOTE_NAME: note.to_text().encode()}.items():
                archive.writestr(name, content)


def versions() -> dict[str, str]:
    """Who trains here: dreamkit, Keras and its backend."""
    return {name: importlib.metadata.version(name) for name in ("dreamkit", "keras", chosen())}
