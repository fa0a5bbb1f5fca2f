"""Animated GIF: 256 colours a frame, chosen for each anew, and times in hundredths of a second."""

from __future__ import annotations

import dataclasses
import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadOutput
from dreamkit.pictures import to_bytes
from dreamkit.plan.plan import Plan
from dreamkit.render.output import Output, Write, check_moves, check_opaque, one_size
from dreamkit.render.store import write_whole

FASTEST: Final = 50
"""Frames a second: browsers play a frame of less than two hundredths of a second slowly instead."""


@final
@dataclasses.dataclass(frozen=True)
class Gif(Output):
    """A film that every page and chat shows, in few colours; it runs for ever."""

    def check(self, plan: Plan, note: str) -> None:
        """Refuse a still, transparency, frames of different sizes and a rate that a GIF cannot keep."""
        del note
        check_moves(self, plan)
        check_opaque(plan, "a gif, as it is written here,", "a folder of frames keeps it")
        one_size(plan)
        if plan.fps > FASTEST:
            raise BadOutput(
                f"a gif shows at most {FASTEST} frames a second, and {plan.fps:g} came",
                hint=f"--fps {FASTEST} would work",
            )

    @contextmanager
    def opened(self, plan: Plan, note: str) -> Iterator[Write]:
        """Choose each frame's colours as it comes, and write the file at the end."""
        pictures: list[Any] = []
        yield lambda frame: pictures.append(_in_256_colours(frame))
        file = io.BytesIO()
        first, *others = pictures
        times = durations(len(pictures), plan.fps)
        first.save(
            file, format="gif", save_all=True, append_images=others, duration=times, loop=0, comment=note.encode()
        )
        write_whole(self.path, file.getvalue())

    def note(self) -> str:
        """Out of the GIF's comment."""
        from PIL import Image

        with Image.open(self.path) as image:
            return bytes(image.info.get("comment", b"")).decode()


def durations(count: int, fps: float) -> list[int]:
    """How long each frame stands, in milliseconds: whole hundredths of a second that keep the film's length.

    >>> durations(6, 24)
    [40, 40, 40, 50, 40, 40]
    """
    ends = [round(100 * number / fps) for number in range(count + 1)]
    return [10 * (end - start) for start, end in itertools.pairwise(ends)]


def _in_256_colours(frame: NDArray[np.float32]) -> Any:
    from PIL import Image

    whole = Image.fromarray(to_bytes(frame))
    return whole.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
