"""One octave of a search: candidates are made on the host, and the network is shown them without a gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import ops
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.optimizers.search import Search, Shapes, Vector
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Tensor, Tree
from dreamkit.render.score import Inputs, Scorer
from dreamkit.rng import key

OnScore: TypeAlias = Callable[[int, float, float], None]
"""Told after each step: its number, the score (of several pictures, the sum), and how much there is to climb."""


@final
class Numbers:
    """The numbers behind some pictures, as vectors for a search and as the tree that a parameterization knows.

    Args:
        parameterization: writes pictures as numbers; each tensor of the tree has one axis that counts the pictures.
        image: the pictures, (pictures, height, width, 3).
    """

    def __init__(self, parameterization: Parameterization, image: Tensor) -> None:
        from keras import tree

        self._tree = parameterization.encode(image)
        leaves = [ops.convert_to_numpy(leaf) for leaf in tree.flatten(self._tree)]
        more = tree.flatten(parameterization.encode(ops.concatenate([image, image[:1]])))
        with asked_by(parameterization):
            self._axes = [_grown(leaf.shape, tuple(other.shape)) for leaf, other in zip(leaves, more, strict=True)]
        rows = [np.moveaxis(leaf, axis, 0) for leaf, axis in zip(leaves, self._axes, strict=True)]
        self.shapes: Shapes = tuple(row.shape[1:] for row in rows)
        self._ends = np.cumsum([int(np.prod(shape)) for shape in self.shapes])
        self.vectors = np.concatenate([row.reshape(len(row), -1) for row in rows], axis=1).astype(np.float64)

    def tree(self, vectors: NDArray[np.float64]) -> Tree:
        """Vectors (batch, numbers) as a tree of tensors, each with `batch` where it counts the pictures."""
        from keras import tree

        with np.errstate(over="ignore"):  # what is too large for a picture shows in its score
            pieces = np.split(vectors.astype(np.float32), self._ends[:-1], axis=1)
        shaped = [
            np.moveaxis(piece.reshape(-1, *shape), 0, axis)
            for piece, shape, axis in zip(pieces, self.shapes, self._axes, strict=True)
        ]
        return tree.pack_sequence_as(self._tree, [ops.convert_to_tensor(piece) for piece in shaped])


def _grown(shape: tuple[int, ...], larger: tuple[int, ...]) -> int:
    """The one axis that is longer where there is a picture more; raises `InvalidValue` where there is none.

    >>> _grown((2, 3, 5), (2, 4, 5))
    1
    """
    axes = [axis for axis, (one, other) in enumerate(zip(shape, larger, strict=True)) if one != other]
    if len(axes) != 1:
        what = f"numbers of the shape {shape} become {larger} for one picture more"
        raise InvalidValue(what, hint="a search needs one axis that counts the pictures")
    return axes[0]


def begun(search: Search, parameterization: Parameterization, image: Tensor, seed: int) -> tuple[Numbers, list[object]]:
    """The numbers of pictures (batch, height, width, 3), and what a search knows of each before its first step.

    Raises `InvalidValue` where there are too many of them for the search.
    """
    numbers = Numbers(parameterization, image)
    return numbers, [
        search.begin(vector, key(seed, number), numbers.shapes) for number, vector in enumerate(numbers.vectors)
    ]


def searched(
    scorer: Scorer,
    parameterization: Parameterization,
    image: Tensor,
    givens: Sequence[Inputs],
    largest_pixels: int,
    told: OnScore,
) -> Tensor:
    """What a search finds from a picture (batch, height, width, 3) on; each picture of the batch has its own.

    Args:
        scorer: tells how good candidates are.
        parameterization: writes the picture as numbers.
        image: where it starts.
        givens: what is given at each step.
        largest_pixels: how many pixels the network is shown at once, if that is not less than one candidate has.
        told: is told how it goes.
    """
    search = _search(scorer, givens[0])
    numbers, states = begun(search, parameterization, image, givens[0].key)
    enough: dict[int, Vector] = {}
    at_once = max(1, largest_pixels // int(np.prod(image.shape[:3])))
    for index, given in enumerate(givens):
        search = _search(scorer, given)
        asked = [_asked(search, state, numbers.vectors.shape[1]) for state in states]
        # (population, pictures, numbers), without a copy where it may be large
        candidates = np.stack(asked, axis=1) if len(asked) > 1 else asked[0][:, None]
        scores = _scores(scorer, numbers, candidates, given, at_once)
        states = [
            search.tell(state, population, scores[:, picture].astype(np.float64))
            for picture, (state, population) in enumerate(zip(states, asked, strict=True))
        ]
        told(index, float(scores.max(axis=0).sum()), float(np.ptp(scores, axis=0).max()))
        if search.until is not None:
            enough = _reached(candidates, scores, search.until) | enough
            if len(enough) == len(states):
                break
    best = np.stack([enough.get(picture, search.settle(state)) for picture, state in enumerate(states)])
    return scorer.show(numbers.tree(best), givens[-1])


def _reached(candidates: NDArray[np.float64], scores: NDArray[np.float32], until: float) -> dict[int, Vector]:
    """The best candidate of each picture, by its number, that scores as high as is enough."""
    best = scores.argmax(axis=0)
    tops = scores[best, np.arange(len(best))]
    return {picture: candidates[best[picture], picture].copy() for picture in np.flatnonzero(tops >= until).tolist()}


def _search(scorer: Scorer, given: Inputs) -> Search:
    search = scorer.optimizer(given.dials)
    assert isinstance(search, Search)
    return search


def _asked(search: Search, state: object, count: int) -> NDArray[np.float64]:
    population = np.asarray(search.ask(state), np.float64)
    if population.shape != (search.population, count):
        what = f"ask must give {search.population} candidates of {count} numbers each, and the shape is"
        raise InvalidValue(f"{what} {population.shape}", by=search)
    return population


def _scores(
    scorer: Scorer, numbers: Numbers, candidates: NDArray[np.float64], given: Inputs, at_once: int
) -> NDArray[np.float32]:
    """The scores (population, pictures) of candidates (population, pictures, numbers), in even batches.

    The last batch is filled up with candidates of the first, so that one trace serves all.
    """
    population, pictures, count = candidates.shape
    batches = -(-population // at_once)
    size = -(-population // batches)
    scores = []
    for first in range(0, population, size):
        shown = np.take(candidates, range(first, first + size), axis=0, mode="wrap").reshape(size * pictures, count)
        scores.append(ops.convert_to_numpy(scorer.score(numbers.tree(shown), given)))
    return np.asarray(np.concatenate(scores)[:population], np.float32)
