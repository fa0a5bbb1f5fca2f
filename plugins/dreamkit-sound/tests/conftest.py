"""What these tests share: dreamkit's kit for testing, and sounds made of nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

pytest_plugins = ["dreamkit.testing.fixtures"]

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
