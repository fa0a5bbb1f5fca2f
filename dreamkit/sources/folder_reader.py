"""A folder of pictures, read as the frames of a film."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadPicture
from dreamkit.pictures import PICTURE_ENDINGS, read_picture

USUAL_FPS: Final = 24.0
"""How many pictures of a folder make a second, where nothing else is said: the cinema's number."""


@final
class FolderReader:
    """The pictures of a folder, in the order of the numbers in their names.

    `fps` is their rate, `times` holds when each one begins, in seconds from the first, and `seconds` when the last one
    ends.

    Raises:
        BadPicture: where the folder holds no picture.
    """

    def __init__(self, folder: Path, fps: float) -> None:
        found = [file for file in folder.iterdir() if file.suffix.lower() in PICTURE_ENDINGS and file.name[0] != "."]
        self._files = sorted(found, key=lambda file: counted(file.name))
        if not self._files:
            raise BadPicture(f"the folder {folder} holds no pictures")
        self.fps = fps
        self.times = [number / fps for number in range(len(self._files))]
        self.seconds = len(self._files) / fps

    def picture(self, number: int) -> NDArray[np.float32]:
        """A frame, (height, width, 3) in [0, 1]."""
        return read_picture(self._files[number])


def counted(name: str) -> list[tuple[int, str]]:
    """A name as people sort it, by the numbers in it.

    >>> sorted(["frame10.png", "frame9.png", "a.png"], key=counted)
    ['a.png', 'frame9.png', 'frame10.png']
    """
    pieces = re.split(r"(\d+)", name)
    return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces] + [(0, name)]
