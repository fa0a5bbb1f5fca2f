"""Reading and writing still pictures: the only place that opens image files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadPicture, did_you_mean
from dreamkit.parts import Size

if TYPE_CHECKING:
    from PIL import Image, ImageFile

LARGEST_PIXELS = 200_000_000  # past this a picture is a trap or a gigapixel scan, and would fill the memory

PICTURE_ENDINGS: Final = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
"""What a picture's file name may end with where a folder is searched for pictures."""

_BITS_PER_SAMPLE, _PHOTOMETRIC, _ORIENTATION = 258, 262, 274  # tags of TIFF and Exif


def read_picture(path: Path) -> NDArray[np.float32]:
    """A picture file as (height, width, 3), RGB in [0, 1], upright, whatever the file's mode and depth.

    Transparent places become white. Raises `BadPicture` with one sentence where that cannot be.
    """
    from PIL import ImageOps

    with _readable(path) as image:
        if _is_deep(image):
            return on_white(_upright(_read_deep(path), image.getexif().get(_ORIENTATION, 1)))
        image.load()
        picture = _as_rgb(ImageOps.exif_transpose(image))
        return 1 - picture if _from_white_to_black(image) else picture


def read_alpha(path: Path) -> NDArray[np.float32]:
    """How opaque a picture file is, (height, width, 1) in [0, 1], upright.

    Raises `BadPicture` as `read_picture` does.
    """
    from PIL import ImageOps

    with _readable(path) as image:
        if _is_deep(image):
            return _upright(_read_deep(path), image.getexif().get(_ORIENTATION, 1))[..., 3:]
        image.load()
        upright = ImageOps.exif_transpose(image)
        if not _has_alpha(upright):
            return np.ones((upright.height, upright.width, 1), np.float32)
        return np.asarray(upright.convert("RGBA"), np.float32)[..., 3:] / np.float32(255)


def is_opaque(path: Path) -> bool:
    """Whether a picture file has no alpha; raises `BadPicture` as `read_picture` does."""
    with _readable(path) as image:
        return not _has_alpha(image)


@contextmanager
def _readable(path: Path) -> Iterator[ImageFile.ImageFile]:
    """A picture file, open; what goes wrong with it is told in one sentence."""
    from PIL import Image, UnidentifiedImageError

    check_file(path, "a picture")
    Image.MAX_IMAGE_PIXELS = None  # the check below says it in our words
    try:
        # as a file, since by its path Pillow maps it into memory, and garbles turned TIFFs
        with path.open("rb") as file, Image.open(file) as image:
            _check_pixels(image.width, image.height)
            yield image
    except BadPicture as error:
        raise BadPicture(f"{path} {error.what}", hint=error.hint) from None
    except UnidentifiedImageError:
        hint = "it is read if it is a " + ", ".join(ending[1:] for ending in PICTURE_ENDINGS)
        raise BadPicture(f"{path} is no picture", hint=hint) from None
    except PermissionError:
        raise BadPicture(f"{path} may not be read by you") from None
    except MemoryError:
        raise BadPicture(f"{path} does not fit into memory") from None
    except Exception as error:  # Pillow's decoders raise nearly anything on a broken file
        reason = str(error).split("\n")[0]
        raise BadPicture(f"{path} is damaged: {reason}") from error


def check_file(path: Path, wanted: str) -> None:
    """Raise `BadPicture` where there is no file, or an empty one, or a folder."""
    if not path.exists():
        near = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
        raise BadPicture(f"there is no file {path}", hint=did_you_mean(path.name, near))
    if path.is_dir():
        raise BadPicture(f"{path} is a folder, and {wanted} was wanted")
    if path.stat().st_size == 0:
        raise BadPicture(f"{path} is empty")


