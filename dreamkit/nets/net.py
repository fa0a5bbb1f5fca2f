"""The network that looks, as a recipe names it."""

from __future__ import annotations

import dataclasses
from typing import Final, final

from dreamkit.errors import InvalidValue, did_you_mean
from dreamkit.nets.base import PREPROCESSINGS
from dreamkit.parts import Part

_WEIGHTS: Final = ("trained", "random")


@final
@dataclasses.dataclass(frozen=True)
class Net(Part):
    """The network that looks at the pictures.

    Args:
        name: a name that `dreamkit nets` lists, or the path of a `.keras` file of your own. The lines of the file
            `<name>.labels.txt` beside that, if there is one, name its classes.
        weights: "trained", "random" (as the network is born), or the path of a weights file.
        pixels: what a network of your own wants its pictures to be: "0..1", "-1..1", "0..255", "caffe" (BGR minus the
            ImageNet mean) or "torch" (ImageNet mean and deviation). A network that dreamkit knows needs none. One that
            takes a single channel sees the mean of red, green and blue; in a fourth channel it sees an alpha of 1.
    """

    name: str
    weights: str = "trained"
    pixels: str = ""

    def check(self) -> None:
        """Refuse what is no text, weights that are neither named nor a file of them, and unknown kinds of pixels."""
        for field in ("name", "weights", "pixels"):
            if not isinstance(getattr(self, field), str):
                raise InvalidValue(f"Net.{field} is text, and {getattr(self, field)!r} came", by=self)
        if self.weights not in _WEIGHTS and not self.weights.endswith(".h5"):
            what = f'Net.weights is "trained", "random" or the path of an .h5 file, and {self.weights!r} came'
            raise InvalidValue(what, by=self, hint=did_you_mean(self.weights, _WEIGHTS))
        if self.pixels and self.pixels not in PREPROCESSINGS:
            what = f"Net.pixels is one of {', '.join(PREPROCESSINGS)}, and {self.pixels!r} came"
            raise InvalidValue(what, by=self, hint=did_you_mean(self.pixels, PREPROCESSINGS))
