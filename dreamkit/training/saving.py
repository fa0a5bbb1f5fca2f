"""Writing a network's file, with the note on how it was made."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from dreamkit.backend.choice import chosen
from dreamkit.feedforward.files import NOTE_NAME, Note
from dreamkit.render.store import written_whole

if TYPE_CHECKING:
    import keras


def save_network(model: keras.Model, path: Path, note: Note) -> None:
    """Put a network at `path`, a `.keras` file with a note inside, whole or not at all; raises `BadOutput`."""
    note = dataclasses.replace(note, versions=versions())
    with written_whole(path) as temporary:
        model.save(temporary)
        with zipfile.ZipFile(temporary, "a") as archive:
            archive.writestr(NOTE_NAME, note.to_text())


def versions() -> dict[str, str]:
    """Who trains here: dreamkit, Keras and its backend."""
    return {name: importlib.metadata.version(name) for name in ("dreamkit", "keras", chosen())}
