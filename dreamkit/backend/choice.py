"""Which backend computes, said without waking it."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from dreamkit.errors import UnknownName, did_you_mean

BACKENDS = ("tensorflow", "jax", "torch")


class SlowBackend(UserWarning):
    """The backend in use will take many times as long as another would."""


def chosen() -> str:
    """The backend's name: `KERAS_BACKEND`, or else Keras's own settings file, or else tensorflow."""
    if "keras" in sys.modules:
        from keras import config

        return str(config.backend())
    return os.environ.get("KERAS_BACKEND") or _from_keras_settings() or "tensorflow"


def why_chosen() -> str:
    """Why it is this backend, as the end of a sentence; to be asked before Keras is awake."""
    if os.environ.get("KERAS_BACKEND"):
        return "because KERAS_BACKEND says so"
    if _from_keras_settings():
        return f"because {_keras_settings()} says so"
    return "because nothing says otherwise"


def choose(name: str) -> None:
    """Compute with `name` from here on; raises `UnknownName` where that cannot be.

    Keras reads its backend once, when it is imported, so this must come before.
    """
    if name not in BACKENDS:
        hint = did_you_mean(name, BACKENDS) or f"choose one of {', '.join(BACKENDS)}"
        raise UnknownName(f"there is no backend {name!r}", hint=hint)
    if "keras" in sys.modules and chosen() != name:
        raise UnknownName(
            f"Keras already runs on {chosen()} in this process", hint=f"set KERAS_BACKEND={name} before Python starts"
        )
    os.environ["KERAS_BACKEND"] = name


def wake() -> None:
    """Import Keras with its backend, quietly; settles first what must be settled before."""
    if "keras" in sys.modules:
        return
    choose(chosen())
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # torch's deterministic algorithms ask for it
    try:
        with _hushed():
            importlib.import_module("keras")
    except ImportError as error:
        raise UnknownName(f"the backend {chosen()} cannot be imported: {error}", hint=_install_line()) from error


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """Keep TensorFlow's C++ notes of its import, which no setting silences, off the terminal."""
    try:
        sys.stderr.flush()
        terminal = os.dup(2)
    except (AttributeError, OSError):  # no terminal to keep clean
        yield
        return
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)


def _install_line() -> str:
    name = chosen()
    return "pip install tensorflow" if name == "tensorflow" else f'pip install "dreamkit[{name}]"'


def _from_keras_settings() -> str:
    try:
        settings = json.loads(_keras_settings().read_text())
    except (OSError, ValueError):
        return ""
    return str(settings.get("backend", "")) if isinstance(settings, dict) else ""


def _keras_settings() -> Path:
    return Path(os.environ.get("KERAS_HOME", Path.home() / ".keras")) / "keras.json"
