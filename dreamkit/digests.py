"""Short names for contents: equal contents, equal names."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

_DIGESTS: dict[tuple[Path, int, int], str] = {}


def file_digest(path: Path) -> str:
    """The sha256 of a file's bytes, or "missing"; read once as long as the file does not change."""
    try:
        status = path.stat()
        key = (path.resolve(), status.st_mtime_ns, status.st_size)
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
