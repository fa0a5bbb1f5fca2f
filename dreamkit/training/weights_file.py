"""Writing the weights of a network that looks, for `Net(name, weights=…)`, with the note on how they were made."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dreamkit.feedforward.files import NOTE_NAME, Note
from dreamkit.render.store import written_whole
from dreamkit.training.saving import versions

if TYPE_CHECKING:
    from dreamkit.training.student import Student

ENDING: Final = ".weights.h5"
"""What Keras wants the name of such a file to end in."""


def save_weights(student: Student, path: Path, note: Note) -> None:
    """Put a network's weights at `path`, whole or not at all, as numbers of 16 bits; raises `BadOutput`."""
    import h5py

    note = dataclasses.replace(note, versions=versions())
    with written_whole(path) as temporary:
        written = temporary.with_name(temporary.name + ENDING)
        try:
            student.whole.save_weights(written)
            with h5py.File(written) as whole, h5py.File(temporary, "w") as file:
                _copy(whole, file)
                file[NOTE_NAME] = note.to_text()
        finally:
            written.unlink(missing_ok=True)


def _copy(whole: Any, file: Any) -> None:
    import h5py

    def one(name: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset):
            numbers = item[()]
            file[name] = numbers.astype(np.float16) if numbers.dtype == np.float32 else numbers
        else:
            file.require_group(name)
        file[name].attrs.update(item.attrs)

    file.attrs.update(whole.attrs)
    whole.visititems(one)
