"""The network that makes a small picture larger and puts back what it has lost."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final, final

from dreamkit.errors import InvalidValue, did_you_mean
from dreamkit.feedforward.blocks import Upsampling, convolved, doubled, draw
from dreamkit.parts import Tensor

if TYPE_CHECKING:
    import keras

KIND: Final = "super-resolution"
"""What the files of such networks say that they do."""

FACTORS: Final = (2, 4, 8)

SMALLEST: Final = 8
"""The fewest pixels a side that a small picture may have: more than the largest kernel wants mirrored."""


@final
@dataclasses.dataclass(frozen=True)
class Design:
    """How large the network is.

    Args:
        filters: channels everywhere.
        blocks: residual blocks, all at the small size.
        kernel: the side of the first and the last kernel, in pixels.
    """

    filters: int
    blocks: int
    kernel: int


DESIGNS: Final = {"johnson": Design(64, 4, 9), "slim": Design(24, 4, 5)}
"""Johnson's own, and one of a tenth of its work for CPUs."""


def enlarger(factor: int, design: str = "johnson", upsampling: Upsampling = "resize", seed: int = 0) -> keras.Model:
    """A network, as it is born, from pictures (batch, height, width, 3) in [0, 1] to some `factor` times as large.

    Heights and widths are free, from `SMALLEST` on. What it paints is added to a bicubic enlargement, which is all
    that comes out of it before it has learnt anything. Nothing in it is normalised, since that would take the
    brightness away, which has to stay as it is. Raises `InvalidValue` for a design that there is not.

    Source: Johnson, Alahi and Fei-Fei 2016, "Perceptual Losses for Real-Time Style Transfer and Super-Resolution",
    supplement, table 2; Kim, Lee and Lee 2016, "Accurate Image Super-Resolution Using Very Deep Convolutional
    Networks" (what is added); Lim et al. 2017, "Enhanced Deep Residual Networks" (no norm, and a tenth of each block).
    """
    import keras

    from dreamkit.feedforward.layers import Enlarged

    if design not in DESIGNS:
        what = f"design is one of {', '.join(DESIGNS)}, and {design!r} came"
        raise InvalidValue(what, hint=did_you_mean(design, DESIGNS))
    size = DESIGNS[design]
    image = keras.Input((None, None, 3), name="small")
    x = _awake(convolved(keras.layers.Rescaling(2.0, -1.0)(image), size.filters, size.kernel))
    for _ in range(size.blocks):
        x = _residual(x, size.filters)
    for _ in range(factor.bit_length() - 1):
        x = _awake(doubled(x, size.filters, upsampling))
    lost = convolved(x, 3, size.kernel)
    share = size.filters**-0.5 / size.kernel  # or else a first step, which moves all its weights alike, goes too far
    added = [Enlarged(factor, dtype="float32")(image), keras.layers.Rescaling(share, dtype="float32")(lost)]
    model = keras.Model(image, keras.layers.Add(dtype="float32", name="painted")(added))
    draw(model, seed)
    last = lost._keras_history.operation
    last.kernel.assign(0 * last.kernel)
    return model


def _awake(x: Tensor) -> Tensor:
    import keras

    return keras.layers.ReLU()(x)


def _residual(x: Tensor, filters: int) -> Tensor:
    import keras

    inner = convolved(_awake(convolved(x, filters, 3)), filters, 3)
    return keras.layers.Add()([x, keras.layers.Rescaling(0.1)(inner)])
