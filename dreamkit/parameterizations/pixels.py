"""The plainest way to write a picture."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import final

from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Size, Tensor, Tree


@final
@dataclasses.dataclass(frozen=True)
class Pixels(Parameterization):
    """The numbers are the pixels themselves, (batch, height, width, channels) in [0, 1]."""

    @property
    def any_size(self) -> bool:
        """They do not care."""
        return True

    def encode(self, image: Tensor) -> Tree:
        """The picture."""
        return image

    def decode(self, numbers: Tree, size: Size) -> Tensor:
        """The picture."""
        del size
        return numbers

    def gradient(self, numbers: Tree, of_image: Tensor) -> Tree:
        """The picture's own."""
        del numbers
        return of_image

    def project(self, numbers: Tree, size: Size, change: Callable[[Tensor], Tensor]) -> Tree:
        """The changed picture."""
        del size
        return change(numbers)
