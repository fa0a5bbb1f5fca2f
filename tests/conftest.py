"""What all tests share: one backend for the run, no plugins of the machine, and pictures made of nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

collect_ignore = ["benchmarks"]  # they are run by hand, and time things


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--backend", default=os.environ.get("KERAS_BACKEND", "tensorflow"), help="tensorflow, jax or torch"
    )
    parser.addoption("--golden", choices=["check", "write"], default="check", help="hold pictures against goldens")


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


@pytest.fixture
def paint(tmp_path: Path) -> Callable[..., list[NDArray[np.float32]]]:
    """Gives all finished frames of a film, painted into a store of the test's own."""

    def painted(
        film: Any, size: tuple[int, int] = (32, 48), fps: float = 8, seed: int = 0
    ) -> list[NDArray[np.float32]]:
        from dreamkit import Film
        from dreamkit.plan import make_plan
        from dreamkit.plugins import Plugins
        from dreamkit.registry import Registry
        from dreamkit.render.executors import Local
        from dreamkit.render.renderer import Renderer, film_frames
        from dreamkit.render.store import Store

        registry = Registry(Plugins([]))
        whole = film if isinstance(film, Film) else Film(film)
        plan = make_plan(whole, name="test", size=size, fps=fps, seed=seed, registry=registry)
        renderer = Renderer(plan, registry, Store(tmp_path / "store"), Silent())
        return list(film_frames(plan, Local().shots(renderer)))

    return painted


class Silent:
    """A watcher that says nothing."""

    def stepped(self, *facts: object) -> None:
        pass

    def painted(self, *facts: object, stored: bool) -> None:
        pass


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Any, str], None]:
    """Holds a picture against the golden one of this name and backend."""

    def check(picture: Any, name: str) -> None:
        from dreamkit.testing import check_golden

        folder = Path(__file__).parent / "goldens" / request.config.getoption("--backend")
        scratch = Path(request.config.rootpath) / ".pytest_cache" / "goldens"
        write = request.config.getoption("--golden") == "write"
        check_golden(picture, folder / f"{name}.png", write=write, scratch=scratch)

    return check
