"""Which backend computes, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamkit import backend
from dreamkit.backend.choice import BACKENDS, choose, chosen, why_chosen
from dreamkit.errors import UnknownName


def test_why_it_was_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert why_chosen() == "because KERAS_BACKEND says so"
    monkeypatch.delenv("KERAS_BACKEND")
    assert why_chosen() == "because nothing says otherwise"
    for broken in ("{", "[]", '{"floatx": "float32"}'):
        (tmp_path / "keras.json").write_text(broken)
        assert why_chosen() == "because nothing says otherwise"
    (tmp_path / "keras.json").write_text('{"backend": "torch"}')
    assert why_chosen() == f"because {tmp_path / 'keras.json'} says so"


def test_a_backend_that_does_not_exist() -> None:
    for name, hint in (("tensorflo", "did you mean 'tensorflow'?"), ("mxnet", "choose one of tensorflow, jax, torch")):
        with pytest.raises(UnknownName) as caught:
            choose(name)
        assert str(caught.value) == f"there is no backend {name!r}\n  {hint}"


def test_a_backend_cannot_change_once_it_is_awake() -> None:
    backend.devices()
    other = next(name for name in BACKENDS if name != chosen())
    with pytest.raises(UnknownName) as caught:
        choose(other)
    assert str(caught.value) == (
        f"Keras already runs on {chosen()} in this process\n  set KERAS_BACKEND={other} before Python starts"
    )


def test_there_is_something_that_computes() -> None:
    kinds = [name.split()[0] for name in backend.devices()]
    assert kinds
    assert set(kinds) <= {"CPU", "GPU", "TPU"}
