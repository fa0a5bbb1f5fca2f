"""What a decoder is to learn: to make pictures of features, also of such as no picture has."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.feedforward.encoder import Encoder
from dreamkit.feedforward.statistics import adain, spread
from dreamkit.parts import Tensor

if TYPE_CHECKING:
    import keras

Painted: TypeAlias = tuple[Tensor, Tensor, dict[str, Tensor]]
"""Pictures (batch, side, side, 3), the features that they were made of, and what layers answer to their photos."""

Units: TypeAlias = dict[str, tuple[float, ...]]
"""About how large each channel of a layer is, by layer."""


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
