"""EfficientNet-Lite: small, fully convolutional networks that were trained on ImageNet.

Source: Tan and Le 2019, "EfficientNet", without squeeze-and-excitation and with ReLU6, as released for phones in 2020.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import keras


class Stage(NamedTuple):
    """A run of blocks that share their kernel and width; the first of them takes the stride."""

    repeats: int
    kernel: int
    stride: int
    expand: int
    channels: int


STAGES: Final = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)

BATCH_NORM_EPSILON: Final = 1e-3


def efficientnet_lite(name: str, width: float = 1.0, depth: float = 1.0, classes: int = 1000) -> keras.Model:
    """The Keras model, for pictures (batch, any height, any width, 3), with random weights.

    Its layers are called `stem_…`, `block0_…` to the last block, and `head_…`; a block's last layer is `block7_add`
    where there is a way around the block, `block7_project_bn` where there is none.
    """
    import keras
    from keras import layers

    image = keras.Input((None, None, 3), name="image")
    x = _conv(image, "stem", 32, 3, stride=2)
    index = 0
    for number, stage in enumerate(STAGES):
        first_or_last = number in (0, len(STAGES) - 1)
        repeats = stage.repeats if first_or_last else math.ceil(stage.repeats * depth)
        for repeat in range(repeats):
            stride = stage.stride if repeat == 0 else 1
            x = _block(x, f"block{index}", stage, stride, rounded(stage.channels * width))
            index += 1
    x = _conv(x, "head", 1280, 1)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dense(classes, name="logits")(x)
    return keras.Model(image, layers.Softmax(name="probabilities")(x), name=name)


def rounded(channels: float) -> int:
    """A number of channels as a multiple of 8, never less than nine tenths of what was asked for.

    >>> [rounded(c) for c in (16, 26.4, 44)]
    [16, 24, 48]
    """
    nearest = max(8, int(channels + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * channels else nearest


def _block(x: keras.KerasTensor, name: str, stage: Stage, stride: int, channels: int) -> keras.KerasTensor:
    """An inverted residual: widen, look around, narrow; around it, where the shape allows, a way past."""
    from keras import layers

    start, narrow = x, x.shape[-1]
    if stage.expand != 1:
        x = _conv(x, f"{name}_expand", stage.expand * narrow, 1)
    x = layers.DepthwiseConv2D(stage.kernel, stride, "same", use_bias=False, name=f"{name}_depthwise_conv")(x)
    x = _norm(x, f"{name}_depthwise")
    x = layers.ReLU(6.0, name=f"{name}_depthwise_relu")(x)
    x = _conv(x, f"{name}_project", channels, 1, relu=False)
    if stride == 1 and narrow == channels:
        x = layers.Add(name=f"{name}_add")([start, x])
    return x


def _conv(
    x: keras.KerasTensor, name: str, channels: int, kernel: int, stride: int = 1, relu: bool = True
) -> keras.KerasTensor:
    from keras import layers

    x = layers.Conv2D(channels, kernel, stride, "same", use_bias=False, name=f"{name}_conv")(x)
    x = _norm(x, name)
    return layers.ReLU(6.0, name=f"{name}_relu")(x) if relu else x


def _norm(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
    from keras import layers

    return layers.BatchNormalization(epsilon=BATCH_NORM_EPSILON, name=f"{name}_bn")(x)
