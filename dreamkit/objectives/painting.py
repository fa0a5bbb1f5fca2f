"""Objectives that look at a painting for what is the same all over it, wherever it lies."""

from __future__ import annotations

import abc
import dataclasses
from typing import Any

from dreamkit import ops
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.geometry import stretched
from dreamkit.objectives.base import Activations, Look, Objective, Picture
from dreamkit.objectives.masked import check_mask
from dreamkit.objectives.statistics import Places, squares
from dreamkit.parts import Size, Tensor, Tree, within
from dreamkit.sources.base import Source


@dataclasses.dataclass(frozen=True)
class OfPainting(Objective):
    """What they share: layers, a painting, how large it is seen, and where in it."""

    layer: str | tuple[str, ...]
    of: Source
    _: dataclasses.KW_ONLY
    weights: tuple[float, ...] = ()
    scale: float = within(0.01, 100, default=1.0)
    region: Source | None = None

    def check(self) -> None:
        """Refuse what names no layer, what shows no picture, and weights that are not those of the layers."""
        named: Any = self.layers
        if not named or not isinstance(named, tuple) or not all(isinstance(layer, str) for layer in named):
            what = f"{type(self).__name__}.layer takes a layer's name, or a tuple of them, and {self.layer!r} came"
            raise InvalidValue(what, by=self)
        for field, allowed in (("of", Source), ("region", Source | None)):
            source: Any = getattr(self, field)
            if not isinstance(source, allowed):
                what = f"{type(self).__name__}.{field} takes a source of pictures, and {source!r} came"
                raise InvalidValue(what, by=self, hint=f'say {field}=Photo("painting.jpg")')
        given: Any = self.weights
        numbers = isinstance(given, tuple) and all(isinstance(weight, (int, float)) and weight >= 0 for weight in given)
        if not numbers or (given and (len(given) != len(self.layers) or not sum(given) > 0)):
            what = f"{type(self).__name__}.weights takes a number from 0 for each of {len(self.layers)} layers"
            raise InvalidValue(f"{what}, not all of them 0, and {given!r} came", by=self)

    def suits(self, size: Size, source: Source) -> None:
        """Refuse a mask of another shape than the painting's."""
        del size, source
        painting = self.of.natural_size()
        if self.region is not None and painting:
            check_mask(self.region, painting, "painting", by=self)

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer, or all of them."""
        return (self.layer,) if isinstance(self.layer, str) else self.layer

    @property
    def shares(self) -> dict[str, float]:
        """How much each layer counts, 1 in all."""
        weights = self.weights or (1.0,) * len(self.layers)
        return {layer: weight / sum(weights) for layer, weight in zip(self.layers, weights, strict=True)}

    def targets(self, look: Look, picture: Picture) -> Tree:
        """What is to be known of the painting, which is seen in its own shape.

        Raises `InvalidValue` where a layer stays zero on it.
        """
        with asked_by(self):
            painting = picture(self.of, self.scale)
        answers = look(painting)
        seen = {layer: answers[layer] for layer in self.layers}
        places = self._places(seen, picture, painting.shape[1:3])
        for layer in self.layers:
            if not bool(ops.any(seen[layer] if places is None else seen[layer] * places[layer])):
                what = f"layer {layer!r} stays zero on the painting, so that there is nothing to learn from it"
                raise InvalidValue(what, by=self, hint=self._instead(layer))
        return self.learnt(seen, places)

    @abc.abstractmethod
    def learnt(self, seen: Activations, places: Places | None) -> Tree:
        """What is to be known of the painting, told by what its layers answer to it, each place so often."""

    def _places(self, seen: Activations, picture: Picture, size: Size) -> Places | None:
        if self.region is None:
            return None
        mask = ops.mean(picture(self.region, (size[0], size[1])), axis=-1, keepdims=True)
        return squares({layer: stretched(mask, ops.shape(answer)[1:3]) for layer, answer in seen.items()})

    def _instead(self, layer: str) -> str:
        earlier = self.layers[: self.layers.index(layer)]
        way = f"leave it out, as {earlier[-1]!r} is alive" if earlier else "take an earlier one"
        return f"{way}; or widen the mask" if self.region is not None else way


def rows(seen: Tensor) -> Tensor:
    """The answers as rows, one for each place: (batch, height, width, channels) to (batch, places, channels)."""
    return ops.reshape(seen, (seen.shape[0], -1, seen.shape[-1]))


def how_often(seen: Tensor, places: Places | None, layer: str) -> Tensor:
    """How often each place counts, of the shape (1, places, 1)."""
    if places is None:
        return ops.ones_like(rows(seen[:1, :, :, :1]))
    return rows(places[layer])


def weighed(seen: Tensor, places: Places | None, layer: str) -> Tensor:
    """The answers as `rows`, each times how often its place counts."""
    return rows(seen) if places is None else rows(seen) * rows(places[layer])
