"""Where the pictures go: one still, a film, or a folder, as the name that was asked for says."""

from __future__ import annotations

import abc
import dataclasses
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadOutput
from dreamkit.parts import Size, below
from dreamkit.plan.plan import Plan
from dreamkit.render.sizes import frame_size
from dreamkit.render.store import plain_disk_errors

Write: TypeAlias = Callable[[NDArray[np.float32]], None]
"""Takes the next frame of a film, (height, width, 3) in [0, 1]; 4 with alpha where the film `is_transparent`."""


@dataclasses.dataclass(frozen=True)
class Output(abc.ABC):
    """One form in which pictures leave dreamkit.

    Args:
        path: the file or folder that will stand there whole, or not at all.
    """

    path: Path

    @property
    def bits(self) -> int:
        """In what depth it keeps a colour: 8 or 16."""
        return 8

    @abc.abstractmethod
    def check(self, plan: Plan, note: str) -> None:
        """Raise `BadOutput` where the plan's pictures, or the note about them, do not go into this form."""

    @abc.abstractmethod
    def opened(self, plan: Plan, note: str) -> AbstractContextManager[Write]:
        """Takes the frames, and puts the finished thing into its place when the block ends well.

        `note` is the text on how it was made, which travels inside. Raises `BadOutput` where the disk refuses.
        """

    @abc.abstractmethod
    def note(self) -> str:
        """The note inside what stands at `path`, or the empty string; raises whatever its decoder does."""


def check_output(output: Output, plan: Plan, note: str) -> None:
    """Raise `BadOutput` for all that can be known to fail before the first picture is painted."""
    if output.path.resolve() in {source.resolve() for source in _files(plan)}:
        raise BadOutput(f"{output.path} is what the film is made from, and would be lost", hint="choose another name")
    output.check(plan, note)
    _check_folder(output.path)


def one_size(plan: Plan) -> Size:
    """The (height, width) of every finished frame; raises `BadOutput` where the shots differ."""
    first = frame_size(plan, plan.shots[0])
    for planned in plan.shots:
        height, width = size = frame_size(plan, planned)
        if size != first:
            raise BadOutput(
                f"shot {planned.number + 1} gives pictures of {width}x{height}, and shot 1 of {first[1]}x{first[0]}",
                hint="one file takes one size; lay them out alike with Grid(), or write to a folder",
            )
    return first


def check_moves(output: Output, plan: Plan) -> None:
    """Raise `BadOutput` where a film was asked for and nothing moves."""
    if plan.is_still:
        raise BadOutput(
            f"{plan.name} is a still, and {output.path.name} a film",
            hint="write it to .png, .jpg or .tif, or give its Shot some seconds",
        )


def check_opaque(plan: Plan, what: str, keeper: str) -> None:
    """Raise `BadOutput` where a plan's pictures have an alpha, and `what` is to be written has none.

    `keeper` says what has one.
    """
    for planned in plan.shots:
        if planned.shot.finish.channels(3) > 3:
            raise BadOutput(
                f"{what} has no transparency, and shot {planned.number + 1} is transparent",
                by=planned.shot.finish,
                hint=f"{keeper}; `| Backdrop()` at the end of the finish lays it on a colour",
            )


def _files(plan: Plan) -> Iterator[Path]:
    for planned in plan.shots:
        for part in below(planned.shot):
            values = (getattr(part, field.name) for field in dataclasses.fields(part))
            yield from (value for value in values if isinstance(value, Path))


def _check_folder(path: Path) -> None:
    """Try what the end of the work will need: a new file in the folder where the output is to stand."""
    with plain_disk_errors(path):
        folder = path.absolute().parent
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
