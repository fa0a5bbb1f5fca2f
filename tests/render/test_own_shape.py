"""A painting is seen in its own shape, as large as its scale says, and what cannot be learnt from it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dreamkit import Adam, Clamp, Disc, Likeness, Net, Noise, Octaves, Photo, Rectangle, Shot, Style, ops
from dreamkit.errors import InvalidValue
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.plan import make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.sources import Sources, sized
from dreamkit.testing.films import two_frame_film
from dreamkit.testing.fixtures import Paint


@pytest.fixture
def painting(tmp_path: Path, rng: np.random.Generator) -> Photo:
    """A painting of 60 × 20 pixels, in blocks."""
    blocks = np.kron(rng.integers(0, 256, (5, 15, 3)), np.ones((4, 4, 1))).astype(np.uint8)
    Image.fromarray(blocks).save(tmp_path / "painting.png")
    return Photo(tmp_path / "painting.png")


def test_a_size_may_be_asked_for(painting: Photo) -> None:
    assert sized(painting, 1.0, (30, 45)) == (15, 45)
    assert sized(painting, 0.5, (90, 45)) == (15, 45)
    assert sized(painting, 0.001, (90, 45)) == (1, 1)
    assert sized(Noise(), 0.5, (30, 45)) == (15, 22)


def test_it_is_not_cut_and_made_once(painting: Photo) -> None:
    plan = make_plan(two_frame_film(Noise()), name="test", size=(24, 24), fps=2, seed=0, registry=Registry(Plugins()))
    sources = Sources(plan, plan.shots[0])
    whole = sources.whole(painting, 0, (20, 60))
    assert np.allclose(ops.convert_to_numpy(whole)[0], painting.frame(0.0, (20, 60), 0))
    assert sources.whole(painting, 1, (20, 60)) is whole
    cut = sources.at(painting, 0, (20, 20))
    assert sources.whole(painting, 0, (20, 20)) is not cut


def test_a_texture_comes_nearer_to_its_painting(painting: Photo, paint: Paint) -> None:
    style = Style(("relu0", "relu1"), painting, scale=0.8, region=Rectangle(right=0.5))
    cut = Cut(LoadedNet.of(TINY), style.layers)

    def shown(source: Any, size: Any = None) -> Any:
        return ops.convert_to_tensor(source.frame(0.0, sized(source, size, (24, 32)), 0)[None])

    scores = []
    for steps in (1, 25):
        keep = Octaves(2, ratio=1.5, detail="none") | Clamp()
        shot = Shot(net=Net("tiny"), objective=style, regularizer=keep, optimizer=Adam(steps, 0.05), source=Noise(0.2))
        seen = cut(ops.convert_to_tensor(paint(shot, size=(24, 32))[0][None]))
        scores.append(float(style.score(seen, style.targets(cut, shown))[0]))
    assert scores[1] > scores[0] / 4  # both lie below 0


def test_what_is_too_small_to_be_seen(painting: Photo, paint: Paint) -> None:
    shot = Shot(net=Net("tiny"), objective=2 * Style("relu3", painting, scale=0.02) + Likeness("relu0", Noise()))
    with pytest.raises(InvalidValue) as caught:
        paint(shot, size=(32, 48))
    what, by, hint = str(caught.value).splitlines()
    assert what == "the picture is 1 × 1 pixels in the smallest octave, and the network sees nothing below 2 × 2"
    assert by.startswith("  asked by Style('relu3', Photo('")
    assert hint == "  take a larger scale, fewer octaves, or an earlier layer"


def test_a_region_of_another_shape(painting: Photo, paint: Paint, tmp_path: Path) -> None:
    Image.fromarray(np.full((10, 10), 255, np.uint8)).save(tmp_path / "mask.png")
    style = Style("relu0", painting, region=Photo(tmp_path / "mask.png"))
    with pytest.raises(InvalidValue, match="the mask is 10 × 10 pixels, and the painting 60 × 20"):
        paint(Shot(net=Net("tiny"), objective=style))


def looked(style: Style, **answers: Any) -> Any:
    seen = {layer: ops.convert_to_tensor(np.asarray(answer, np.float32)) for layer, answer in answers.items()}

    def shown(source: Any, size: Any = None) -> Any:
        return ops.convert_to_tensor(source.frame(0.0, size if isinstance(size, tuple) else (8, 8), 0)[None])

    return style.targets(lambda image: seen, shown)


def test_a_layer_that_stays_zero_is_named() -> None:
    alive, dead = np.ones((1, 4, 4, 2)), np.zeros((1, 4, 4, 2))
    with pytest.raises(InvalidValue) as caught:
        looked(Style(("a", "b"), Noise()), a=alive, b=dead)
    what, by, hint = str(caught.value).splitlines()
    assert what == "layer 'b' stays zero on the painting, so that there is nothing to learn from it"
    assert by.startswith("  asked by Style(('a', 'b'), Noise()), test_own_shape.py:")
    assert hint == "  leave it out, as 'a' is alive"
    alive[:, 1:] = 0  # all that is left lies outside of the disc
    with pytest.raises(InvalidValue, match="take an earlier one; or widen the mask"):
        looked(Style("a", Noise(), region=Disc(down=1, radius=0.2)), a=alive)
