"""Small pictures that must stay as they are; written anew with `pytest --golden=write`, after a look at them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit import Ascent, Clamp, Film, Jitter, Layer, Net, Octaves, Photo, Rotate, Shot, Zoom
from dreamkit.testing import GoldenDiffers, check_golden

PHOTO = Path(__file__).parents[2] / "recipes" / "pictures" / "mountains.jpg"


def _dream(net: str, layer: str, **more: Any) -> Film:
    return Film(
        Shot(
            net=Net(net),
            objective=Layer(layer),
            regularizer=Octaves(2) | Jitter(4) | Clamp(),
            optimizer=Ascent(steps=3, rate=0.02),
            source=Photo(PHOTO),
            **more,
        )
    )


def test_a_dream_of_the_tiny_net(paint: Callable[..., Any], golden: Callable[..., None]) -> None:
    golden(paint(_dream("tiny", "relu2"))[0], "tiny_dream")


def test_a_fall_through_the_tiny_net(paint: Callable[..., Any], golden: Callable[..., None]) -> None:
    motion = Zoom(per_second=2) | Rotate(degrees_per_second=40)
    golden(paint(_dream("tiny", "relu2", motion=motion, seconds=0.5))[-1], "tiny_fall")


def test_a_dream_of_the_default_net(paint: Callable[..., Any], golden: Callable[..., None]) -> None:
    golden(paint(_dream("efficientnet_lite0", "block4_add"), size=(54, 96))[0], "lite0_dream")


def test_another_picture_is_caught(tmp_path: Path, rng: np.random.Generator) -> None:
    picture = rng.random((16, 16, 3))
    check_golden(picture, tmp_path / "golden.png", write=True)
    check_golden(picture + 1 / 255, tmp_path / "golden.png")
    with pytest.raises(GoldenDiffers, match=r"golden.png: 1\d.\d% of the values differ by more than 2 levels"):
        check_golden(np.where(rng.random((16, 16, 1)) < 0.15, 0.5, picture), tmp_path / "golden.png", scratch=tmp_path)
    assert (tmp_path / "golden-difference.png").exists()
    with pytest.raises(GoldenDiffers, match="there is no golden picture"):
        check_golden(picture, tmp_path / "missing.png")
