"""ResNets as torchvision builds them, for weights of your own in PyTorch's format, such as the robust ones.

They are not those of `keras.applications`: a block's stride is in its 3x3 convolution, the convolutions have no
biases, and the picture's edge is padded on all sides alike.

Source: He, Zhang, Ren and Sun 2015, "Deep Residual Learning for Image Recognition", table 1, as in torchvision.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple

from dreamkit.errors import BadWeights
from dreamkit.nets.base import PREPROCESSINGS, NetSpec
from dreamkit.nets.imagenet import imagenet_labels
from dreamkit.nets.resnet_weights import load_resnet_weights

if TYPE_CHECKING:
    import keras

EPSILON: Final = 1e-5
"""What PyTorch's batch norms add to the variance."""


class Depth(NamedTuple):
    """How deep a ResNet is: the blocks of its four stages, and whether each squeezes its channels to a quarter."""

    blocks: tuple[int, int, int, int]
    bottleneck: bool
    millions: float


DEPTHS: Final = {
    "resnet18_torch": Depth((2, 2, 2, 2), bottleneck=False, millions=11.7),
    "resnet50_torch": Depth((3, 4, 6, 3), bottleneck=True, millions=25.6),
}


def resnet_torch(
    name: str, blocks: tuple[int, ...], *, bottleneck: bool, width: int = 64, classes: int = 1000
) -> keras.Model:
    """The Keras model, for pictures (batch, any height, any width, 3), with random weights.

    Its layers have PyTorch's names, with `_` for each dot: `conv1`, `bn1`, `relu`, `maxpool`, `layer1_0_conv1` to
    `layer4_2_bn3`; a block's last one is `layer1_0_add` and, after its ReLU, `layer1_0`.
    """
    import keras
    from keras import layers

    image = keras.Input((None, None, 3), name="image")
    x = _conv(image, "conv1", width, 7, stride=2)
    x = layers.ReLU(name="relu")(_norm(x, "bn1"))
    x = layers.ZeroPadding2D(1, name="maxpool_pad")(x)  # after a ReLU, nothing is less than what it is padded with
    x = layers.MaxPooling2D(3, 2, name="maxpool")(x)
    for stage, count in enumerate(blocks, start=1):
        for number in range(count):
            stride = 2 if stage > 1 and number == 0 else 1
            x = _block(x, f"layer{stage}_{number}", width * 2 ** (stage - 1), stride, bottleneck=bottleneck)
    x = layers.GlobalAveragePooling2D(name="avgpool")(x)
    x = layers.Dense(classes, name="logits")(x)
    return keras.Model(image, layers.Softmax(name="probabilities")(x), name=name)


def _block(x: keras.KerasTensor, name: str, channels: int, stride: int, *, bottleneck: bool) -> keras.KerasTensor:
    """Two or three convolutions, and a way past them, which is a convolution itself where the shape changes."""
    from keras import layers

    around = x
    steps = [(1, channels, 1), (3, channels, stride), (1, 4 * channels, 1)]
    if not bottleneck:
        steps = [(3, channels, stride), (3, channels, 1)]
    for number, (kernel, out, step) in enumerate(steps, start=1):
        x = _norm(_conv(x, f"{name}_conv{number}", out, kernel, step), f"{name}_bn{number}")
        if number < len(steps):
            x = layers.ReLU(name=f"{name}_relu{number}")(x)
    if stride > 1 or around.shape[-1] != x.shape[-1]:
        around = _conv(around, f"{name}_downsample_0", x.shape[-1], 1, stride)
        around = _norm(around, f"{name}_downsample_1")
    return layers.ReLU(name=name)(layers.Add(name=f"{name}_add")([x, around]))


def _conv(x: keras.KerasTensor, name: str, channels: int, kernel: int, stride: int = 1) -> keras.KerasTensor:
    from keras import layers

    if kernel > 1:
        x = layers.ZeroPadding2D(kernel // 2, name=f"{name}_pad")(x)
    return layers.Conv2D(channels, kernel, stride, use_bias=False, name=name)(x)


def _norm(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
    from keras import layers

    return layers.BatchNormalization(epsilon=EPSILON, name=name)(x)


def _build(name: str, weights: str) -> keras.Model:
    if weights == "trained":
        hint = f'say Net("{name}", weights="resnet.ckpt") with a file of yours; a robust ResNet\'s fits'
        raise BadWeights(f"{name} comes without trained weights", hint=hint)
    depth = DEPTHS[name]
    return resnet_torch(name, depth.blocks, bottleneck=depth.bottleneck)


def _spec(name: str, depth: Depth) -> NetSpec:
    number = name.removeprefix("resnet").removesuffix("_torch")
    return NetSpec(
        name=name,
        summary=f"ResNet-{number} as torchvision builds it, {depth.millions} million weights; for robust ones",
        build=functools.partial(_build, name),
        preprocess=PREPROCESSINGS["torch"],
        pixels=224,
        digest=name,
        labels=imagenet_labels,
        read_torch=load_resnet_weights,
        on_hand=lambda: False,
    )


RESNETS: Final = tuple(_spec(name, depth) for name, depth in DEPTHS.items())
