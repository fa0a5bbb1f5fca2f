"""What evolution has found, drawn at any size, and the way from one find to another."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import final

import numpy as np

from dreamkit.digests import Stamp, stamp
from dreamkit.errors import InvalidValue, asked_by
from dreamkit.evolution.cppn_encoding import CppnEncoding
from dreamkit.evolution.cppn_mixing import between
from dreamkit.evolution.cppn_tape import pictures
from dreamkit.evolution.encoding import Pictures
from dreamkit.evolution.genome_file import GenomeFile, read_genome
from dreamkit.parts import Size, within
from dreamkit.sources.base import Frame, Source


@final
@dataclasses.dataclass(frozen=True)
class Genome(Source):
    """The picture of a genome's file, drawn at the size that is wanted: found in 64 pixels, it has detail in 4K.

    A network of functions is drawn anew for every pixel, over the whole frame, whatever its shape; a direct genome is
    enlarged. `dreamkit elites` and `dreamkit breed` write such files.

    Args:
        path: the file.
        ancestor: which of its line to draw: 0 is itself, 1 its parent, and so on to a founder.

    Raises:
        BadGenome: when a film is planned, for a file that is none, damaged or newer.
    """

    path: Path
    ancestor: int = within(0, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", Path(self.path))
        super().__post_init__()

    @property
    def file(self) -> GenomeFile:
        """All that the file says; raises `BadGenome`."""
        with asked_by(self):
            return _read(self.path, stamp(self.path))

    def ready(self, last: float) -> None:
        """Refuse a file that cannot be read, and an ancestor that it does not know."""
        del last
        count = len(self.file.ancestors)
        if self.ancestor > count:
            raise InvalidValue(f"{self.path} knows {count} ancestors, and number {self.ancestor} was wanted", by=self)

    def natural_size(self) -> Size:
        """The size in which it was evolved."""
        side = self.file.encoding.pixels
        return side, side

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The picture, the same at any time."""
        del seconds, seed
        file = self.file
        genome = file.ancestors[self.ancestor - 1].genome if self.ancestor else file.genome
        return _floats(file.encoding.pictures([genome], size))


@final
@dataclasses.dataclass(frozen=True)
class Morph(Source):
    """On the way from one network of functions to another: weights move, links fade, nodes change what they compute.

    Args:
        first: the file of the genome that it begins with.
        last: that of the one that it ends with.
        duration: how long that takes, in seconds; it then stays.

    Raises:
        BadGenome: when a film is planned, for a file that is none, damaged or newer.
        InvalidValue: likewise, for direct genomes, and for two that do not know the same of a place.
    """

    first: Path
    last: Path
    duration: float = within(0.001, default=4.0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", Path(self.first))
        object.__setattr__(self, "last", Path(self.last))
        super().__post_init__()

    @property
    def moves(self) -> bool:
        """Every frame is on the way."""
        return True

    @property
    def seconds(self) -> float:
        """As long as the way takes."""
        return self.duration

    def ready(self, last: float) -> None:
        """Refuse files that cannot be read, and two that have nothing in common."""
        del last
        one, other = (file.encoding for file in self._files)
        if not isinstance(one, CppnEncoding) or not isinstance(other, CppnEncoding):
            raise InvalidValue("Morph goes from one CppnEncoding to another, and a DirectEncoding came", by=self)
        if one.coordinates != other.coordinates or (one.coordinates == "paper" and one.pixels != other.pixels):
            what = f"{self.first} is drawn by {one!r}, and {self.last} by {other!r}"
            raise InvalidValue(what, by=self, hint="both must know the same of a place")

    def natural_size(self) -> Size:
        """The size in which the first was evolved."""
        side = self._files[0].encoding.pixels
        return side, side

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The network so far on its way, drawn at this size."""
        del seed
        one, other = self._files
        assert isinstance(one.encoding, CppnEncoding)
        tape = between(one.genome, other.genome, min(seconds / self.duration, 1.0))
        return _floats(pictures([tape], size, one.encoding.coordinates, one.encoding.pixels))

    @property
    def _files(self) -> tuple[GenomeFile, GenomeFile]:
        with asked_by(self):
            return _read(self.first, stamp(self.first)), _read(self.last, stamp(self.last))


def _floats(drawn: Pictures) -> Frame:
    return drawn[0].astype(np.float32) / np.float32(255)


@functools.lru_cache(maxsize=64)
def _read(path: Path, now: Stamp) -> GenomeFile:
    del now
    return read_genome(path)
