"""The exact gradient of a picture too large for the memory, for what is judged by sums over all of its places.

The picture is seen twice. First each piece gives its sums, such as those of a Gram matrix; added up, they are the
picture's, and tell its score and how that depends on them. Then each piece leads that dependence back to its pixels.
Every place of a layer is counted in one piece only, and each piece reaches as far beyond its places as these see, so
that nothing differs from the whole but the order in which numbers are added.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import backend, ops
from dreamkit.geometry import stretched
from dreamkit.nets.look import Cut
from dreamkit.nets.receptive import Reaches, reaches
from dreamkit.nets.shapes import answers
from dreamkit.objectives.base import Objective
from dreamkit.objectives.statistics import as_additive
from dreamkit.parts import Size, Tensor, Tree
from dreamkit.render.score import Inputs, Scorer
from dreamkit.rng import Rng
from dreamkit.windows import Window, counted_windows

if TYPE_CHECKING:
    from dreamkit.shot import Shot


@final
@dataclasses.dataclass(frozen=True)
class Piece:
    """A piece of a picture: its windows along both sides, what of the targets belongs to it, which places it counts."""

    rows: Window
    columns: Window
    targets: Tree
    places: dict[str, Tensor]

    @property
    def window(self) -> tuple[slice, slice, slice]:
        """Where it lies in pictures (batch, height, width, channels)."""
        rows, columns = self.rows, self.columns
        return np.s_[:, rows.start : rows.start + rows.length, columns.start : columns.start + columns.length]


def reach_of(cut: Cut, objective: Objective) -> dict[str, Reaches] | None:
    """What the places of the wanted layers see, by layer; None where such a picture cannot be judged in pieces."""
    if not objective.additive or cut.size is not None:
        return None
    known = reaches(cut.model)
    outputs = zip(cut.layers, cut.model.outputs, strict=True)
    found = {layer: known.get(output._keras_history.operation.name) for layer, output in outputs}
    return {layer: reach for layer, reach in found.items() if reach} if all(found.values()) else None


@final
class Piecewise(Scorer):
    """Scores and slopes of pictures that are seen piece by piece.

    Args:
        shot: whose objective is additive.
        cut: the network that looks.
        reach: what `reach_of` these two is.
    """

    def __init__(self, shot: Shot, cut: Cut, reach: dict[str, Reaches]) -> None:
        super().__init__(shot, cut)
        self._reach, self._model = reach, cut.model
        each = [one for both in reach.values() for one in both]
        self._grid, margin = max(one.stride for one in each), max(one.margin for one in each)
        self.margin = -(-margin // self._grid) * self._grid
        self._sums = backend.compiled(self._one_sums, cut.weights, any_size=self._any_size)
        self._back = backend.compiled(self._one_back, cut.weights, any_size=self._any_size)
        self._judged = backend.compiled(self._one_judgement, any_size=self._any_size)
        self._views = backend.compiled(self._one_look_around, any_size=self._any_size)
        self._home = backend.compiled(self._one_way_home, any_size=self._any_size)

    def slope(self, image: Tensor, given: Inputs, cut: tuple[int, int]) -> tuple[float, Tensor]:
        """The score of pictures (batch, height, width, channels) and its gradient, from rows × columns pieces."""
        tensors = self._tensors(given)
        seen = [self._through(view, given, cut) for view in self._views(image, *tensors)]
        price, gradient = self._home(image, tuple(slope for _, slope in seen), *tensors)
        return float(np.mean([score for score, _ in seen])) - float(price), gradient

    def _through(self, view: Tensor, given: Inputs, cut: tuple[int, int]) -> tuple[float, Tensor]:
        """The score of one view of the pictures, and the gradient of that view."""
        from keras import tree

        pieces = list(self._pieces((int(view.shape[1]), int(view.shape[2])), given.targets, cut))
        inputs = [self._tensors(dataclasses.replace(given, targets=piece.targets)) for piece in pieces]
        total: Tree = None
        for piece, tensors in zip(pieces, inputs, strict=True):
            sums = self._sums(view[piece.window], piece.places, *tensors)
            total = sums if total is None else tree.map_structure(ops.add, total, sums)
        score, pull = self._judged(total, *inputs[0])
        gradient = np.zeros(tuple(view.shape), np.float32)
        for piece, tensors in zip(pieces, inputs, strict=True):
            slope = self._back(view[piece.window], piece.places, pull, *tensors)
            gradient[piece.window] += ops.convert_to_numpy(slope)
        return float(score), ops.convert_to_tensor(gradient)

    def _pieces(self, size: Size, targets: Tree, cut: tuple[int, int]) -> Iterator[Piece]:
        shapes = dict(zip(self._cut.layers, answers(self._model, size), strict=True))
        whole = {layer: (int(shape[0] or 0), int(shape[1] or 0)) for layer, shape in shapes.items()}
        down, across = (
            counted_windows(length, count, self.margin, self._grid) for length, count in zip(size, cut, strict=True)
        )
        for rows in down:
            for columns in across:
                parts = {layer: self._part(layer, rows, columns, size, whole[layer]) for layer in whole}

                def crop(layer: str, seen: Tensor, parts: dict[str, tuple[slice, slice]] = parts) -> Tensor:
                    at_size = tuple(seen.shape[1:3]) == whole[layer]
                    part = parts[layer]
                    return (seen if at_size else stretched(seen, whole[layer]))[:, part[0], part[1]]

                places = {layer: self._places(layer, rows, columns, size, part) for layer, part in parts.items()}
                yield Piece(rows, columns, as_additive(self._objective).cropped(targets, crop), places)

    def _part(self, layer: str, rows: Window, columns: Window, size: Size, whole: Size) -> tuple[slice, slice]:
        """Which rows and columns of a layer's answer to the whole picture are its answer to a window."""
        down, across = (
            slice(
                window.start // reach.stride,
                window.start // reach.stride + count - (side - window.length) // reach.stride,
            )
            for window, reach, side, count in zip((rows, columns), self._reach[layer], size, whole, strict=True)
        )
        return down, across

    def _places(self, layer: str, rows: Window, columns: Window, size: Size, part: tuple[slice, slice]) -> Tensor:
        """1 where a place of a layer is counted in this piece and 0 where in another, (1, height, width, 1)."""
        along: list[NDArray[np.bool_]] = []
        for window, reach, side, cells in zip((rows, columns), self._reach[layer], size, part, strict=True):
            pixel = np.arange(cells.start, cells.stop) * reach.stride
            along.append((pixel >= window.first) & ((pixel < window.last) | (window.last == side)))
        return ops.convert_to_tensor(np.outer(*along).astype(np.float32)[None, :, :, None])

    # What follows is traced: pure, and the same mathematics on every backend.

    def _one_sums(self, weights: Tree, image: Tensor, places: Tree, *given: Tensor) -> Tree:
        dials, key, _, _, targets = given
        self.traces.append((image.shape[1], image.shape[2]))
        with self._scope(weights, key):
            return as_additive(self._at(dials)[0]).sums(self._cut(image), targets, places)

    def _one_judgement(self, weights: Tree, total: Tree, *given: Tensor) -> tuple[Tensor, Tree]:
        del weights
        objective = as_additive(self._at(given[0])[0])
        return backend.value_and_grad(lambda sums: ops.sum(objective.judged(sums, given[4])), total)

    def _one_back(self, weights: Tree, image: Tensor, places: Tree, pull: Tree, *given: Tensor) -> Tensor:
        from keras import tree

        def pulled(image: Tensor) -> Tensor:
            sums = tree.flatten(self._one_sums(weights, image, places, *given))
            return sum(ops.sum(way * one) for way, one in zip(tree.flatten(pull), sums, strict=True))

        return backend.value_and_grad(pulled, image)[1]

    def _one_look_around(self, weights: Tree, image: Tensor, *given: Tensor) -> tuple[Tensor, ...]:
        regularizer = self._at(given[0])[1]
        with self._scope(weights, given[1]):
            rng = Rng(self._generator)
            return tuple(regularizer.view(image, rng) for _ in range(regularizer.views))

    def _one_way_home(self, weights: Tree, image: Tensor, slopes: tuple[Tensor, ...], *given: Tensor) -> Tree:
        """What the penalty takes from the score, and the gradient of the pictures from those of their views."""
        regularizer = self._at(given[0])[1]

        def penalty(image: Tensor) -> Tensor:
            return ops.sum(ops.zeros_like(image[:, 0, 0, 0]) + regularizer.penalty(image))

        def mean(image: Tensor) -> Tensor:
            views = self._one_look_around(weights, image, *given)
            return sum(ops.sum(view * slope) for view, slope in zip(views, slopes, strict=True)) / len(slopes)

        price, against = backend.value_and_grad(penalty, image)
        return price, backend.value_and_grad(mean, image)[1] - against
