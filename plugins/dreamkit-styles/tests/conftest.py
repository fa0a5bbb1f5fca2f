"""What these tests share: dreamkit's kit for testing, and paintings made of nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest_plugins = ["dreamkit.testing.fixtures"]


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Writes pixels (…, 3) in 0…255 into a picture file that is one pixel high, and gives its path."""

    def saved(pixels: Any, name: str = "painting.png") -> Path:
        from PIL import Image

        Image.fromarray(np.asarray(pixels, np.uint8).reshape(1, -1, 3)).save(tmp_path / name)
        return tmp_path / name

    return saved
