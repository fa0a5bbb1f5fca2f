"""Reading and writing still pictures: the only place that opens image files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadPicture
from dreamkit.parts import Size

LARGEST_PIXELS = 200_000_000  # past this a picture is a trap or a gigapixel scan, and would fill the memory


def read_picture(path: Path) -> NDArray[np.float32]:
    """A picture file as (height, width, 3), RGB in [0, 1], upright, whatever the file's mode and depth.

    Transparent places become white. Raises `BadPicture` with one sentence where that cannot be.
    """
    from PIL import Image, ImageOps

    _check_file(path)
    Image.MAX_IMAGE_PIXELS = None  # the check below says it in our words
    try:
        with Image.open(path) as image:
            _check_pixels(path, image.width, image.height)
            image.load()
            return _as_rgb(ImageOps.exif_transpose(image))
    except BadPicture:
        raise
    except MemoryError as error:
        raise BadPicture(f"{path} does not fit into memory") from error
    except Exception as error:  # Pillow's decoders raise nearly anything on a broken file
        reason = str(error).split("\n")[0]
        raise BadPicture(f"{path} cannot be read as a picture: {reason}") from error


def resample(picture: NDArray[np.float32], size: Size, fit: str) -> NDArray[np.float32]:
    """A picture (height, width, 3) at another size, by Lanczos; "cover" cuts what sticks out, "stretch" bends."""
    from PIL import Image

    height, width = size
    box = _cover(picture.shape[1], picture.shape[0], width / height) if fit == "cover" else None
    channels = [
        np.asarray(Image.fromarray(picture[..., c]).resize((width, height), Image.Resampling.LANCZOS, box))
        for c in range(picture.shape[2])
    ]
    return np.clip(np.stack(channels, axis=-1), 0, 1).astype(np.float32)


def to_bytes(picture: NDArray[np.floating]) -> NDArray[np.uint8]:
    """[0, 1] to 0…255, rounded to the nearest; what lies outside goes to the ends.

    >>> to_bytes(np.array([-0.1, 0.5, 2.0])).tolist()
    [0, 128, 255]
    """
    return np.asarray(np.floor(np.clip(picture, 0, 1) * 255 + 0.5), np.uint8)


def to_words(picture: NDArray[np.floating]) -> NDArray[np.uint16]:
    """[0, 1] to 0…65535, rounded to the nearest; what lies outside goes to the ends.

    >>> to_words(np.array([-0.1, 0.5, 2.0])).tolist()
    [0, 32768, 65535]
    """
    return np.asarray(np.floor(np.clip(np.asarray(picture, np.float64), 0, 1) * 65535 + 0.5), np.uint16)


def _check_file(path: Path) -> None:
    if not path.exists():
        raise BadPicture(f"there is no file {path}")
    if path.is_dir():
        raise BadPicture(f"{path} is a folder, and a picture was wanted")
    if path.stat().st_size == 0:
        raise BadPicture(f"{path} is empty")


def _check_pixels(path: Path, width: int, height: int) -> None:
    if width * height > LARGEST_PIXELS:
        raise BadPicture(f"{path} has {width} × {height} pixels, more than the {LARGEST_PIXELS:,} that are read")


def _as_rgb(image: object) -> NDArray[np.float32]:
    from PIL import Image

    assert isinstance(image, Image.Image)
    if image.mode.startswith(("I", "F")):  # 16 or 32 bits of grey, which Pillow would cut off at 255
        grey = np.asarray(image, np.float32)
        grey /= 65535 if grey.max(initial=0) > 255 else 255
        return np.repeat(grey[..., None], 3, axis=-1)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    return np.asarray(image.convert("RGB"), np.float32) / np.float32(255)


def _cover(width: int, height: int, aspect: float) -> tuple[float, float, float, float]:
    """The middle of a picture that has this aspect: (left, top, right, bottom)."""
    if width / height > aspect:
        margin = (width - height * aspect) / 2
        return margin, 0, width - margin, height
    margin = (height - width / aspect) / 2
    return 0, margin, width, height - margin
