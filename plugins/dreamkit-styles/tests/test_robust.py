"""The network that is hard to attack, as it came out of its training."""

from __future__ import annotations

import numpy as np
import pytest
from dreamkit_styles.robust import FILE, ROBUST, SHA256

from dreamkit import Net, ops
from dreamkit.digests import file_digest
from dreamkit.nets.base import NetSpec
from dreamkit.nets.find import spec_of
from dreamkit.nets.lite import LITE0
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.training.attack import Attack
from dreamkit.training.steadfast import distance


def test_its_file_is_the_one_that_was_measured() -> None:
    assert file_digest(FILE) == SHA256
    assert FILE.stat().st_size < 10_000_000


def test_it_is_found_by_name() -> None:
    registry = Registry(Plugins())
    assert spec_of(Net("efficientnet_lite0_robust"), registry).digest == SHA256
    assert spec_of(Net("efficientnet_lite0_robust", weights="random"), registry).weights == "random"


@pytest.fixture
def photos(rng: np.random.Generator) -> np.ndarray:
    """Waves of some directions and colours, (4, 96, 96, 3)."""
    down, right = np.mgrid[:96, :96] / 96
    slopes = rng.uniform(-20, 20, (4, 2, 3))
    waves = slopes[:, 0, None, None] * down[None, :, :, None] + slopes[:, 1, None, None] * right[None, :, :, None]
    return (0.5 + 0.4 * np.sin(waves)).astype(np.float32)


def moved(spec: NetSpec, photos: np.ndarray) -> float:
    """How far an attack moves what its last layer before the classes answers, of the answer's own length."""
    cut, attack = Cut(LoadedNet.of(spec), ("pool",)), Attack(0.5 / 255, steps=3)
    clean, chance = ops.convert_to_tensor(photos), np.random.default_rng(0).uniform(-1, 1, photos.shape)
    wanted = cut(clean)["pool"]
    attacked = attack(lambda at: distance(cut(at)["pool"], wanted), clean, ops.convert_to_tensor(chance, "float32"))
    return float(ops.mean(distance(cut(attacked)["pool"], wanted)))


def test_it_is_harder_to_move_than_it_was(photos: np.ndarray) -> None:
    assert moved(ROBUST, photos) < 0.5 * moved(LITE0, photos)
