"""A folder of frames: frame_00000.png and so on, and dreamkit.json on how they were made."""

from __future__ import annotations

import dataclasses
import itertools
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadOutput
from dreamkit.pictures import to_bytes
from dreamkit.plan.plan import Plan
from dreamkit.render.output import Output, Write, one_size
from dreamkit.render.stills import packed
from dreamkit.render.store import plain_disk_errors

NOTE: Final = "dreamkit.json"

_OURS = re.compile(r"frame_\d{5,}\.png|dreamkit\.json")


@final
@dataclasses.dataclass(frozen=True)
class Folder(Output):
    """Every frame by itself, for the cutting room, or for a film of stills."""

    def check(self, plan: Plan, note: str) -> None:
        """Refuse a folder that holds something else, which would be lost."""
        del note
        if plan.dissolve:
            one_size(plan)
        others = [file.name for file in _entries(self.path) if not _OURS.fullmatch(file.name)]
        if others:
            raise BadOutput(
                f"the folder {self.path} holds other things than a film's frames, such as {min(others)}",
                hint="choose another name",
            )

    @contextmanager
    def opened(self, plan: Plan, note: str) -> Iterator[Write]:
        """Write each frame as it comes into a folder beside, which takes its place at the end."""
        del plan
        with _folder_written_whole(self.path) as folder:
            numbers = itertools.count()

            def write(frame: NDArray[np.float32]) -> None:
                (folder / f"frame_{next(numbers):05}.png").write_bytes(packed(to_bytes(frame), ".png", ""))

            yield write
            (folder / NOTE).write_text(note + "\n", encoding="utf-8")

    def note(self) -> str:
        """Out of dreamkit.json."""
        return (self.path / NOTE).read_text(encoding="utf-8") if (self.path / NOTE).exists() else ""


def _entries(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.exists() else iter(())


@contextmanager
def _folder_written_whole(path: Path) -> Iterator[Path]:
    """A temporary folder beside `path` that takes its place at the end, or vanishes if something goes wrong."""
    path = path.resolve()
    with plain_disk_errors(path):
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        try:
            new, old = temporary / "new", temporary / "old"
            new.mkdir()
            yield new
            if path.exists():
                path.rename(old)
            new.rename(path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
