"""What all tests share: one backend for the run, no plugins of the machine, and pictures made of nothing."""

from __future__ import annotations

import os

import numpy as np
import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--backend", default=os.environ.get("KERAS_BACKEND", "tensorflow"), help="tensorflow, jax or torch"
    )


def pytest_configure(config: pytest.Config) -> None:
    from dreamkit.backend.choice import choose

    choose(config.getoption("--backend"))
    os.environ["DREAMKIT_PLUGINS"] = ""


@pytest.fixture
def rng() -> np.random.Generator:
    """Chance that is the same in every run."""
    return np.random.default_rng(7)


@pytest.fixture
def image(rng: np.random.Generator) -> np.ndarray:
    """A picture (1, 12, 16, 3) of chance in [0, 1]."""
    return rng.random((1, 12, 16, 3)).astype(np.float32)
