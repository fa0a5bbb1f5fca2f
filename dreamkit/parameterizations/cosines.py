"""A picture of broad waves: few numbers that say much, at any size."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import final

from dreamkit import ops
from dreamkit.colours import squashed, stretched
from dreamkit.errors import InvalidValue
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Size, Tensor, Tree, within


@final
@dataclasses.dataclass(frozen=True)
class Cosines(Parameterization):
    """A soft picture of broad forms: the sum of a few cosine waves, so few that a search can find its way among them.

    The numbers are (batch, rows, columns, 3): for each wave its lightness, its yellow against blue and its green
    against purple, along which the colours of photographs vary independently. The waves are weighed by 1 / frequency,
    as in photographs, and their sum goes through a sigmoid, so that the picture stays in [0, 1]. The same numbers give
    the same picture at any size. Of a picture that comes in, only its broad forms are kept.

    Args:
        rows: how many waves from top to bottom, of 0, 1, 2… half turns.
        columns: how many from left to right.
        mirrored: whether left and right are each other's mirror image; this leaves out every second column.
        contrast: how strong the colours of numbers around 1 are. At 1 the picture is soft, at 10 it has flat colours
            with sharp edges, as a poster does.

    Raises:
        InvalidValue: for a picture with fewer pixels than waves.

    Source: Ahmed, Natarajan and Rao 1974, Discrete Cosine Transform; Olah, Mordvintsev and Schubert 2017, Feature
    Visualization (weights by frequency, colours apart).
    """

    rows: int = within(1, 1024, default=16)
    columns: int = within(1, 1024, default=16)
    mirrored: bool = False
    contrast: float = within(0.01, 1000, default=1.0)

    @property
    def any_size(self) -> bool:
        """They do not care."""
        return True

    def encode(self, image: Tensor) -> Tree:
        """The numbers (batch, rows, columns, 3) whose picture comes nearest, in logits, to this one."""
        height, width = ops.shape(image)[1:3]
        if isinstance(height, int) and (height < self.rows or width < self.columns):
            what = f"a picture of {width} × {height} pixels is too small for {self.columns} × {self.rows} waves"
            raise InvalidValue(what, by=self, hint="take fewer waves, or a larger picture")
        down, across = ops.transpose(_waves(height, self._down)), ops.transpose(_waves(width, self._across))
        summed = _through(stretched(image, "apart") / self.contrast, down, across)
        return summed / (ops.cast(height * width, "float32") * self._weights)

    def decode(self, numbers: Tree, size: Size) -> Tensor:
        """The picture (batch, height, width, 3) in [0, 1]."""
        height, width = size
        waves = _through(numbers * self._weights, _waves(height, self._down), _waves(width, self._across))
        return squashed(self.contrast * waves, "apart")

    def project(self, numbers: Tree, size: Size, change: Callable[[Tensor], Tensor]) -> Tree:
        """The numbers, moved as far as the picture has; where nothing has changed, they stay as they are."""
        before = self.decode(numbers, size)
        return numbers + (self.encode(change(before)) - self.encode(before))

    @property
    def _down(self) -> list[int]:
        """How many half turns each row takes."""
        return list(range(self.rows))

    @property
    def _across(self) -> list[int]:
        """How many half turns each column takes; an even number is the same from both sides."""
        return list(range(0, self.columns, 2 if self.mirrored else 1))

    @property
    def _weights(self) -> Tensor:
        """Each wave's weight (rows, columns, 1); their squares add up to 1."""
        weights = [[1 / max(1.0, math.hypot(down, across)) for across in self._across] for down in self._down]
        total = math.sqrt(sum(weight**2 for row in weights for weight in row))
        return ops.convert_to_tensor([[[weight / total] for weight in row] for row in weights], dtype="float32")


def _waves(length: int, half_turns: list[int]) -> Tensor:
    """Cosines at `length` pixel centres, a column each, (length, waves); each has a mean square of 1."""
    places = (ops.arange(length, dtype="float32") + 0.5) / ops.cast(length, "float32")
    turns = ops.convert_to_tensor(half_turns, dtype="float32")
    loudness = ops.convert_to_tensor([math.sqrt(2) if count else 1.0 for count in half_turns], dtype="float32")
    return loudness * ops.cos(math.pi * places[:, None] * turns)


def _through(image: Tensor, down: Tensor, across: Tensor) -> Tensor:
    """A picture (batch, rows, columns, 3) with its rows and its columns mixed by two matrices."""
    return ops.einsum("wc,bhcx->bhwx", across, ops.einsum("hr,brcx->bhcx", down, image))
