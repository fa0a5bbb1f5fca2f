"""What dreamkit knows of a network before it is loaded, and what it can ask of it afterwards."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, final

from dreamkit import ops
from dreamkit.errors import UnknownLayer, suggestion
from dreamkit.nets.labels import Labels
from dreamkit.parts import Part, Size, Tensor

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
        # One multiplication and one addition; the order of operations is part of the speed.
        scale = ops.convert_to_tensor([255 / deviation for deviation in self.deviation], dtype="float32")
        shift = ops.convert_to_tensor([-m / d for m, d in zip(self.mean, self.deviation, strict=True)], dtype="float32")
        prepared = image * scale + shift
        return ops.flip(prepared, axis=-1) if self.bgr else prepared


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
        build: makes the Keras model, weights and all; told "trained" or "random".
        preprocess: from pictures in [0, 1] to what the model wants.
        pixels: the side, in pixels, of the pictures that it was trained on.
        digest: which weights these are, told without reading them.
        labels: the names of its classes; empty for a network that names nothing.
        licence: of the weights.
        on_hand: whether it can be built now without any download.
    """

    name: str
    summary: str
    build: Callable[[str], keras.Model]
    preprocess: Callable[[Tensor], Tensor]
    pixels: int
    digest: str
    labels: Callable[[], Labels] = Labels
    licence: str = ""
    on_hand: Callable[[], bool] = lambda: True


@final
class LoadedNet:
    """A network that is ready to look; it never learns."""

    def __init__(self, spec: NetSpec, model: keras.Model) -> None:
        model.trainable = False
        self.spec = spec
        self.model = model

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of all layers that can be asked for."""
        return tuple(layer.name for layer in self.model.layers)

    def output(self, layer: str, by: Part | None = None) -> tuple[keras.KerasTensor, ...]:
        """The symbolic output of a layer; raises `UnknownLayer` with the nearest name."""
        if layer in CLASSIFIER:
            from dreamkit.nets.classifier import answer

            return (answer(self.model, self.spec.name, layer, by),)
        if layer not in self.layers:
            listing = f"`dreamkit layers {self.spec.name}` lists all {len(self.layers)}"
            what = f"{self.spec.name} has no layer {layer!r}"
            raise UnknownLayer(what, by=by, hint=suggestion(layer, self.layers, listing))
        output = self.model.get_layer(layer).output
        return tuple(output) if isinstance(output, (list, tuple)) else (output,)

    def shape(self, layer: str, size: Size) -> tuple[int | None, ...]:
        """The shape of a layer's activation for a picture of this size, without the batch."""
        raise NotImplementedError(layer, size)
