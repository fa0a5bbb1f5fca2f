"""The dreams that are timed: three networks, each with the layers and the size that its own community uses."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.shot import Shot

PHOTO: Final = Path(__file__).parents[2] / "recipes" / "pictures" / "mountains.jpg"


@final
@dataclasses.dataclass(frozen=True)
class Case:
    """A dream.

    Args:
        net: the network's name.
        weights: "trained", or "random" for those whose trained weights would need a download; it is as fast.
        layers: what is to be strengthened: the sum of their mean squares.
        size: (height, width) in pixels.
        steps: how many steps a lap has, so that it lasts about half a second.
    """

    net: str
    weights: str
    layers: tuple[str, ...]
    size: tuple[int, int]
    steps: int

    @property
    def title(self) -> str:
        """As a heading."""
        return f"{self.net}, {' + '.join(self.layers)}, {self.size[1]}×{self.size[0]}"


STYLE: Final = tuple(f"block{number}_conv1" for number in range(1, 6))
CONTENT: Final = "block4_conv2"
"""The layers of Gatys' style transfer on networks of VGG's kind: relu1_1 to relu5_1, and relu4_2."""

CASES: Final = {
    "lite0": Case("efficientnet_lite0", "trained", ("block7_add", "block10_add"), (288, 512), 12),
    "inception": Case("inception_v3", "random", ("mixed3", "mixed5"), (360, 640), 2),
    "vgg16": Case("vgg16", "random", ("block4_conv1",), (360, 640), 1),
    "channel": Case("efficientnet_lite0", "trained", ("block7_add",), (224, 224), 24),
    "attack": Case("efficientnet_lite0", "trained", ("logits",), (224, 224), 40),
    "gatys": Case("vgg19", "random", (*STYLE, CONTENT), (256, 256), 2),
    "transfer": Case("vgg16_hed", "trained", (*STYLE, CONTENT), (256, 256), 1),
}

DREAMS: Final = ("lite0", "inception", "vgg16")
"""The cases that all jobs about dreams go through; the others are a channel's picture, an attack, and two of style."""

CHANNEL: Final = 5
"""Of the case of that name."""

RATE: Final = 0.006
"""How far a step goes, in [0, 1], for all contenders."""


def loaded(case: Case) -> LoadedNet:
    """The network, with the same weights on every backend."""
    from dreamkit import Net
    from dreamkit.nets.find import spec_of
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry

    return LoadedNet.of(spec_of(Net(case.net, weights=case.weights), Registry(Plugins([]))))


def shot(case: Case, **slots: Any) -> Shot:
    """The dream as a recipe says it: mean squares of the layers, and steps of an even length; nothing else."""
    from dreamkit import Ascent, Layer, Net, Shot

    objective: Any = sum(Layer(name) for name in case.layers)
    return Shot(
        net=Net(case.net, weights=case.weights), objective=objective, **{"optimizer": Ascent(rate=RATE), **slots}
    )


def picture(size: tuple[int, int], path: Path = PHOTO) -> NDArray[np.float32]:
    """A photo of this size, (1, height, width, 3) in [0, 1]."""
    from dreamkit.pictures import read_picture, resample

    return resample(read_picture(path), size, "cover")[None]
