"""Climb a small picture first, so that what appears is large, then ever larger ones."""

from __future__ import annotations

import dataclasses
from typing import Final, Literal, TypeAlias, final

from dreamkit import ops
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.parts import Size, Tensor, within
from dreamkit.regularizers.base import Ascend, Regularizer

Detail: TypeAlias = Literal["hallucinated", "lost", "none"]

DETAILS: Final = ("hallucinated", "lost", "none")


@final
@dataclasses.dataclass(frozen=True)
class Octaves(Regularizer):
    """Large forms first, then finer and finer ones inside them.

    From each octave to the next the picture grows by `ratio`. What is carried along is called `detail`:

    - "hallucinated": every octave starts from the start picture at its own size, plus what the octaves before have
      added to it (google/deepdream 2015, the notebook's `deepdream`).
    - "lost": the climbed picture grows, and after the climb gets back the detail that the start picture lost when it
      was made small (keras.io's deep dream example, after Chollet).
    - "none": the climbed picture grows, and that is all.
    """

    count: int = within(1, 32, default=4)
    ratio: float = within(1.01, 8, default=1.4)
    detail: Detail = "hallucinated"

    def check(self) -> None:
        """Refuse a kind of detail that is not one of `DETAILS`."""
        if self.detail not in DETAILS:
            raise InvalidValue(f"Octaves.detail is one of {', '.join(DETAILS)}, and {self.detail!r} came", by=self)

    def sizes(self, full: Size) -> tuple[Size, ...]:
        """Coarse to fine, each larger than the last, which is `full`.

        Raises `InvalidValue` where the smallest would have no pixels, or two would be of one size.

        >>> Octaves(3, ratio=2.0).sizes((90, 160))
        ((22, 40), (45, 80), (90, 160))
        """
        with asked_by(self):
            return ladder(full, self.ratio, self.count)

    def climb(self, start: Tensor, ascend: Ascend) -> Tensor:
        """Through all octaves, with the detail carried as named."""
        sizes = self.sizes((start.shape[1], start.shape[2]))
        return {"hallucinated": _hallucinating, "lost": _restoring, "none": growing}[self.detail](start, sizes, ascend)


def ladder(full: Size, ratio: float, count: int) -> tuple[Size, ...]:
    """`count` sizes up to `full`, each larger than the last by `ratio`.

    Raises `InvalidValue` where the smallest would have no pixels, or two would be of one size.
    """
    height, width = full
    scales = [ratio**k for k in reversed(range(count))]
    sizes = tuple((round(height / scale), round(width / scale)) for scale in scales)
    if min(sizes[0]) < 1 or len(set(sizes)) < len(sizes):
        seen = ", ".join(f"{across} × {down}" for down, across in sizes)
        what = f"a picture of {width} × {height} pixels is too small for these octaves: {seen}"
        raise InvalidValue(what, hint="take fewer octaves, or a larger picture")
    return sizes


def _hallucinating(start: Tensor, sizes: tuple[Size, ...], ascend: Ascend) -> Tensor:
    base = resized(start, sizes[0])
    image = ascend(base, 0)
    for octave, size in enumerate(sizes[1:], start=1):
        detail = resized(image - base, size)
        base = resized(start, size)
        image = ascend(base + detail, octave)
    return image


def _restoring(start: Tensor, sizes: tuple[Size, ...], ascend: Ascend) -> Tensor:
    shrunk = image = resized(start, sizes[0])
    for octave, size in enumerate(sizes):
        image = ascend(resized(image, size), octave)
        base = resized(start, size)
        image = image + base - resized(shrunk, size)
        shrunk = base
    return image


def growing(start: Tensor, sizes: tuple[Size, ...], ascend: Ascend) -> Tensor:
    """What is climbed at each size, from the picture of the size before, enlarged."""
    image = start
    for octave, size in enumerate(sizes):
        image = ascend(resized(image, size), octave)
    return image


def resized(image: Tensor, size: Size) -> Tensor:
    """A picture (batch, height, width, channels) at another size, bilinear, without aliasing."""
    height, width = image.shape[1], image.shape[2]
    if (height, width) == size:
        return image
    # where nothing shrinks there is nothing to alias, and the plain kernel is eight times as fast
    shrinks = size[0] < height or size[1] < width
    return ops.image.resize(image, size, interpolation="bilinear", antialias=shrinks)
