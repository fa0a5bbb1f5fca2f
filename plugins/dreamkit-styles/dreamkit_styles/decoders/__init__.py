"""The decoders' files, as `dreamkit train decoder` has made them."""

from __future__ import annotations

from pathlib import Path

from dreamkit.errors import UnknownName, suggestion


def decoders() -> tuple[str, ...]:
    """What the decoders are called.

    >>> "adain" in decoders()
    True
    """
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.keras")))


def decoder(name: str) -> Path:
    """A decoder's file, for `AdaIN` and `WCT`; raises `UnknownName`.

    >>> decoder("adain").name
    'adain.keras'
    """
    if name not in decoders():
        hint = suggestion(name, decoders(), f"there are {', '.join(decoders())}")
        raise UnknownName(f"there is no decoder {name!r}", hint=hint)
    return Path(__file__).parent / f"{name}.keras"
