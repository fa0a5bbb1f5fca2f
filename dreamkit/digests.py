"""Short names for contents: equal contents, equal names."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, TypeAlias

Stamp: TypeAlias = tuple[int, int]
"""When a file changed last, in nanoseconds, and its size; equal stamps, equal contents."""

_DIGESTS: dict[tuple[Path, Stamp], str] = {}


def stamp(path: Path) -> Stamp:
    """The stamp of a file or folder; zeros where there is none."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def file_digest(path: Path) -> str:
    """The sha256 of a file's bytes, or "missing"; read once as long as the file does not change.

    Of a folder, a short name for all that is in it, its hidden files left out.
    """
    try:
        if path.is_dir():
            inside = (child for child in path.iterdir() if not child.name.startswith("."))
            return digest({child.name: file_digest(child) for child in inside})
        key = (path.resolve(), stamp(path))
        if key not in _DIGESTS:
            with path.open("rb") as file:
                _DIGESTS[key] = hashlib.file_digest(file, "sha256").hexdigest()
        return _DIGESTS[key]
    except OSError:
        return "missing"


def digest(value: Any) -> str:
    """A short name for anything that JSON can hold, the same for equal values.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
