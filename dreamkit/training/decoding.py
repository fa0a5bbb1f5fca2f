"""What a decoder is to learn: to make pictures of features, also of such as no picture has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.errors import BadWeights, InvalidValue, suggestion
from dreamkit.feedforward.decoder import KIND, decoder
from dreamkit.feedforward.encoder import Encoder
from dreamkit.feedforward.files import load_network
from dreamkit.feedforward.statistics import adain, spread
from dreamkit.nets.loaded import LoadedNet
from dreamkit.parts import Tensor
from dreamkit.training.course import Course, Teach
from dreamkit.training.crops import Crops

if TYPE_CHECKING:
    import keras

Painted: TypeAlias = tuple[Tensor, Tensor, dict[str, Tensor]]
"""Pictures (batch, side, side, 3), the features that they were made of, and what layers answer to their photos."""

Units: TypeAlias = dict[str, tuple[float, ...]]
"""About how large each channel of a layer is, by layer."""

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


@final
class DecoderLesson:
    """Tells how far decoded pictures are from what was wanted of them.

    Each photo of a batch is to be painted in the style of the next one, by `adain`; the last `own` of them in their
    own, which is to say as they are.

    The losses are mean squares, of channels in units of their own, and so of like size on any network:

    - "Content": how far the features of the picture are from those that it was made of.
    - "Style": how far each channel's mean and deviation are from those of the style's photo, in the mean of the style
      layers. It is left out where every photo keeps its own style.
    - "Pixels": how far pictures in their own style are from their photos, over the variance of these.

    Args:
        encoder: gives the features, and the answers of the style layers.
        style_layers: where styles are compared.
        units: about how large each channel of a layer is, by layer; see `units_of`.
        content: how much the content counts; 0 leaves it out, and saves half the time where there is no style either.
        style: how much the style counts.
        pixels: how much the pixels count.
        own: how many photos of a batch keep their style: none as in the paper on AdaIN, all as in that on WCT.
        batch: photos at once.
        side: of the photos, in pixels.

    Raises:
        InvalidValue: for more of them than a batch has, or none to take a style from.

    In the paper on AdaIN the content counts 1, the style 10 in its code, and pixels do not.

    Sources: Huang and Belongie 2017, equations 11 to 13; Li et al. 2017, "Universal Style Transfer via Feature
    Transforms", equation 1 (the pictures of their own style).
    """

    def __init__(
        self,
        encoder: Encoder,
        style_layers: tuple[str, ...],
        units: Units,
        *,
        content: float,
        style: float,
        pixels: float,
        own: int,
        batch: int,
        side: int,
    ) -> None:
        if not 0 <= own <= batch or (batch == 1 and own == 0):
            what = f"of {batch} photos a step, {own} cannot keep their own style while the others take the next one's"
            raise InvalidValue(what, hint="say a larger --batch")
        self.encoder, self.cut, self.units, self.own = encoder, encoder.cut, units, own
        self.chance = None
        self.batch, self.side = batch, side
        self.style_layers = style_layers if own < batch else ()
        self.content, self.style, self.pixels = content, style, pixels if own else 0.0
        if not self.names:
            raise InvalidValue(
                "a decoder is to learn nothing at all", hint="say a --content, --style or --pixels above 0"
            )

    @property
    def names(self) -> tuple[str, ...]:
        """What the losses are called."""
        style = bool(self.style_layers and self.style)
        each = {"Content": self.content > 0, "Style": style, "Pixels": self.pixels > 0}
        return tuple(name for name, there in each.items() if there)

    def painted(self, network: keras.Model, photos: Tensor) -> Painted:
        """What the decoder makes of photos (batch, side, side, 3) in their styles, and what the losses ask for."""
        seen = self._seen(self._sized(photos))
        features = seen[self.encoder.layer]
        wanted = adain(features, self._styles(spread(features)))
        return network(wanted), wanted, seen

    def losses(self, photos: Tensor, painted: Painted) -> dict[str, Tensor]:
        """The loss of each name, a scalar; its gradient goes to the pictures."""
        (pictures, wanted, seen), photos = painted, self._sized(photos)
        pictures = ops.reshape(pictures, photos.shape)
        again = self._seen(pictures) if {"Content", "Style"} & set(self.names) else {}
        found = {}
        if "Content" in self.names:
            away = again[self.encoder.layer] - ops.stop_gradient(wanted)
            found["Content"] = self.content * self._mean_square(away, self.encoder.layer)
        if "Style" in self.names:
            apart = [self._apart(again[layer], seen[layer], layer) for layer in self.style_layers]
            found["Style"] = self.style * sum(apart) / len(apart)
        if "Pixels" in self.names:
            kept, made = photos[-self.own :], pictures[-self.own :]
            away = ops.mean(ops.square(made - kept))
            found["Pixels"] = self.pixels * away / ops.mean(ops.var(kept, axis=(1, 2)))
        return found

    def _apart(self, again: Tensor, seen: Tensor, layer: str) -> Tensor:
        """How far the spread of pictures is from that of their styles."""
        pairs = zip(spread(again), self._styles(spread(seen)), strict=True)
        return sum(self._mean_square(one - other, layer) for one, other in pairs)

    def _mean_square(self, away: Tensor, layer: str) -> Tensor:
        """Of numbers (…, channels), in units of their channels."""
        return ops.mean(ops.square(away / ops.convert_to_tensor(self.units[layer], dtype="float32")))

    def _styles(self, each: tuple[Tensor, Tensor]) -> tuple[Tensor, ...]:
        """For each photo the numbers of the one whose style it takes."""
        count = each[0].shape[0]
        order = [(number + (number < count - self.own)) % count for number in range(count)]
        return tuple(ops.take(numbers, ops.convert_to_tensor(order, dtype="int32"), axis=0) for numbers in each)

    def _seen(self, image: Tensor) -> dict[str, Tensor]:
        """What the encoder answers, in 32 bits, whatever it computes in."""
        return {layer: ops.cast(answer, "float32") for layer, answer in self.encoder(image).items()}

    def _sized(self, photos: Tensor) -> Tensor:
        """The photos with a size that is known, as it is not in a `fit`."""
        return ops.reshape(photos, (photos.shape[0] or self.batch, self.side, self.side, 3))


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
