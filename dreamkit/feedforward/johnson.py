"""The network that paints a photo in one pass: down, five residual blocks, up again."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final, final

import numpy as np

from dreamkit.errors import InvalidValue, did_you_mean
from dreamkit.feedforward.blocks import Upsampling, convolved, doubled, draw
from dreamkit.parts import Tensor

if TYPE_CHECKING:
    import keras

SMALLEST: Final = 16
"""The fewest pixels a side that a picture may have: at a quarter of it there must be something to mirror."""


@final
@dataclasses.dataclass(frozen=True)
class Design:
    """How large the network is.

    Args:
        filters: channels at the full size; there are twice as many at half of it, and four times at a quarter.
        blocks: residual blocks at a quarter of the size.
        kernel: the side of the first and the last kernel, in pixels.
        looks_again: whether its last convolution sees the photo too, and begins with a pale copy of it, so that a short
            training need not learn what the photo shows.
    """

    filters: int
    blocks: int
    kernel: int
    looks_again: bool = False


DESIGNS: Final = {"johnson": Design(32, 5, 9), "slim": Design(12, 4, 5, looks_again=True)}
"""Johnson's own, of 1.7 million weights, and one of 0.2 million for films, and trainings, on a CPU."""


def transformer(design: str = "johnson", upsampling: Upsampling = "resize", seed: int = 0) -> keras.Model:
    """A network, as it is born, from pictures (batch, height, width, 3) in [0, 1] to as many, of the same size.

    Heights and widths are free, from `SMALLEST` on. "transposed" is the paper's way up, a transposed convolution;
    "resize" doubles pixels before a plain one, which leaves no checkerboard. Where a side is no multiple of 4, what
    was rounded up on the way down is cut off again. Raises `InvalidValue` for a design that there is not.

    Source: Johnson, Alahi and Fei-Fei 2016, "Perceptual Losses for Real-Time Style Transfer and Super-Resolution",
    supplement, table 1, with a sigmoid for its scaled tanh and each convolution padded for itself; Ulyanov et al. 2016
    (instance norm); Odena, Dumoulin and Olah 2016, "Deconvolution and Checkerboard Artifacts" (resize).
    """
    import keras

    from dreamkit.feedforward.layers import CropLike

    if design not in DESIGNS:
        what = f"design is one of {', '.join(DESIGNS)}, and {design!r} came"
        raise InvalidValue(what, hint=did_you_mean(design, DESIGNS))
    size = DESIGNS[design]
    image = keras.Input((None, None, 3), name="photo")
    x = _even(convolved(image, size.filters, size.kernel))
    x = _even(convolved(x, 2 * size.filters, 3, strides=2))
    x = _even(convolved(x, 4 * size.filters, 3, strides=2))
    for _ in range(size.blocks):
        x = _residual(x, 4 * size.filters)
    x = _even(doubled(x, 2 * size.filters, upsampling))
    x = _even(doubled(x, size.filters, upsampling))
    x = CropLike()([x, image])
    if size.looks_again:
        x = keras.layers.Concatenate()([x, keras.layers.Rescaling(2, -1)(image)])
    x = convolved(x, 3, size.kernel)
    model = keras.Model(image, keras.layers.Activation("sigmoid", dtype="float32", name="painted")(x))
    draw(model, seed)
    if size.looks_again:
        _copy_photo(model)
    return model


def _copy_photo(model: keras.Model) -> None:
    """Let the last convolution copy the photo's three channels, which are its last."""
    last = [layer for layer in model.layers if layer.weights][-1]
    kernel, bias = last.get_weights()
    middle = kernel.shape[0] // 2
    kernel[:, :, -3:] = 0
    kernel[middle, middle, -3:] = np.eye(3)
    last.set_weights([kernel, bias])


def _even(x: Tensor, *, awake: bool = True) -> Tensor:
    """Normalised, and, while `awake`, through a ReLU."""
    import keras

    from dreamkit.feedforward.layers import InstanceNorm

    x = InstanceNorm()(x)
    return keras.layers.ReLU()(x) if awake else x


def _residual(x: Tensor, filters: int) -> Tensor:
    import keras

    inner = _even(convolved(x, filters, 3))
    return keras.layers.Add()([x, _even(convolved(inner, filters, 3), awake=False)])
