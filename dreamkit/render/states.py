"""Where evolutions are kept between frames, and between runs: beside the frames, each under its generation."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Final, final

from dreamkit.evolution.archive import Archive
from dreamkit.evolution.archive_file import from_bytes, to_bytes
from dreamkit.evolution.encoding import Encoding
from dreamkit.optimizers.map_elites import MapElites
from dreamkit.plan.identity import evolution
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.registry import Registry
from dreamkit.render.store import Store, write_whole

EVERY: Final = 30.0
"""Seconds between two states that are kept while a frame is painted."""


@final
class States:
    """The states of one evolution, whatever is shown of it: other labels, sizes and lengths find them as well.

    Args:
        store: of the frames; its folder takes the states too.
        identity: of the evolution.
        steps: how many generations a frame has. A state at the end of a frame stays, where genomes are light; one in
            the middle goes once there is a newer one.
        encoding: how genomes are packed.
    """

    def __init__(self, store: Store, identity: str, steps: int, encoding: Encoding) -> None:
        self._store, self._identity, self._steps, self._encoding = store, identity, steps, encoding
        self._last = time.monotonic()

    def newest(self, generation: int, after: int = -1) -> Archive | None:
        """The newest state that is no further on than this generation, and further than `after`; None without any.

        Raises `BadArchive` where it is damaged, and leaves it as it is.
        """
        past = [number for number in self._kept() if after < number <= generation]
        if not past:
            return None
        path = self._kept()[max(past)]
        return from_bytes(path.read_bytes(), self._encoding, str(path))

    def keep(self, archive: Archive) -> None:
        """Keep a state, and drop those that it makes needless; raises `BadOutput` where the disk refuses."""
        write_whole(self._path(archive.generation), to_bytes(archive, self._encoding))
        self._store.finish()  # frames that are still to be written may need an older state if this process is killed
        for number, path in self._kept().items():
            whole = number % self._steps == 0 and self._encoding.keeps_ancestors
            if number < archive.generation and not whole:
                path.unlink(missing_ok=True)
        self._last = time.monotonic()

    def keep_now_and_then(self, archive: Archive) -> None:
        """Keep a state where the last one is some time ago."""
        if time.monotonic() - self._last >= EVERY:
            self.keep(archive)

    def _path(self, generation: int) -> Path:
        return self._store.folder / self._identity[:2] / f"{self._identity}-{generation}.archive"

    def _kept(self) -> dict[int, Path]:
        """All states that there are, by generation."""
        folder = self._path(0).parent
        found = {
            re.fullmatch(rf"{self._identity}-(\d+)\.archive", path.name): path for path in folder.glob("*.archive")
        }
        return {int(match[1]): path for match, path in found.items() if match}


def states_of(plan: Plan, planned: PlannedShot, registry: Registry, store: Store) -> States:
    """The states of a shot that evolves."""
    rules = planned.shot.optimizer
    assert isinstance(rules, MapElites)
    return States(store, evolution(plan, planned, registry), rules.steps, rules.encoding)
