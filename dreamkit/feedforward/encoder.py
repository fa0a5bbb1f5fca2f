"""The first layers of a network that looks, as the way from pictures to the features of which pictures are made."""

from __future__ import annotations

import functools
from typing import final

from dreamkit.errors import InvalidValue
from dreamkit.geometry import framed
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.shapes import answers
from dreamkit.parts import Size, Tensor


@final
class Encoder:
    """Tells what layers answer to pictures of any size, so that a decoder's picture covers all of theirs.

    Args:
        net: the network.
        layer: the one that a decoder starts from.
        others: more layers to tell of.

    Raises:
        UnknownLayer: where the network has no layer of that name.
        InvalidValue: for a layer without a map of places, and for a network that takes pictures of one size only.
    """

    def __init__(self, net: LoadedNet, layer: str, others: tuple[str, ...] = ()) -> None:
        self.net, self.layer = net, layer
        self.cut = Cut(net, tuple(dict.fromkeys((layer, *others))))
        facts = next((each for each in net.facts if each.name == layer), None)
        if facts is None or len(facts.shape) != 3 or not facts.stride:
            raise InvalidValue(f"layer {layer!r} has no map of places, and so nothing to make a picture of")
        if self.cut.size is not None:
            raise InvalidValue(f"{net.spec.name} takes pictures of one size only, so that no decoder fits it")
        self.channels, self.stride = facts.channels, facts.stride
        self._missing = functools.cache(self._count_missing)

    def __call__(self, image: Tensor) -> dict[str, Tensor]:
        """The answers by layer, for pictures (batch, height, width, 3) in [0, 1]; their sizes must be known.

        Where the layer has too few places for all of a picture, this is mirrored at its edges, below and on the right.
        """
        height, width = image.shape[1:3]
        more: int = self._missing((int(height), int(width)))
        if more:
            image = framed(image, more)[:, more:, more:]
        return self.cut(image)

    def _count_missing(self, size: Size) -> int:
        """How many pixels the longer way must grow for as many places as pictures of this size need."""
        for more in range(8 * self.stride):
            height, width, _ = answers(self.cut.model, (size[0] + more, size[1] + more))[0]
            if (height or 0) * self.stride >= size[0] and (width or 0) * self.stride >= size[1]:
                return more
        return 8 * self.stride
