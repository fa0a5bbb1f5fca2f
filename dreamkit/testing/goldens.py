"""Pictures that must stay as they are, one set for each backend, since their random streams differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamkit.pictures import to_bytes

LEVELS = 2
"""By how many of 255 levels a value may differ: processors round differently, and steps of even length amplify it."""

SHARE = 0.01
"""What share of the values may differ by more, where a rounding has tipped a step the other way."""


class GoldenDiffers(AssertionError):
    """A picture is not what it was; the text says by how much, and where both pictures and their difference lie."""


def check_golden(picture: NDArray[Any], golden: Path, *, write: bool = False, scratch: Path | None = None) -> None:
    """Hold a picture (height, width, 3) in [0, 1] against the PNG file `golden`.

    Args:
        picture: what was painted.
        golden: what it was when someone last looked at it and liked it.
        write: take the picture as the new golden one.
        scratch: a folder for both pictures and their difference, ten times amplified, should they differ.

    Raises:
        GoldenDiffers: where more than `SHARE` of the values differ by more than `LEVELS`, or nothing golden is there.
    """
    now = to_bytes(picture)
    if write:
        golden.parent.mkdir(parents=True, exist_ok=True)
        _save(now, golden)
        return
    if not golden.exists():
        raise GoldenDiffers(
            f"there is no golden picture {golden}; look at the picture and write it with --golden=write"
        )
    before = _load(golden)
    if before.shape != now.shape:
        raise GoldenDiffers(f"{golden.name} was {before.shape} and is {now.shape}")
    difference = np.abs(before.astype(np.int16) - now)
    share = float(np.mean(difference > LEVELS))
    if share > SHARE:
        where = _explain(before, now, difference, golden.stem, scratch)
        raise GoldenDiffers(f"{golden.name}: {share:.1%} of the values differ by more than {LEVELS} levels{where}")


def _explain(
    before: NDArray[np.uint8], now: NDArray[np.uint8], difference: NDArray[Any], name: str, scratch: Path | None
) -> str:
    if scratch is None:
        return ""
    scratch.mkdir(parents=True, exist_ok=True)
    _save(before, scratch / f"{name}-golden.png")
    _save(now, scratch / f"{name}-now.png")
    _save(np.minimum(difference * 10, 255).astype(np.uint8), scratch / f"{name}-difference.png")
    return f"; see {scratch}"


def _save(picture: NDArray[np.uint8], path: Path) -> None:
    from PIL import Image

    Image.fromarray(picture).save(path, optimize=True)


def _load(path: Path) -> NDArray[np.uint8]:
    from PIL import Image

    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))
