"""What becomes of a picture that is saved once more, as web sites do."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import InvalidValue
from dreamkit.pictures import to_bytes


def as_jpeg(picture: NDArray[np.float32], quality: int) -> NDArray[np.float32]:
    """A picture (height, width, 3) in [0, 1] after it was written as a JPEG of this quality and read again.

    Pillow writes it, with colours at half the resolution, as most programs do.
    """
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(to_bytes(picture)).save(file, "JPEG", quality=quality)
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB"), np.float32) / np.float32(255)


def qualities(word: str) -> tuple[int, ...]:
    """The qualities that a word such as "95,85,75" names; raises `InvalidValue` for what is none.

    >>> qualities("95, 75")
    (95, 75)
    """
    numbers = [number.strip() for number in word.split(",")]
    for number in numbers:
        if not number.isdecimal() or not 1 <= int(number) <= 100:
            what = f"a quality of JPEG is a whole number from 1 to 100, and {number!r} came"
            raise InvalidValue(what, hint="several are written 95,85,75")
    return tuple(map(int, numbers))
