"""How a decoder is taught: of which layer, in which units, and from what it begins with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.errors import BadWeights, InvalidValue, suggestion
from dreamkit.feedforward.decoder import KIND, decoder
from dreamkit.feedforward.encoder import Encoder
from dreamkit.feedforward.files import load_network
from dreamkit.nets.loaded import LoadedNet
from dreamkit.training.course import Course, Teach
from dreamkit.training.crops import Crops
from dreamkit.training.decoder_lesson import DecoderLesson, Units

if TYPE_CHECKING:
    import keras

MEASURED: Final = 8
"""How many photos tell these units."""

SILENT: Final = 0.02
"""No unit is smaller than so much of the layer's: what hardly speaks is not made to count."""

LAYERS: Final = {
    "vgg16_hed": ("block3_conv1", ("block1_conv1", "block2_conv1", "block3_conv1")),
    "vgg16": ("block3_conv1", ("block1_conv1", "block2_conv1", "block3_conv1")),
    "squeezenet": ("fire3_concat", ("conv1_relu", "fire2_concat", "fire3_concat", "fire5_concat")),
    "efficientnet_lite0": ("block2_add", ("stem_relu", "block2_add")),
    "tiny": ("relu2", ("relu0", "relu2")),
}
"""For networks that dreamkit knows: the layer that a decoder starts from, and those in which styles are compared.

They differ in what is left of a photo. Of the colours of its places, a linear map finds 88 % (of the variance, in other
photos than it was fitted to) in SqueezeNet's fire3_concat, and 36 % in block3_conv1 of vgg16_hed, which was taught to
draw edges and forgot them: a decoder of that needs many times as many steps.
"""


def layers_for(net: str, layer: str, style_layers: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The layer to decode and those of the style: as they are named, or else those of `LAYERS`.

    Styles are compared in the named layer alone where only that is named. Raises `InvalidValue` where none is known.
    """
    if layer:
        return layer, style_layers or (layer,)
    if net not in LAYERS:
        hint = suggestion(net, LAYERS, f"name one by --layer; `dreamkit layers {net}` lists them")
        raise InvalidValue(f"which layer of {net} to decode is not known", hint=hint)
    usual = LAYERS[net]
    return usual[0], style_layers or usual[1]


def taught_decoder(
    layer: str,
    style_layers: tuple[str, ...],
    *,
    content: float = 1.0,
    style: float,
    pixels: float,
    own: int,
    begun: Path | None = None,
) -> Teach:
    """How a decoder of a layer is taught; see `DecoderLesson` for the other arguments.

    It goes on from what the decoder of the file `begun` has learnt, such as one that has seen no styles yet. Raises
    `BadWeights` where that is none, or of another size.
    """

    def taught(net: LoadedNet, crops: Crops, how: Course) -> tuple[DecoderLesson, Callable[[], keras.Model]]:
        encoder = Encoder(net, layer, style_layers)
        units = units_of(encoder, np.stack([crops.square(number) for number in range(MEASURED)]))
        lesson = DecoderLesson(
            encoder,
            style_layers,
            units,
            content=content,
            style=style,
            pixels=pixels,
            own=own,
            batch=how.batch,
            side=how.side,
        )

        def born() -> keras.Model:
            own = units[layer], encoder.stride
            new = decoder(*own, design=how.design, upsampling=how.upsampling, seed=how.seed)
            return _like(new, begun) if begun else new

        return lesson, born

    return taught


def _like(new: keras.Model, begun: Path) -> keras.Model:
    """A decoder with what that of a file has learnt."""
    try:
        new.set_weights(load_network(begun, (KIND,)).get_weights())
    except ValueError as error:
        hint = "say the same --net, --layer, --design and --upsampling"
        raise BadWeights(f"{begun} is a decoder of another size", hint=hint) from error
    return new


def units_of(encoder: Encoder, photos: NDArray[np.float32]) -> Units:
    """The root mean square of each channel, to three digits, over photos (batch, side, side, 3).

    What Huang and Belongie do by normalising VGG so that each channel has a mean of 1: a network that was trained for
    something else lets some channels shout.
    """
    found: Units = {}
    for layer, answer in encoder(ops.convert_to_tensor(photos)).items():
        answer = ops.cast(answer, "float32")
        rows = ops.convert_to_numpy(ops.sqrt(ops.mean(ops.square(answer), axis=(0, 1, 2))))
        least = SILENT * max(float(np.sqrt(np.mean(np.square(rows)))), 1e-6)
        found[layer] = tuple(float(f"{max(float(unit), least):.3g}") for unit in rows)
    return found
