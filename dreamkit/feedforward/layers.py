"""What Johnson's network has that Keras lacks.

Keras must be awake for a class of its layers to be written, so this is imported inside functions only.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias, final

import keras
from keras import ops

from dreamkit.feedforward.bicubic import enlarged
from dreamkit.parts import Tensor

Shape: TypeAlias = tuple[int | None, ...]

PACKAGE: Final = "dreamkit"
"""What the layers' names begin with in a file."""


@final
@keras.saving.register_keras_serializable(PACKAGE)
class ReflectionPad(keras.layers.Layer):  # type: ignore[misc]  # Keras is not typed
    """Pictures (batch, height, width, channels) with so many `pixels` more on every side, mirrored at their edges.

    The edge pixel itself is not repeated, so a picture needs more than `pixels` pixels a side.
    """

    def __init__(self, pixels: int = 1, **of_every_layer: Any) -> None:
        super().__init__(**of_every_layer)
        self.pixels = pixels

    def call(self, image: Tensor) -> Tensor:
        """The larger pictures."""
        around = (self.pixels, self.pixels)
        return ops.pad(image, ((0, 0), around, around, (0, 0)), mode="reflect")

    def compute_output_shape(self, shape: Shape) -> Shape:
        """Two times `pixels` more in height and width."""
        height, width = (side and side + 2 * self.pixels for side in shape[1:3])
        return shape[0], height, width, shape[3]

    def get_config(self) -> dict[str, Any]:
        """What a file says of it."""
        return {**super().get_config(), "pixels": self.pixels}


@final
@keras.saving.register_keras_serializable(PACKAGE)
class InstanceNorm(keras.layers.Layer):  # type: ignore[misc]  # Keras is not typed
    """Each channel of each picture brought to mean 0 and variance 1 over its places, then scaled and moved as learnt.

    Keras's GroupNormalization does the same with a group for each channel, through five dimensions.

    Source: Ulyanov, Vedaldi and Lempitsky 2016, "Instance Normalization", equation 2.
    """

    def __init__(self, epsilon: float = 1e-5, **of_every_layer: Any) -> None:
        super().__init__(**of_every_layer)
        self.epsilon = epsilon

    def build(self, shape: Shape) -> None:
        """A scale and an offset for each channel."""
        self.gamma = self.add_weight(shape=(shape[-1],), initializer="ones", name="gamma")
        self.beta = self.add_weight(shape=(shape[-1],), initializer="zeros", name="beta")

    def call(self, image: Tensor) -> Tensor:
        """The even pictures."""
        height, width, channels = ops.shape(image)[1:]
        places = ops.cast(ops.reshape(image, (-1, height * width, channels)), "float32")
        share = ops.full((1, 1, height * width), 1 / (height * width))
        deviation = places - ops.matmul(share, places)  # as a product, a mean takes half the time
        scale = self.gamma * ops.rsqrt(ops.matmul(share, deviation**2) + self.epsilon)
        return ops.cast(ops.reshape(deviation * scale + self.beta, ops.shape(image)), image.dtype)

    def compute_output_shape(self, shape: Shape) -> Shape:
        """As it came."""
        return shape

    def get_config(self) -> dict[str, Any]:
        """What a file says of it."""
        return {**super().get_config(), "epsilon": self.epsilon}


@final
@keras.saving.register_keras_serializable(PACKAGE)
class ResizeConvolution(keras.layers.Layer):  # type: ignore[misc]  # Keras is not typed
    """Pictures (batch, height, width, channels) with each pixel doubled both ways, and a 3 × 3 convolution over them.

    Doubled pixels are never made. Of three neighbours in a row two are the same pixel, so that a kernel of two over the
    small picture, in which two weights are added, gives the even places of the large one, and another the odd ones;
    that halves the time. Beyond the edges lie the pixels of the edge, as if the large picture were mirrored there.

    Source: Odena, Dumoulin and Olah 2016, "Deconvolution and Checkerboard Artifacts"; the sum of weights as in Shi et
    al. 2016, "Is the deconvolution layer the same as a convolutional layer?".
    """

    def __init__(self, filters: int, **of_every_layer: Any) -> None:
        super().__init__(**of_every_layer)
        self.filters = filters

    def build(self, shape: Shape) -> None:
        """The kernel, as a convolution over doubled pixels has it, and an offset for each filter."""
        self.kernel = self.add_weight(shape=(3, 3, shape[-1], self.filters), initializer="zeros", name="kernel")
        self.bias = self.add_weight(shape=(self.filters,), initializer="zeros", name="bias")

    def call(self, image: Tensor) -> Tensor:
        """The larger pictures."""
        height, width = ops.shape(image)[1:3]
        small = ops.pad(image, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="symmetric")
        phases = ops.conv(small, _phases(self.kernel), padding="valid") + ops.tile(self.bias, 4)
        rows = ops.reshape(phases, (-1, width + 1, 2, 2 * self.filters))
        large = ops.reshape(ops.transpose(rows, (0, 2, 1, 3)), (-1, 2 * height + 2, 2 * width + 2, self.filters))
        return large[:, 1:-1, 1:-1]

    def compute_output_shape(self, shape: Shape) -> Shape:
        """Twice as high and wide."""
        height, width = (side and 2 * side for side in shape[1:3])
        return shape[0], height, width, self.filters

    def get_config(self) -> dict[str, Any]:
        """What a file says of it."""
        return {**super().get_config(), "filters": self.filters}


def _phases(kernel: Tensor) -> Tensor:
    """A kernel (3, 3, channels, filters) for doubled pixels as one for single ones, (2, 2, channels, 4 * filters).

    Its filters are those of the odd rows' odd columns, of their even ones, and of the even rows' two.
    """

    def halves(kernel: Tensor, axis: int) -> list[Tensor]:
        first, middle, last = ops.split(kernel, 3, axis)
        return [ops.concatenate(pair, axis) for pair in ((first + middle, last), (first, middle + last))]

    return ops.concatenate([both for rows in halves(kernel, 0) for both in halves(rows, 1)], axis=3)


@final
@keras.saving.register_keras_serializable(PACKAGE)
class CropLike(keras.layers.Layer):  # type: ignore[misc]  # Keras is not typed
    """The first of two pictures, cut below and on the right to the height and width of the second."""

    def call(self, pair: list[Tensor]) -> Tensor:
        """The cut pictures."""
        image, like = pair
        height, width = ops.shape(like)[1:3]
        return image if image.shape[1:3] == like.shape[1:3] else image[:, :height, :width]

    def compute_output_shape(self, shapes: list[Shape]) -> Shape:
        """The second's, with the first's channels."""
        first, second = shapes
        return first[0], second[1], second[2], first[3]


@final
@keras.saving.register_keras_serializable(PACKAGE)
class Enlarged(keras.layers.Layer):  # type: ignore[misc]  # Keras is not typed
    """Pictures (batch, height, width, channels), `factor` times as high and wide, bicubic."""

    def __init__(self, factor: int = 2, **of_every_layer: Any) -> None:
        super().__init__(**of_every_layer)
        self.factor = factor

    def call(self, image: Tensor) -> Tensor:
        """The larger pictures."""
        return enlarged(image, self.factor)

    def compute_output_shape(self, shape: Shape) -> Shape:
        """Larger in height and width."""
        height, width = (side and side * self.factor for side in shape[1:3])
        return shape[0], height, width, shape[3]

    def get_config(self) -> dict[str, Any]:
        """What a file says of it."""
        return {**super().get_config(), "factor": self.factor}
