"""The colours of a palette: those that a recipe lists, or those that a picture is made of."""

from __future__ import annotations

import functools
import re
import warnings
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dreamkit.digests import file_digest
from dreamkit.errors import InvalidValue
from dreamkit.parts import Part
from dreamkit.pictures import read_picture, to_bytes
from dreamkit_palette.oklab import oklab

Colours: TypeAlias = tuple[str, ...] | Path
"""Hexadecimal colours such as "#1b2a4e", or the path of a picture that has them."""

COUNT: Final = 8
"""How many colours are looked for in a picture, unless it is said."""

MOST: Final = 256
"""Past this many colours, a picture hardly notices that it has a palette."""

SAMPLE: Final = 20_000
"""How many of a picture's pixels are looked at."""

TRIES: Final = 4
"""From how many starts the clusters are sought; the tightest are taken."""


def check_colours(part: Part, colours: Any, count: Any) -> None:
    """Raise `InvalidValue` where these are no palette of at least two colours."""
    name = type(part).__name__
    if isinstance(colours, Path):
        if count is not None and (isinstance(count, bool) or not isinstance(count, int) or not 2 <= count <= MOST):
            what = f"{name}.count is a whole number from 2 to {MOST}, and {count!r} came"
            raise InvalidValue(what, by=part)
        return
    if not isinstance(colours, tuple):
        hint = 'a picture is Path("painting.jpg"), and colours are ("#1b2a4e", "#e8b23a")'
        raise InvalidValue(f"{name}.colours is a tuple or a Path, and {colours!r} came", by=part, hint=hint)
    for colour in colours:
        if not isinstance(colour, str) or not re.fullmatch("#[0-9a-fA-F]{6}", colour):
            hint = 'it is # and two hexadecimal digits each for red, green and blue, such as "#1b2a4e"'
            raise InvalidValue(f"{colour!r} is no colour", by=part, hint=hint)
    if len({colour.lower() for colour in colours}) < 2:
        raise InvalidValue(f"a palette has at least 2 different colours, and {colours!r} came", by=part)
    if count is not None:
        what = f"{name}.count says how many colours to find in a picture, and a list of colours came"
        raise InvalidValue(what, by=part, hint="leave it away, or give a picture")


def numbers(colours: Colours, count: int | None = None) -> tuple[tuple[float, ...], ...]:
    """A palette as red, green and blue in [0, 1].

    >>> numbers(("#000000", "#ff0033"))
    ((0.0, 0.0, 0.0), (1.0, 0.0, 0.2))
    """
    hexes = colours_of(colours, count or COUNT) if isinstance(colours, Path) else colours
    return tuple(tuple(byte / 255 for byte in bytes.fromhex(colour[1:])) for colour in hexes)


def colours_of(path: Path, count: int = COUNT, seed: int = 0) -> tuple[str, ...]:
    """The `count` colours that a picture is best painted with, from dark to light.

    Its pixels are clustered by k-means in OKLab; each colour is the pixel that lies nearest to the middle of a cluster,
    so that it really is in the picture. `seed` decides where the search starts; the same one finds the same colours.

    Raises:
        BadPicture: where the file is missing, broken or no picture.
        InvalidValue: where the picture has fewer different colours than that.

    Source: Lloyd 1982, from the starts of Arthur and Vassilvitskii 2007 (k-means++).
    """
    return _found(path, count, seed, file_digest(path))


@functools.lru_cache(maxsize=64)
def _found(path: Path, count: int, seed: int, contents: str) -> tuple[str, ...]:
    """The colours of a picture, sought once for each of its contents."""
    del contents
    rng = np.random.default_rng(seed)
    pixels = rng.permutation(read_picture(path).reshape(-1, 3))[:SAMPLE]
    different = len(np.unique(to_bytes(pixels), axis=0))
    if different < count:
        raise InvalidValue(f"{path} has {different} different colours, and {count} are wanted", hint="lower the count")
    places = oklab(pixels)
    middles = _middles(places, count, rng)
    nearest = [int(np.square(places - middle).sum(axis=1).argmin()) for middle in sorted(middles, key=lambda m: m[0])]
    return tuple("#" + to_bytes(pixels[index]).tobytes().hex() for index in nearest)


def _middles(places: NDArray[np.float64], count: int, rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """The middles (count, 3) of the tightest clusters of some points (points, 3)."""
    from scipy.cluster.vq import kmeans2, vq

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # an empty cluster stays where it is, and does no harm there
        found = [kmeans2(places, count, iter=40, minit="++", rng=rng)[0] for _ in range(TRIES)]
    return list(min(found, key=lambda middles: float(np.square(vq(places, middles)[1]).mean())))