def resample(picture: NDArray[Any], size: Size, fit: str) -> NDArray[np.float32]:
    """A picture (height, width, channels) at another size, by Lanczos; "cover" cuts what sticks out, "stretch" bends.

    It may come in [0, 1] or, which is faster, as bytes, and goes in [0, 1].
    """
    from PIL import Image

    height, width = size
    box = _cover(picture.shape[1], picture.shape[0], width / height) if fit == "cover" else None

    def resized(numbers: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(Image.fromarray(numbers).resize((width, height), Image.Resampling.LANCZOS, box))

    if picture.dtype == np.uint8:
        return resized(picture).astype(np.float32) / np.float32(255)
    channels = [resized(picture[..., channel]) for channel in range(picture.shape[2])]
    return np.clip(np.stack(channels, axis=-1), 0, 1).astype(np.float32)


def with_alpha(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """A picture (height, width, 3) as an opaque one of (height, width, 4); one that has an alpha stays as it is."""
    if picture.shape[2] == 4:
        return picture
    return np.concatenate([picture, np.ones((*picture.shape[:2], 1), np.float32)], axis=2)


def mixed(one: NDArray[np.float32], other: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """A picture on its way from one to another, both (height, width, 3), or 4 with alpha; `share` of it is the other.

    Where both are transparent, each colour counts as far as it is seen.

    >>> mixed(np.float32([[[1, 0, 0, 1]]]), np.float32([[[0, 0, 1, 0]]]), 0.5).tolist()
    [[[1.0, 0.0, 0.0, 0.5]]]
    """
    if one.shape[2] == 3:
        return (1 - share) * one + share * other
    near, far = (1 - share) * one[..., 3:], share * other[..., 3:]
    alpha = near + far
    seen = (near * one[..., :3] + far * other[..., :3]) / np.where(alpha > 0, alpha, 1)
    return np.concatenate([seen, alpha], axis=2)


def on_white(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """A picture (height, width, 4) without its alpha, (height, width, 3)."""
    colours, share = picture[..., :3], picture[..., 3:]
    return colours * share + (1 - share)


def to_bytes(picture: NDArray[np.floating]) -> NDArray[np.uint8]:
    """[0, 1] to 0…255, rounded to the nearest; what lies outside goes to the ends.

    >>> to_bytes(np.array([-0.1, 0.5, 2.0])).tolist()
    [0, 128, 255]
    """
    scaled = picture * 255
    scaled += 0.5  # in place: a frame goes through here twice
    return np.asarray(np.clip(scaled, 0, 255, out=scaled), np.uint8)


def to_words(picture: NDArray[np.floating]) -> NDArray[np.uint16]:
    """[0, 1] to 0…65535, rounded to the nearest; what lies outside goes to the ends.

    >>> to_words(np.array([-0.1, 0.5, 2.0])).tolist()
    [0, 32768, 65535]
    """
    return np.asarray(np.floor(np.clip(np.asarray(picture, np.float64), 0, 1) * 65535 + 0.5), np.uint16)


def _check_pixels(width: int, height: int) -> None:
    if width * height > LARGEST_PIXELS:
        raise BadPicture(f"has {width} × {height} pixels, more than the {LARGEST_PIXELS:,} that are read")


def _is_deep(image: ImageFile.ImageFile) -> bool:
    """Whether it has colours of 16 bits, of which Pillow would drop the lower half."""
    if image.mode not in ("RGB", "RGBA"):
        return False
    tags: Any = getattr(image, "tag_v2", {})
    return "16" in str(image.tile) if image.format == "PNG" else 16 in tags.get(_BITS_PER_SAMPLE, ())


def _from_white_to_black(image: ImageFile.ImageFile) -> bool:
    """Whether 0 is white in a TIFF of grey of 16 bits; in one of 8, Pillow sees to it."""
    tags: Any = getattr(image, "tag_v2", {})
    return image.mode.startswith("I;16") and tags.get(_PHOTOMETRIC) == 0


def _read_deep(path: Path) -> NDArray[np.float32]:
    import av

    with av.open(str(path)) as container:
        return next(container.decode(video=0)).to_ndarray(format="rgba64le").astype(np.float32) / np.float32(65535)


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _upright(picture: NDArray[np.float32], orientation: int) -> NDArray[np.float32]:
    """A picture turned and flipped as the Exif standard numbers it, from 1 (as it is) to 8."""
    if orientation in (5, 6, 7, 8):
        picture = picture.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        picture = picture[:, ::-1]
    if orientation in (3, 4, 7, 8):
        picture = picture[::-1]
    return np.ascontiguousarray(picture)


def _as_rgb(image: Image.Image) -> NDArray[np.float32]:
    from PIL import Image

    if image.mode.startswith(("I", "F")):
        return np.repeat(_grey(image)[..., None], 3, axis=-1)
    if _has_alpha(image):
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    return np.asarray(image.convert("RGB"), np.float32) / np.float32(255)


def _grey(image: Image.Image) -> NDArray[np.float32]:
    """Grey of 16 bits, or of numbers between 0 and 1; of any other it cannot be known which number is white."""
    numbers = np.asarray(image)
    if image.mode.startswith("I;16") or (image.mode == "I" and image.format == "PNG"):
        return numbers.astype(np.float32) / np.float32(65535)
    if image.mode == "F" and numbers.min(initial=0) >= 0 and numbers.max(initial=1) <= 1:
        return numbers.astype(np.float32)
    raise BadPicture(f"is grey from {numbers.min():g} to {numbers.max():g}, and which number is white cannot be known")


def _cover(width: int, height: int, aspect: float) -> tuple[float, float, float, float]:
    """The middle of a picture that has this aspect: (left, top, right, bottom)."""
    if width / height > aspect:
        margin = (width - height * aspect) / 2
        return margin, 0, width - margin, height
    margin = (height - width / aspect) / 2
    return 0, margin, width, height - margin
