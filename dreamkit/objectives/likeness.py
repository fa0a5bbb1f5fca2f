"""A picture that layers answer to as they do to a photo: the content of a style transfer, or an inversion."""

from __future__ import annotations

import dataclasses
from typing import Any, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.objectives.base import Activations, Look, Picture
from dreamkit.objectives.compared import at_size_of
from dreamkit.objectives.smoothing import Smoothing, check_smoothing, smoothed
from dreamkit.objectives.statistics import Additive, Crop, Places
from dreamkit.parts import Tensor, Tree
from dreamkit.sources.base import Source


@dataclasses.dataclass(frozen=True)
class PlaceByPlace(Additive):
    """What `Likeness` and `Inversion` share: each place's answer is held against that to the same place of a photo."""

    layer: str | tuple[str, ...]
    of: Source

    def check(self) -> None:
        """Refuse a photo that shows nothing."""
        of: Any = self.of
        if not isinstance(of, Source):
            what = f"{type(self).__name__}.of takes a source of pictures, and {of!r} came"
            raise InvalidValue(what, by=self, hint='say of=Photo("photo.jpg")')

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer, or all of them."""
        return (self.layer,) if isinstance(self.layer, str) else self.layer

    def targets(self, look: Look, picture: Picture) -> Tree:
        """The photo's codes by layer, (1, …, channels)."""
        seen = look(picture(self.of))
        return {layer: seen[layer] for layer in self.layers}

    def cropped(self, targets: Tree, crop: Crop) -> Tree:
        """The codes of the piece's places."""
        return {layer: crop(layer, code) if len(code.shape) == 4 else code for layer, code in targets.items()}

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """By layer the squared distance, (batch,), the squared length of the photo's code and its numbers, (1,)."""
        each = {}
        for layer in self.layers:
            seen, code = activations[layer], at_size_of(activations[layer], targets[layer])
            weight = places[layer] if places is not None else 1.0
            squares = ops.square(seen - code), ops.square(code), ops.ones_like(code)
            each[layer] = tuple(_per_picture(square * weight) for square in squares)
        return each

    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """Minus the mean over the layers of the normalised distance, shape (batch,); 0 is the most there is."""
        del targets
        distances = [away / ops.where(length > 0, length, 1.0) for away, length, _ in sums.values()]
        return -sum(distances[1:], distances[0]) / len(distances)


@final
@dataclasses.dataclass(frozen=True)
class Likeness(PlaceByPlace):
    """What a photo shows, in another look: a picture in which layers see at each place what they see there in a photo.

    The score is minus the squared distance of the two answers over the squared length of that to the photo, and of
    several layers the mean: 0 where they are the same, -1 where the layers are silent, at any size and on any network.
    A view of another size (`Pad`, `RandomCrop`) stretches the photo's answers to fit.

    Args:
        layer: the layer's name, or a tuple of them; the deeper, the less is left of colours and places.
        of: the photo, or a clip, of which each frame counts at its own time.
        raw: leave the loss as it was published: the score is minus the mean squared difference (Gatys' own PyTorch
            code, neural-style), and that of several layers the sum.
        smoothing: for networks whose answers have high peaks, such as residual ones: "softmax" or "scaled", which here
            multiplies all layers; see `smoothed`.

    Source: Gatys, Ecker and Bethge 2016, "Image Style Transfer Using Convolutional Neural Networks", equation 1.
    """

    _: dataclasses.KW_ONLY
    raw: bool = False
    smoothing: Smoothing = "none"

    def check(self) -> None:
        """Refuse a photo that shows nothing, a smoothing that is none, and one that changes nothing."""
        super().check()
        check_smoothing(self, self.smoothing)
        if self.smoothing == "scaled" and not self.raw:
            what = "a likeness is divided by the photo's own size, so that scaling changes nothing"
            raise InvalidValue(what, by=self, hint="say raw=True")

    @property
    def additive(self) -> bool:
        """Yes, but for a softmax, which sees each place among all others."""
        return self.smoothing != "softmax"

    def targets(self, look: Look, picture: Picture) -> Tree:
        """The photo's answers by layer, (1, …, channels), smoothed."""
        return self._smoothed(super().targets(look, picture))

    def sums(self, activations: Activations, targets: Tree, places: Places | None = None) -> Tree:
        """The squared distance and length, of smoothed answers."""
        return super().sums(self._smoothed(activations), targets, places)

    def judged(self, sums: Tree, targets: Tree) -> Tensor:
        """Minus the distance, normalised or raw, shape (batch,)."""
        if not self.raw:
            return super().judged(sums, targets)
        return -sum(away / count for away, _, count in sums.values())

    def _smoothed(self, answers: Activations) -> Activations:
        return smoothed({layer: answers[layer] for layer in self.layers}, self.smoothing, deep=0)


def _per_picture(values: Tensor) -> Tensor:
    """The sum of everything but the batch: (batch, …) to (batch,)."""
    return ops.sum(values, axis=tuple(range(1, len(values.shape))))
