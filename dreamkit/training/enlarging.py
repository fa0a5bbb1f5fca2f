"""What a network of super-resolution is taught: to paint a photo from a small copy of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from dreamkit.errors import InvalidValue, suggestion
from dreamkit.feedforward.enlarger import FACTORS, SMALLEST, enlarger
from dreamkit.nets.loaded import LoadedNet
from dreamkit.objectives.base import Objective
from dreamkit.objectives.likeness import Likeness
from dreamkit.regularizers.base import Regularizer
from dreamkit.training.course import Course
from dreamkit.training.crops import Crops
from dreamkit.training.given import Given
from dreamkit.training.lesson import Lesson

if TYPE_CHECKING:
    import keras

Taught: TypeAlias = "Callable[[LoadedNet, Crops, Course], tuple[Lesson, Callable[[], keras.Model]]]"

LAYERS: Final = {
    "vgg16_hed": "block2_conv2",
    "vgg16": "block2_conv2",
    "efficientnet_lite0": "block2_add",
    "squeezenet": "fire2_concat",
    "tiny": "relu1",
}
"""For networks that dreamkit knows: the layer that sees how sharp a photo is; that of the paper is VGG16's relu2_2."""


def enlarging_wish(net: str, layer: str, weight: float) -> Objective:
    """Pictures in which a layer sees what it sees in the photo; without a name, the layer is that of `LAYERS`.

    Raises `InvalidValue` where neither names one.

    Source: Johnson, Alahi and Fei-Fei 2016, section 4.2.
    """
    if net not in LAYERS and not layer:
        hint = suggestion(net, LAYERS, "name it by --layer; `dreamkit layers` lists them")
        raise InvalidValue(f"which layer of {net} sees how sharp a photo is, is not known", hint=hint)
    return weight * Likeness(layer or LAYERS[net], of=Given())


def taught_enlarger(factor: int, wish: Objective, *, pixels: float) -> Taught:
    """What a training asks: given the network that looks and the course, the lesson and a new network.

    Raises `InvalidValue` for a factor that there is not and, as the course is told, for photos that cannot be made so
    many times smaller.
    """
    if factor not in FACTORS:
        raise InvalidValue(f"factor is one of {', '.join(map(str, FACTORS))}, and {factor} came")

    def taught(net: LoadedNet, crops: Crops, how: Course) -> tuple[Lesson, Callable[[], keras.Model]]:
        del crops
        if how.side % factor or how.side < factor * SMALLEST:
            what = f"photos become {factor} times smaller, and a side of {how.side} pixels came"
            raise InvalidValue(what, hint=f"say --side {max(SMALLEST, round(how.side / factor)) * factor}")
        lesson = Lesson(wish, Regularizer(), net, batch=how.batch, side=how.side, pixels=pixels, factor=factor)
        return lesson, lambda: enlarger(factor, how.design, how.upsampling, how.seed)

    return taught
