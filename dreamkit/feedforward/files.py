"""Files of feed-forward networks: a `.keras` file, with a note beside the weights on how it was made."""

from __future__ import annotations

import dataclasses
import functools
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, final

from dreamkit.backend.choice import wake
from dreamkit.digests import Stamp, stamp
from dreamkit.errors import BadWeights

if TYPE_CHECKING:
    import keras

NOTE_NAME: Final = "dreamkit.json"
"""The note's name inside the file, which is a zip archive."""

NOTE_VERSION: Final = 1

_OURS: Final = "dreamkit.feedforward."


@final
@dataclasses.dataclass(frozen=True)
class Note:
    """How a network was made.

    Args:
        kind: what it does, such as "style".
        settings: what it was trained with, as JSON can hold it; the contents of pictures by their digests.
        steps: how many it took.
        losses: the mean loss of each stretch of steps, in order.
        versions: of the packages that trained it.
    """

    kind: str
    settings: dict[str, Any]
    steps: int
    losses: tuple[float, ...] = ()
    versions: dict[str, str] = dataclasses.field(default_factory=dict)

    def to_text(self) -> str:
        """The note as JSON; `read_note` reads it."""
        return json.dumps({"dreamkit network": NOTE_VERSION, **dataclasses.asdict(self)}, indent=1)


def read_note(path: Path, kinds: tuple[str, ...]) -> Note:
    """How a network's file says that it was made; read without Keras.

    Raises `BadWeights` for a file that is missing, damaged, of another kind than `kinds` or of another version.
    """
    if not path.is_file():
        raise BadWeights(f"there is no file {path}", hint="`dreamkit train` makes one")
    written = _inside(path, NOTE_NAME)
    if not isinstance(written, dict):
        hint = "`dreamkit train` makes networks for it"
        raise BadWeights(f"{path} does not say what it was trained for, so dreamkit has not made it", hint=hint)
    if written.get("dreamkit network") != NOTE_VERSION:
        came = written.get("dreamkit network")
        raise BadWeights(f"{path} is a network of version {came!r}, and version {NOTE_VERSION} is read here")
    fields: dict[str, Any] = {field.name: written.get(field.name) for field in dataclasses.fields(Note)}
    note = Note(**{**fields, "losses": tuple(fields["losses"] or ())})
    if note.kind not in kinds:
        wanted = " or ".join(map(repr, kinds))
        raise BadWeights(f"{path} is a network of the kind {note.kind!r}, and {wanted} was wanted")
    return note


def load_network(path: Path, kinds: tuple[str, ...]) -> keras.Model:
    """The network in a file, from pictures (batch, height, width, 3) in [0, 1] to as many; it never learns.

    It is read once, as long as the file does not change. What code a file holds is never run. Raises `BadWeights` as
    `read_note` does, and for a file that asks for code or cannot be read.
    """
    read_note(path, kinds)
    return _loaded(path, stamp(path))


@functools.lru_cache(maxsize=8)
def _loaded(path: Path, now: Stamp) -> keras.Model:
    from dreamkit.nets.own import code_in

    del now  # a file that has changed is read again
    for name in code_in(_inside(path, "config.json"), besides=_OURS):
        raise BadWeights(f"{path} asks for {name!r}, which is code of its own, and code in a file is never run")
    wake()
    import keras

    from dreamkit.feedforward import layers

    assert layers.PACKAGE  # its classes are known to Keras from here on
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises nearly anything on a broken file
        reason = str(error).strip().split("\n")[0]
        raise BadWeights(f"{path} cannot be read as a .keras file: {reason}") from error
    model.trainable = False
    return model


def _inside(path: Path, name: str) -> Any:
    """One JSON text of a `.keras` file; None where it has none of that name."""
    try:
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read(name)) if name in archive.namelist() else None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BadWeights(f"{path} cannot be read as a .keras file: {error}") from error
