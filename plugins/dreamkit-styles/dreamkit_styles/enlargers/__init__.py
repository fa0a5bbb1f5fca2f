"""The files of networks that make frames larger, as `dreamkit train super-resolution` has made them."""

from __future__ import annotations

from pathlib import Path

from dreamkit.errors import UnknownName, suggestion


def enlargers() -> tuple[str, ...]:
    """What they are called.

    >>> enlargers()
    ('sharp',)
    """
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.keras")))


def enlarger(name: str) -> Path:
    """A network's file, for `SuperResolution`; raises `UnknownName`.

    >>> enlarger("sharp").name
    'sharp.keras'
    """
    if name not in enlargers():
        hint = suggestion(name, enlargers(), f"there is {', '.join(enlargers())}")
        raise UnknownName(f"there is no enlarger {name!r}", hint=hint)
    return Path(__file__).parent / f"{name}.keras"
