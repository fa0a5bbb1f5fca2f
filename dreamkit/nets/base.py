"""What dreamkit knows of a network before it is loaded."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, final

from dreamkit import ops
from dreamkit.nets.labels import Labels
from dreamkit.parts import Tensor

if TYPE_CHECKING:
    import keras

CLASSIFIER: Final = ("logits", "probabilities")
"""The names under which every classifier's answers can be asked for, before and after its softmax."""

IMAGENET_MEAN: Final = (0.485, 0.456, 0.406)
IMAGENET_DEVIATION: Final = (0.229, 0.224, 0.225)
CAFFE_MEAN: Final = (103.939, 116.779, 123.68)


@final
@dataclasses.dataclass(frozen=True)
class Preprocessing:
    """From a picture in [0, 1] to the numbers a network was trained on: (255 x - mean) / deviation.

    Args:
        mean: what is taken from red, green and blue, on the scale 0…255.
        deviation: what the difference is divided by.
        bgr: whether the network wants blue first; mean and deviation stay in the order red, green, blue.
    """

    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    deviation: tuple[float, float, float] = (1.0, 1.0, 1.0)
    bgr: bool = False

    def __call__(self, image: Tensor) -> Tensor:
        """The picture (batch, height, width, 3) as the network wants it."""
        scale = _number_or_three([255 / deviation for deviation in self.deviation])
        shift = _number_or_three([-mean / deviation for mean, deviation in zip(self.mean, self.deviation, strict=True)])
        prepared = image * scale + shift
        return ops.flip(prepared, axis=-1) if self.bgr else prepared


def _number_or_three(numbers: list[float]) -> Tensor:
    """One number where all channels share it, which is several times as fast as a number for each on a CPU."""
    return numbers[0] if len(set(numbers)) == 1 else ops.convert_to_tensor(numbers, dtype="float32")


PREPROCESSINGS: Final = {
    "0..1": Preprocessing(deviation=(255.0,) * 3),
    "-1..1": Preprocessing((127.5,) * 3, (127.5,) * 3),
    "0..255": Preprocessing(),
    "caffe": Preprocessing((CAFFE_MEAN[2], CAFFE_MEAN[1], CAFFE_MEAN[0]), bgr=True),
    "torch": Preprocessing(
        (255 * IMAGENET_MEAN[0], 255 * IMAGENET_MEAN[1], 255 * IMAGENET_MEAN[2]),
        (255 * IMAGENET_DEVIATION[0], 255 * IMAGENET_DEVIATION[1], 255 * IMAGENET_DEVIATION[2]),
    ),
}


@final
@dataclasses.dataclass(frozen=True)
class NetSpec:
    """A network that can be had by name.

    Args:
        name: what a recipe calls it.
        summary: one line for a listing.
        build: makes the Keras model, weights and all; told "trained" or "random". It takes pictures of any size where
            that can be, and may leave the classifier off.
        preprocess: from pictures in [0, 1] to what the model wants.
        pixels: the side, in pixels, of the pictures that it was trained on.
        digest: which weights these are, told without reading them.
        build_classifier: makes the whole network where `build` leaves the classifier off.
        labels: the names of its classes; empty for a network that names nothing.
        licence: of the weights.
        origin: who fetches its trained weights, for a listing.
        megabytes: how much is downloaded for them.
        on_hand: whether it can be built now without any download.
        weights: which weights it gets: "trained", "random" or the path of a weights file.
        read_torch: gives the model the weights of a PyTorch file, where that is possible.
    """

    name: str
    summary: str
    build: Callable[[str], keras.Model]
    preprocess: Callable[[Tensor], Tensor]
    pixels: int
    digest: str
    build_classifier: Callable[[str], keras.Model] | None = None
    labels: Callable[[], Labels] = Labels
    licence: str = ""
    origin: str = ""
    megabytes: float = 0.0
    on_hand: Callable[[], bool] = lambda: True
    weights: str = "trained"
    read_torch: Callable[[keras.Model, Path], None] | None = None
