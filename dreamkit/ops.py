"""A lazy door to `keras.ops`: reading a recipe must not wake a backend."""

from __future__ import annotations

from typing import Any

from dreamkit.backend.choice import wake


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    wake()
    from keras import ops

    try:
        return getattr(ops, name)
    except AttributeError:
        raise AttributeError(f"keras.ops has no {name!r}") from None
