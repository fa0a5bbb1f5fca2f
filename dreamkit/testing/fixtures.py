"""The kit as pytest knows it: `pytest_plugins = ["dreamkit.testing.fixtures"]` in a `conftest.py` turns it on.

- `pytest --backend jax` runs the tests on another backend than the usual one.
- `pytest --golden=write` takes the pictures that the tests paint as the new golden ones.
- `dreamkit_plugins = ["glow"]` in pytest's settings names the plugins that take part; without it none does, whatever
  else this machine has.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamkit.backend.choice import choose, chosen
from dreamkit.errors import DreamkitError
from dreamkit.film import Film
from dreamkit.parts import Part, Size
from dreamkit.shot import Shot
from dreamkit.testing.films import painted, two_frame_film
from dreamkit.testing.goldens import check_golden

_EXPECTED = (
    "ignore::dreamkit.backend.choice.SlowBackend",  # the tests' pictures are small
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning",  # torch's, under numpy 2
    "ignore:__array_wrap__ must accept context and return_scalar:DeprecationWarning",  # likewise
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and the setting above."""
    group = parser.getgroup("dreamkit")
    group.addoption("--backend", default=chosen(), help="what computes: tensorflow, jax or torch")
    group.addoption("--golden", choices=["check", "write"], default="check", help="hold pictures against golden ones")
    parser.addini("dreamkit_plugins", "the plugins that take part in the tests", type="args", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Settle who computes and who takes part, before any test is read."""
    try:
        choose(config.getoption("--backend"))
    except DreamkitError as error:
        raise pytest.UsageError(str(error)) from error
    os.environ["DREAMKIT_PLUGINS"] = ",".join(config.getini("dreamkit_plugins"))
    for line in _EXPECTED:
        config.addinivalue_line("filterwarnings", line)


class Paint(Protocol):
    """What the fixture `paint` gives."""

    def __call__(
        self, film: Film | Shot, size: Size = (32, 48), fps: float = 8, seed: int = 0
    ) -> list[NDArray[np.float32]]:
        """All finished frames of a film, each (height, width, 3) in [0, 1]."""


@pytest.fixture
def rng() -> np.random.Generator:
    """Chance that is the same in every run."""
    return np.random.default_rng(7)


@pytest.fixture
def image(rng: np.random.Generator) -> NDArray[np.float32]:
    """A picture (1, 12, 16, 3) of chance in [0, 1]."""
    return rng.random((1, 12, 16, 3)).astype(np.float32)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the test stands in, with an empty cache."""
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / ".cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def paint(tmp_path: Path) -> Paint:
    """Gives all finished frames of a film, painted into a store of the test's own."""

    def frames(film: Film | Shot, size: Size = (32, 48), fps: float = 8, seed: int = 0) -> list[NDArray[np.float32]]:
        return painted(film, tmp_path / "store", size=size, fps=fps, seed=seed)

    return frames


@pytest.fixture
def two_frames(paint: Paint) -> Callable[[Part], list[NDArray[np.float32]]]:
    """Gives the two frames, each (32, 48, 3) in [0, 1], of a film by the tiny network in which a part has its place."""
    return lambda part: paint(two_frame_film(part), fps=2)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Any, str], None]:
    """Holds a picture (height, width, 3) in [0, 1] against the golden one of a name.

    That is `goldens/BACKEND/NAME.png` beside the test. Where they differ, the golden one, the new one and their
    difference are put into `.pytest_cache/goldens`; where the new one is the better, `--golden=write` keeps it.
    """

    def check(picture: Any, name: str) -> None:
        home = request.path.parent / "goldens" / chosen() / f"{name}.png"
        scratch = request.config.rootpath / ".pytest_cache" / "goldens"
        check_golden(picture, home, write=request.config.getoption("--golden") == "write", scratch=scratch)

    return check
