"""The main film on the network that was really trained: small, through the command line, as a newcomer renders it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_tunnel_shows_the_network_what_it_was_asked_for(tmp_path: Path) -> None:
    film = tmp_path / "tunnel.mp4"
    words = ["render", "recipes/tunnel.py", "seconds=1.5", "--size", "448x252", "-o", str(film)]
    subprocess.run([sys.executable, "-m", "dreamkit", *words], cwd=ROOT, check=True, timeout=300)
    frames = _frames(film)
    assert len(frames) == 36
    assert frames[0].shape == (252, 448, 3)
    # the film ends on animals, so that is the layer that must have come to see more
    first, last = _activation(_source((252, 448))), _activation(frames[-1])
    assert last > 3 * first


def _frames(film: Path) -> list[np.ndarray]:
    import av

    with av.open(str(film)) as container:
        return [frame.to_ndarray(format="rgb24") / np.float32(255) for frame in container.decode(video=0)]


def _source(size: tuple[int, int]) -> np.ndarray:
    from dreamkit import Photo

    return Photo(ROOT / "recipes" / "pictures" / "mountains.jpg").frame(0, size, 0)


def _activation(picture: np.ndarray) -> float:
    """The mean squared activation of the layer that the tunnel ends on."""
    from dreamkit import Layer, Net
    from dreamkit.backend.choice import wake
    from dreamkit.nets.find import spec_of
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.nets.look import Cut
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry

    wake()
    net = Net("efficientnet_lite0")
    spec = spec_of(net, Registry(Plugins([])))
    wanted = Layer("block10_add")
    seen = Cut(LoadedNet(spec, spec.build(net.weights)), wanted.layers)(picture[None])
    return float(wanted.score(seen, ())[0])
