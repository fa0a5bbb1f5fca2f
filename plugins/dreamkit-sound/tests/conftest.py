"""What these tests share: sounds made of nothing, and a folder in which only this plugin takes part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

RATE = 44_100


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes samples, (samples,) or (samples, channels), into a sound file, and gives its path."""

    def written(samples: Any, name: str = "sound.wav", rate: int = RATE, **how: Any) -> Path:
        soundfile.write(tmp_path / name, samples, rate, **how)
        return tmp_path / name

    return written


@pytest.fixture
def clicks() -> Callable[..., np.ndarray]:
    """Gives samples that click, a short ring of 1 kHz, at the seconds that are asked for."""

    def samples(times: Any, seconds: float, rate: int = RATE) -> np.ndarray:
        track = np.zeros(round(seconds * rate))
        ring = np.arange(round(0.02 * rate)) / rate
        for time in times:
            track[round(time * rate) :][: len(ring)] += 0.8 * np.cos(2000 * np.pi * ring) * np.exp(-ring / 0.004)
        return track

    return samples


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to render in, with this plugin as pip has installed it, and no other."""
    monkeypatch.setenv("DREAMKIT_PLUGINS", "sound")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
