"""How sure a network is of some classes in a finished picture, and what these are called beside it."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from dreamkit.effects.caption import SMALLEST, drawn
from dreamkit.errors import InvalidValue
from dreamkit.nets.labels import class_index
from dreamkit.nets.look import Cut
from dreamkit.nets.net import Net
from dreamkit.objectives.classes import Label
from dreamkit.parts import Part, Size, Tensor
from dreamkit.regularizers.shrink import shrunk
from dreamkit.render.maxima import loaded_now


@functools.lru_cache(maxsize=4)
def looker(net: Net) -> Cut:
    """A network as a classifier; the one of the film, where it is rendered."""
    return Cut(loaded_now(net), ("probabilities",))


def class_numbers(cut: Cut, labels: tuple[Label, ...], *, by: Part) -> tuple[int, ...]:
    """The numbers of classes by a network's labels; raises `UnknownName` with the nearest name."""
    return tuple(class_index(cut.net.spec.labels(), label, by=by) for label in labels)


def class_name(cut: Cut, number: int) -> str:
    """What a network calls a class: its label, or its number where it has no names."""
    known = cut.net.spec.labels().names
    return known[number] if known else str(number)


def certainty(cut: Cut, image: Tensor, numbers: tuple[int, ...]) -> list[Tensor]:
    """How sure a network is of each of some classes in pictures, a (batch,) each, at the size it was trained on."""
    seen = cut(shrunk(image[..., :3], cut.net.spec.pixels))["probabilities"]
    return [seen[:, number] for number in numbers]


def class_strip(name: str, size: Size, *, by: Part) -> NDArray[np.float32]:
    """A name in letters as large as fit, (height, width, 1), black on white; raises `InvalidValue` where none do."""
    for height in range(size[0] * 3 // 4, SMALLEST - 1, -1):
        strip = drawn(name, height, size)
        if strip is not None:
            return strip
    what = f"{name!r} does not fit beside its {type(by).__name__} in letters that can be read"
    raise InvalidValue(what, by=by, hint="a larger picture would work")
