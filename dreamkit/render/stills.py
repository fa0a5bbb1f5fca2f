"""Stills: png, jpg, webp and 16-bit tif; several pictures become a contact sheet."""

from __future__ import annotations

import dataclasses
import io
import itertools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadOutput
from dreamkit.pictures import to_bytes, to_words
from dreamkit.plan.plan import Plan
from dreamkit.render.output import Output, Write, check_opaque, one_size
from dreamkit.render.store import EXTRA_SAMPLES, QUICKLY, write_whole
from dreamkit.sheets import best_columns, sheet, sheet_size

KEYWORD: Final = "dreamkit"
"""The keyword of the note in a PNG's text."""

SHEET_FRAMES: Final = 12
"""How many frames of a film a contact sheet shows, at most."""

_JPEG_NOTE = 65533  # the format counts its bytes in 16 bits

_SIDES: Final = {".jpg": 65535, ".webp": 16383}
"""The largest side, in pixels, of the forms that have one: they count it in 16 bits, and in 14."""

_DESCRIPTION: Final = 270
"""The tag of TIFF and Exif that says what a picture shows."""


@final
@dataclasses.dataclass(frozen=True)
class Still(Output):
    """One picture; of a film, or of several stills, a contact sheet."""

    @property
    def ending(self) -> str:
        """The ending in small letters: ".png", ".jpg", ".webp" or ".tif"."""
        return self.path.suffix.lower().replace("jpeg", "jpg").replace("tiff", "tif")

    @property
    def bits(self) -> int:
        """16 for a tif."""
        return 16 if self.ending == ".tif" else 8

    def check(self, plan: Plan, note: str) -> None:
        """Refuse pictures of different sizes, and what is too much for a JPEG, transparency included."""
        if self.ending == ".jpg":
            check_opaque(plan, "a jpg", "a .png, .webp or .tif keeps it")
        size, count = one_size(plan), len(shown(plan))
        height, width = sheet_size(count, size, plan.columns or best_columns(count, size))
        most = _SIDES.get(self.ending, math.inf)
        if max(height, width) > most:
            what = f"a {self.ending[1:]} has at most {most} pixels a side, and {width}x{height} came"
            raise BadOutput(what, hint="a .png has no limit")
        if self.ending == ".jpg" and len(note) > _JPEG_NOTE:
            raise BadOutput(
                f"a jpg can say how it was made in {_JPEG_NOTE} bytes, and the recipe takes {len(note)}",
                hint="a .png has no limit",
            )

    @contextmanager
    def opened(self, plan: Plan, note: str) -> Iterator[Write]:
        """Keep the frames that are shown, and write them on one sheet."""
        wanted, numbers, kept = set(shown(plan)), itertools.count(), []
        to_depth = to_words if self.bits == 16 else to_bytes

        def write(frame: NDArray[np.float32]) -> None:
            if next(numbers) in wanted:
                kept.append(to_depth(frame))

        yield write
        columns = plan.columns or best_columns(len(kept), kept[0].shape[:2])
        whole = sheet(np.stack(kept), columns, white=2**self.bits - 1)
        write_whole(self.path, packed(whole, self.ending, note))

    def note(self) -> str:
        """Out of the PNG's text, the JPEG's comment or the description of a TIFF or WebP."""
        from PIL import Image

        with Image.open(self.path) as image:
            kept = {".png": KEYWORD, ".jpg": "comment"}.get(self.ending)
            found = image.info.get(kept, "") if kept else image.getexif().get(_DESCRIPTION, "")
        return found.decode() if isinstance(found, bytes) else str(found)


def shown(plan: Plan) -> list[int]:
    """The frames of a plan that one picture shows: every still, or up to `SHEET_FRAMES` of a film, evenly spaced."""
    count = plan.frames if plan.is_still else min(plan.frames, SHEET_FRAMES)
    return [round(number) for number in np.linspace(0, plan.frames - 1, count)]


def packed(picture: NDArray[Any], ending: str, note: str) -> bytes:
    """A picture as the bytes of a file with this ending: (height, width, 3), or 4 with alpha, which ".jpg" has not.

    It is of uint8, or of uint16 for ".tif". The bytes are made in memory, for Pillow writes half a JPEG onto a full
    disk and says nothing.
    """
    file = io.BytesIO()
    if ending == ".tif":
        import tifffile

        extra = EXTRA_SAMPLES[picture.shape[2]]
        tifffile.imwrite(file, picture, photometric="rgb", extrasamples=extra, metadata=None, description=note)
        return file.getvalue()
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    image = Image.fromarray(picture)
    if ending == ".jpg":
        # no halved colours: dreams are full of red and blue edges
        image.save(file, format="jpeg", quality=95, subsampling=0, comment=note.encode())
    elif ending == ".webp":
        exif = Image.Exif()
        if note:
            exif[_DESCRIPTION] = note
        image.save(file, format="webp", lossless=True, exact=True, exif=exif)  # exact: colours where it is transparent
    else:
        text = PngInfo()
        text.add_itxt(KEYWORD, note)
        image.save(file, format="png", pnginfo=text if note else None, **QUICKLY)
    return file.getvalue()
