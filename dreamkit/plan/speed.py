"""How fast this machine climbs with a network, remembered from the last time that it did."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from dreamkit.cache import cache_path


def known_speeds(backend: str) -> dict[str, float]:
    """Megapixel-steps a second by network, for those that have climbed here on this backend."""
    prefix = f"{backend} "
    return {name.removeprefix(prefix): speed for name, speed in _read(_file()).items() if name.startswith(prefix)}


def remember_speed(net: str, backend: str, megapixels: float, seconds: float) -> None:
    """Remember that so many megapixel-steps took so long; where nothing can be written, it is forgotten."""
    if megapixels <= 0 or seconds <= 0:
        return
    file = _file()
    speeds = {**_read(file), f"{backend} {net}": megapixels / seconds}
    with contextlib.suppress(OSError):  # a film does not fail because a note cannot be kept
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(".new")
        temporary.write_text(json.dumps(speeds, indent=1))
        temporary.replace(file)


def _file() -> Path:
    return cache_path() / "speeds.json"


def _read(file: Path) -> dict[str, float]:
    try:
        speeds = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    found = speeds.items() if isinstance(speeds, dict) else ()
    return {name: speed for name, speed in found if isinstance(speed, float) and speed > 0}
