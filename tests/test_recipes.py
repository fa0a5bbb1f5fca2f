"""Every recipe renders two small frames through the command line, on a network with the real one's layers."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from dreamkit.backend.choice import chosen
from dreamkit.cli import main

RECIPES = Path(__file__).parents[1] / "recipes"
NAMES = sorted(path.stem for path in RECIPES.glob("*.py"))

# Two frames of each film, in the recipe's own settings.
SHORT = {
    "tunnel": ["--fps", "0.5"],
    "crossing": ["--fps", "0.4"],
    "walk": ["seconds=0.17"],
    "kaleidoscope": ["seconds=0.17"],
    "pulse": ["seconds=0.17"],
    "inversion": ["layers=block4_add", "steps=2"],
    "evolved": ["seconds=0.25", "classes=ladybug"],
    "ladder": ["steps=2", "rungs=2"],
    "atlas": ["steps=2", "channels=6", "at_once=4"],
    "zoo": ["steps=2", "at_once=6"],
    "maco": ["steps=2", "views=2"],
    "crops": ["steps=2", "channels=1,3"],
    "priors": ["steps=2", "count=1"],
    "caricature": ["layers=block7_add", "steps=2"],
    "mixing": ["each=0.06", "steps=3"],
    "texture": ["steps=1"],
    "swag": ["steps=2", "nets=efficientnet_lite0"],
    "ways": ["steps=2", "channels=1,3", "named=waves and views"],
    "style": ["steps=1"],
    "pairs": ["steps=1", "photos=crab,sunset"],
    "grid": ["rows=1", "columns=0.1,1", "steps=1"],
    "allies": ["nets=efficientnet_lite0,tiny", "label=tiger shark", "instead_of=crane bird", "steps=2"],
    "one_pixel": ["counts=2", "queries=100", "label=hen"],
    "seasons": ["each=0.09", "steps=2"],
    "certain": ["confidences=0.000001", "steps=2"],
    "shark": ["seconds=0.25"],
    "timeline": ["each=0.125", "labels=zebra,teapot"],
    "universal": ["steps=2", "count=2", "label=hen"],
    "impostors": ["generations=2", "population=8"],
    "museum": ["seconds=0.25", "steps=2", "population=8"],
    "static": ["generations=2"],
    "lineage": ["most=3"],
    "night": ["seconds=0.17"],
    "daydream": ["seconds=0.17"],
    "repaint": ["--fps", "0.5"],
    "adain": ["paintings=recipes/pictures/harvest.jpg"],
    "wct": ["strengths=1"],
    "steadfast": ["steps=2", "labels=hen"],
    "morph": ["each=0.09", "genomes=recipes/genomes/honeycomb.json,recipes/genomes/corkscrew.json"],
}

PLUGINS = {
    "adain": "styles",
    "evolved": "cma",
    "kaleidoscope": "kaleidoscope",
    "night": "styles",
    "daydream": "styles",
    "repaint": "styles",
    "palette": "palette",
    "pulse": "sound",
    "sharper": "styles",
    "steadfast": "styles",
    "wct": "styles",
}
"""The recipes that need a plugin, and which."""

STILLS = {
    "depths": 4,
    "inversion": 3,
    "ladder": 2,
    "atlas": 1,
    "zoo": 2,
    "maco": 1,
    "caricature": 2,
    "crops": 4,
    "texture": 1,
    "swag": 4,
    "priors": 3,
    "ways": 1,
    "style": 1,
    "pairs": 2,
    "grid": 2,
    "allies": 4,
    "one_pixel": 2,
    "certain": 2,
    "universal": 1,
    "impostors": 1,
    "static": 1,
    "lineage": 3,
    "adain": 2,
    "wct": 4,
    "steadfast": 4,
    "sharper": 2,
}
"""The recipes of several stills, and how many."""

CAPTIONED = (
    *("inversion", "ladder", "atlas", "zoo", "caricature", "crops", "priors", "grid", "pairs", "swag", "ways"),
    *("allies", "one_pixel"),
    *("certain", "shark", "timeline", "universal"),
    *("impostors", "museum", "static", "lineage"),
    *("adain", "wct", "sharper", "steadfast"),
)
"""The recipes with words under their pictures, which are so much higher."""


ELSEWHERE = ("tunnel", "ladder", "guided", "evolved")
"""The recipes that are rendered on the other backends too: a film, a sheet, targets and a search."""


@pytest.fixture
def recipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the recipes, a small seeded network in the default one's place, and others that have learnt nothing."""
    from dreamkit.nets import lite, squeezenet, vgg16_hed

    monkeypatch.setattr(lite, "LITE0", dataclasses.replace(lite.LITE0, build=_small, digest="small"))
    drawn = dataclasses.replace(vgg16_hed.VGG16_HED, build=lambda _: _drawn(vgg16_hed.vgg16_hed()), digest="drawn")
    monkeypatch.setattr(vgg16_hed, "VGG16_HED", drawn)
    known = dataclasses.replace(squeezenet.SQUEEZENET, build=lambda _: _drawn(squeezenet.squeezenet()))
    monkeypatch.setattr(squeezenet, "SQUEEZENET", known)  # under the digest that decoders ask for
    shutil.copytree(RECIPES, tmp_path / "recipes")
    (tmp_path / "gallery").symlink_to(RECIPES.parent / "gallery")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "recipes"


def _small(weights: str) -> Any:
    """EfficientNet-Lite with a sixth of its width, the same names, and weights that are the same everywhere."""
    from dreamkit.nets.efficientnet_lite import efficientnet_lite

    return _drawn(efficientnet_lite("efficientnet_lite0", width=0.15))


def _drawn(model: Any) -> Any:
    """The network with weights drawn from one seed."""
    rng = np.random.default_rng(1)
    for weight in model.weights:
        if weight.path.endswith("kernel"):
            weight.assign(rng.standard_normal(weight.shape) * np.sqrt(2 / np.prod(weight.shape[:-1])))
    return model


@pytest.mark.parametrize("name", NAMES)
def test_it_renders(name: str, recipes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if chosen() != "tensorflow" and name not in ELSEWHERE:
        pytest.skip("it takes minutes there, and its parts are tested one by one")
    if plugin := PLUGINS.get(name):
        pytest.importorskip(f"dreamkit_{plugin}", reason=f"it needs pip install dreamkit-{plugin}")
        monkeypatch.setenv("DREAMKIT_PLUGINS", plugin)
    words = ["render", f"recipes/{name}.py", *SHORT.get(name, []), "--size", "96x64", "-o", "frames/"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    frames = sorted(Path("frames").glob("*.png"))
    assert len(frames) == STILLS.get(name, 2 if name in SHORT else 1)
    for frame in frames:
        with Image.open(frame) as picture:
            assert picture.size == (96, 64) or name in CAPTIONED
            assert np.asarray(picture).std() > 5


@pytest.mark.parametrize("name", NAMES)
def test_it_has_a_picture_and_three_lines(name: str) -> None:
    page = (RECIPES / "README.md").read_text()
    section = page.split(f"## [{name}]({name}.py)\n")[1].split("\n## ")[0].strip().splitlines()
    picture, *lines = [line for line in section if line]
    assert (RECIPES / picture.partition("](")[2].rstrip(")")).exists()
    assert len(lines) == 3


def test_every_photograph_has_its_credit() -> None:
    page = (RECIPES / "pictures" / "CREDITS.md").read_text()
    for photo in (RECIPES / "pictures").glob("*.jpg"):
        assert f"| {photo.name} |" in page
