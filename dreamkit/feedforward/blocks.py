"""What networks that paint a picture in one pass are built of: convolutions, the way up, and their first numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from dreamkit.parts import Tensor

if TYPE_CHECKING:
    import keras

Upsampling: TypeAlias = Literal["resize", "transposed"]

UPSAMPLINGS: Final = ("resize", "transposed")
"""The ways up: a transposed convolution, as in Johnson's paper, or doubled pixels before a plain one.

Source: Odena, Dumoulin and Olah 2016, "Deconvolution and Checkerboard Artifacts", for the second.
"""


def convolved(x: Tensor, filters: int, kernel: int, strides: int = 1) -> Tensor:
    """A convolution over pictures that are mirrored at their edges, so that they keep their size."""
    import keras

    from dreamkit.feedforward.layers import ReflectionPad

    return keras.layers.Conv2D(filters, kernel, strides, kernel_initializer="zeros")(ReflectionPad(kernel // 2)(x))


def doubled(x: Tensor, filters: int, upsampling: Upsampling) -> Tensor:
    """A convolution that makes pictures twice as high and wide."""
    import keras

    from dreamkit.feedforward.layers import ResizeConvolution

    if upsampling == "transposed":
        return keras.layers.Conv2DTranspose(filters, 3, strides=2, padding="same", kernel_initializer="zeros")(x)
    return ResizeConvolution(filters)(x)


def draw(model: keras.Model, seed: int) -> None:
    """Give every kernel numbers drawn by numpy, the same on every backend, that keep contrast through ReLUs.

    Source: He, Zhang, Ren and Sun 2015, "Delving Deep into Rectifiers", section 2.2.
    """
    rng = np.random.default_rng(seed)
    for weight in model.weights:
        if weight.path.endswith("kernel"):
            fan_in = int(np.prod(weight.shape[:-1]))
            weight.assign(rng.standard_normal(weight.shape, np.float32) * np.float32(np.sqrt(2 / fan_in)))
