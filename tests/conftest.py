"""What all tests share: the kit that is every plugin's too, photos to learn from, and not the benchmarks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest_plugins = ["dreamkit.testing.fixtures", "pytester"]

collect_ignore = ["benchmarks"]  # they are run by hand, and time things


@pytest.fixture(scope="session")
def save_photos() -> Callable[[Path, int, np.random.Generator], None]:
    """Makes a folder, and as many photos of 64x48 in it, of blocks of any colours."""

    def saved(folder: Path, count: int, rng: np.random.Generator) -> None:
        folder.mkdir()
        for number in range(count):
            blocks = rng.integers(0, 256, (6, 8, 3), np.uint8).repeat(8, axis=0).repeat(8, axis=1)
            Image.fromarray(blocks).save(folder / f"{number}.png")

    return saved
