"""A stranger's afternoon: a plugin is written, installed by pip into a fresh environment, used, and taken away."""

from __future__ import annotations

import os
import subprocess
import sysconfig
import venv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamkit.backend.choice import chosen
from dreamkit.newcomer import new_plugin
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

pytestmark = pytest.mark.slow


class Environment:
    """A fresh virtual environment that sees what is installed in this one, so that nothing has to be fetched."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=True)
        self._python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
        self._variables = {**os.environ, "KERAS_BACKEND": chosen(), "PIP_NO_INDEX": "1", "COLUMNS": "200"}
        del self._variables["DREAMKIT_PLUGINS"]
        own = self.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))", at=folder).stdout.strip()
        shared = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
        (Path(own) / "shared.pth").write_text(shared)

    def run(self, *words: str, at: Path, wanted: int = 0) -> subprocess.CompletedProcess[str]:
        """Run its Python with these words; the exit code must be the `wanted` one."""
        command = [str(self._python), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=at, env=self._variables)
        assert done.returncode == wanted, done.stdout + done.stderr
        return done


def test_a_plugin_is_written_installed_used_and_taken_away(tmp_path: Path) -> None:
    stranger = Environment(tmp_path / "environment")
    package = new_plugin("round-trip", tmp_path, Registry(Plugins(only=())))
    stranger.run("-m", "pip", "install", "-q", "--no-build-isolation", ".", at=package)

    # What it says of itself in its README and its workflow.
    for words in ("ruff format --check .", "ruff check .", "mypy", f"pytest --backend {chosen()}"):
        stranger.run("-m", *words.split(), at=package)
    stranger.run("-m", "dreamkit", "check", "round-trip", "--backend", chosen(), at=tmp_path)
    assert "round-trip 0.1.0 (dreamkit-round-trip)\n  brings  RoundTrip\n" in listing(stranger, tmp_path)

    films = tmp_path / "films"
    films.mkdir()
    (films / "dusk.py").write_text((package / "README.md").read_text().split("```python\n")[1].split("```")[0])
    render = ["-m", "dreamkit", "render", "dusk.py", "--size", "192x128", "-o", "dusk.png", "--quiet"]
    stranger.run(*render, at=films)
    with Image.open(films / "dusk.png") as picture:
        light = np.asarray(picture.convert("L"), np.float64)
    assert light.shape == (128, 192)
    assert light[:20, :20].mean() < 0.6 * light[54:74, 86:106].mean()

    stranger.run("-m", "pip", "uninstall", "-q", "-y", "dreamkit-round-trip", at=films)
    assert "round-trip" not in listing(stranger, films)
    told = (
        "dusk.py:2 needs the package 'dreamkit_round_trip', which is not installed\n  pip install dreamkit-round-trip\n"
    )
    assert stranger.run(*render, at=films, wanted=2).stderr == told
    assert told in stranger.run("-m", "dreamkit", "again", "dusk.png", at=films, wanted=2).stderr


def listing(stranger: Environment, at: Path) -> str:
    """What `dreamkit plugins` tells."""
    return stranger.run("-m", "dreamkit", "plugins", at=at).stdout
