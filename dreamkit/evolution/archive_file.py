"""An archive as the bytes of a file, from which an evolution goes on as if it had never stopped."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import DreamkitError
from dreamkit.evolution.archive import NOBODY, Archive, Individual
from dreamkit.evolution.encoding import Encoding

VERSION: Final = 1


_DAMAGES: Final = (
    *(EOFError, IndexError, KeyError, OSError, StopIteration, TypeError, ValueError),
    *(zipfile.BadZipFile, zlib.error),
)
"""All that reading a damaged file may raise."""


class BadArchive(DreamkitError):
    """The file of an evolution cannot be read."""


def to_bytes(archive: Archive, encoding: Encoding) -> bytes:
    """An archive, with its genomes as the encoding packs them; `from_bytes` gives it back, to the last bit."""
    numbers = list(archive.people)
    people = list(archive.people.values())
    drawn = [who.genome is not None for who in people]
    facts = {name: getattr(archive, name) for name in ("seed", "generation", "born", "jumps")}
    arrays: dict[str, NDArray[Any]] = {
        "facts": np.array(json.dumps({"dreamkit archive": VERSION, **facts})),
        "cells": archive.cells,
        "scores": archive.scores,
        "numbers": np.array(numbers, np.int64),
        "parents": np.array([who.parent for who in people], np.int64),
        "generations": np.array([who.generation for who in people], np.int64),
        "best": np.array([who.best for who in people], np.int64),
        "probabilities": np.array([who.probability for who in people], np.float64),
        "drawn": np.array(drawn, bool),
    }
    genomes = encoding.packed([who.genome for who in people if who.genome is not None])
    arrays |= {f"genomes.{name}": array for name, array in genomes.items()}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def from_bytes(content: bytes, encoding: Encoding, name: str) -> Archive:
    """The archive in such bytes; raises `BadArchive`, which names the file, where there is none, or a newer kind."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        facts = json.loads(str(arrays["facts"]))
        version = facts.pop("dreamkit archive")
        if version == VERSION:
            return _archive(arrays, facts, encoding)
    except _DAMAGES as error:
        hint = "it is left as it is: move it away, or say --fresh, to let the evolution begin anew"
        raise BadArchive(f"{name} is no archive of an evolution, or damaged", hint=hint) from error
    raise BadArchive(
        f"{name} is an archive of version {version}, and this dreamkit reads version {VERSION}",
        hint="pip install --upgrade dreamkit",
    )


def _archive(arrays: dict[str, NDArray[Any]], facts: dict[str, Any], encoding: Encoding) -> Archive:
    packed = {key.partition(".")[2]: array for key, array in arrays.items() if key.startswith("genomes.")}
    genomes = iter(encoding.unpacked(packed))
    columns = ("parents", "generations", "best", "probabilities")
    rows = zip(arrays["drawn"].tolist(), *(arrays[column].tolist() for column in columns), strict=True)
    people = [Individual(next(genomes) if drawn else None, *row) for drawn, *row in rows]
    everyone = dict(zip(arrays["numbers"].tolist(), people, strict=True))
    if not set(arrays["cells"].tolist()) <= {*everyone, NOBODY}:
        raise ValueError("a cell belongs to somebody who is not there")
    return Archive(cells=arrays["cells"], scores=arrays["scores"], people=everyone, **facts)
