"""The network that makes a picture of features: the mirror image of the one that they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dreamkit.errors import InvalidValue, did_you_mean
from dreamkit.feedforward.blocks import Upsampling, convolved, doubled, draw
from dreamkit.parts import Tensor

if TYPE_CHECKING:
    import keras

KIND: Final = "decoder"
"""What the files of such networks say that they do."""

DESIGNS: Final = {"mirror": 64, "slim": 32}
"""How many channels there are at the full size: as many as in VGG16, or half of them for CPUs."""

MOST: Final = 512
"""No layer has more channels, however small the map."""


FIRST: Final = 0.1
"""How far the first pictures are from grey: noise would have to be unlearnt."""


def decoder(
    units: tuple[float, ...], stride: int, *, design: str = "mirror", upsampling: Upsampling = "resize", seed: int = 0
) -> keras.Model:
    """A network, as it is born, from features (batch, height, width, channels) to pictures `stride` times as large.

    For each halving on the way down there is a convolution and one that doubles the size, and one more at the end: from
    VGG16's block3_conv1, layer for layer the way back. Nothing is normalised, since each style has its own statistics.
    Pictures are (batch, height, width, 3), near [0, 1] and not held in it. Each map is mirrored at its edges before it
    is convolved, and so has two places a side or more.

    Args:
        units: about how large each channel of the features is; they are divided by it.
        stride: how many pixels lie between two places; a power of 2.
        design: one of `DESIGNS`.
        upsampling: the way up; see `UPSAMPLINGS`.
        seed: what its first numbers depend on.

    Raises:
        InvalidValue: for a stride that no doublings lead up from, or a design that there is not.

    Source: Huang and Belongie 2017, section 6.1.
    """
    import keras

    if design not in DESIGNS:
        what = f"design is one of {', '.join(DESIGNS)}, and {design!r} came"
        raise InvalidValue(what, hint=did_you_mean(design, DESIGNS))
    doublings = stride.bit_length() - 1
    if stride < 1 or stride != 2**doublings:
        what = f"a decoder doubles its maps, and from a layer of which every place stands for {stride} pixels"
        raise InvalidValue(f"{what} no doublings lead to the picture", hint="take another layer")
    features = keras.Input((None, None, len(units)), name="features")
    x = keras.layers.Rescaling([1 / unit for unit in units])(features)
    for level in reversed(range(doublings)):
        filters = min(MOST, DESIGNS[design] * 2**level)
        x = _awake(convolved(x, filters, 3))
        x = _awake(doubled(x, filters, upsampling))
    last = convolved(x, 3, 3)
    painted = keras.layers.Rescaling(1.0, 0.5, dtype="float32", name="painted")(last)
    model = keras.Model(features, painted)
    draw(model, seed)
    kernel = last._keras_history.operation.kernel
    kernel.assign(FIRST * kernel)
    return model


def _awake(x: Tensor) -> Tensor:
    import keras

    return keras.layers.ReLU()(x)
