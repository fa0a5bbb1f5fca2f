"""What these tests share: pictures made of nothing, and a folder in which only this plugin takes part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest


@pytest.fixture
def rng() -> np.random.Generator:
    """Chance that is the same in every run."""
    return np.random.default_rng(7)


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Writes pixels (…, 3) in 0…255 into a picture file that is one pixel high, and gives its path."""

    def saved(pixels: Any, name: str = "painting.png") -> Path:
        from PIL import Image

        Image.fromarray(np.asarray(pixels, np.uint8).reshape(1, -1, 3)).save(tmp_path / name)
        return tmp_path / name

    return saved


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to render in, with this plugin as pip has installed it, and no other."""
    monkeypatch.setenv("DREAMKIT_PLUGINS", "palette")
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
