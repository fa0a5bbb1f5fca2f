"""The network that looks, as a recipe names it."""

from __future__ import annotations

import dataclasses
from typing import Final, final

from dreamkit.errors import InvalidValue, did_you_mean
from dreamkit.nets.base import PREPROCESSINGS
from dreamkit.nets.pooling import POOLINGS
from dreamkit.parts import Part

_WEIGHTS: Final = ("trained", "random")
KERAS_FILES: Final = (".h5",)
TORCH_FILES: Final = (".pt", ".pth", ".ckpt", ".pt.best", ".pt.latest")
"""The endings of weights files; the last two are what the library "robustness" calls its own."""


@final
@dataclasses.dataclass(frozen=True)
class Net(Part):
    """The network that looks at the pictures.

    Args:
        name: a name that `dreamkit nets` lists, or the path of a `.keras` file of your own. The lines of the file
            `<name>.labels.txt` beside that, if there is one, name its classes.
        weights: "trained", "random" (as the network is born), or the path of a weights file: Keras's own, .h5, of
            any network, or a PyTorch file (.pt, .pth, .ckpt) of "resnet18_torch" or "resnet50_torch": torchvision's,
            or a checkpoint of the library "robustness", in whose format robust ResNets are published. What code such a
            file holds is never run.
        pixels: what a network of your own wants its pictures to be: "0..1", "-1..1", "0..255", "caffe" (BGR minus the
            ImageNet mean) or "torch" (ImageNet mean and deviation). A network that dreamkit knows needs none. One that
            takes a single channel sees the mean of red, green and blue; in a fourth channel it sees an alpha of 1.
        pooling: "average" takes means where the network was trained to take maxima, which paints cleaner styles and
            textures; "max" does the reverse.
    """

    name: str
    weights: str = "trained"
    pixels: str = ""
    pooling: str = ""

    def check(self) -> None:
        """Refuse what is no text, weights that are neither named nor a file of them, and unknown kinds of pixels."""
        for field in ("name", "weights", "pixels", "pooling"):
            if not isinstance(getattr(self, field), str):
                raise InvalidValue(f"Net.{field} is text, and {getattr(self, field)!r} came", by=self)
        if self.weights not in _WEIGHTS and not self.weights.endswith((*KERAS_FILES, *TORCH_FILES)):
            what = 'Net.weights is "trained", "random" or the path of an .h5, .pt, .pth or .ckpt file'
            what += f", and {self.weights!r} came"
            raise InvalidValue(what, by=self, hint=did_you_mean(self.weights, _WEIGHTS))
        if self.pixels and self.pixels not in PREPROCESSINGS:
            what = f"Net.pixels is one of {', '.join(PREPROCESSINGS)}, and {self.pixels!r} came"
            raise InvalidValue(what, by=self, hint=did_you_mean(self.pixels, PREPROCESSINGS))
        if self.pooling and self.pooling not in POOLINGS:
            what = f"Net.pooling is one of {', '.join(POOLINGS)}, and {self.pooling!r} came"
            raise InvalidValue(what, by=self, hint=did_you_mean(self.pooling, tuple(POOLINGS)))
