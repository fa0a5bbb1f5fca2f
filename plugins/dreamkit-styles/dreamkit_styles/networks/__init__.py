"""The networks' files, as `dreamkit train` has made them."""

from __future__ import annotations

from pathlib import Path

from dreamkit.errors import UnknownName, suggestion


def names() -> tuple[str, ...]:
    """What the networks are called.

    >>> "night" in names()
    True
    """
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.keras")))


def network(name: str) -> Path:
    """A network's file, for `FastStyle` and its like; raises `UnknownName`.

    >>> network("night").name
    'night.keras'
    """
    if name not in names():
        raise UnknownName(f"there is no network {name!r}", hint=suggestion(name, names(), f"there are {_listed()}"))
    return Path(__file__).parent / f"{name}.keras"


def _listed() -> str:
    return " and ".join(filter(None, [", ".join(names()[:-1]), names()[-1]]))
