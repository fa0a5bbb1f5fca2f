"""What these tests share: a picture of nothing, and a folder in which only this plugin takes part."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest


@pytest.fixture
def image() -> np.ndarray:
    """A picture (1, 12, 16, 3) of chance in [0, 1]."""
    return np.random.default_rng(7).random((1, 12, 16, 3)).astype(np.float32)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to render in, with this plugin as pip has installed it, and no other."""
    monkeypatch.setenv("DREAMKIT_PLUGINS", "kaleidoscope")
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
