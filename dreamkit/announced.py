"""What installed packages announce, before any of them is imported."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import os
from collections.abc import Iterable
from typing import Final

GROUP: Final = "dreamkit"
"""The entry-point group in which a package announces its plugin."""


@dataclasses.dataclass
class Loaded:
    """One plugin: where it comes from, what it brings, and what is wrong with it, if anything.

    Args:
        name: as its package announces it.
        distribution: what pip installs; empty for a plugin that was registered by hand.
        version: of the distribution.
        package: what Python imports.
        brings: the parts, networks and commands that it gave.
        trouble: one sentence about the first thing that is wrong with it, or nothing.
    """

    name: str
    distribution: str = ""
    version: str = ""
    package: str = ""
    brings: list[str] = dataclasses.field(default_factory=list)
    trouble: str = ""

    def blame(self, sentence: str) -> None:
        """Remember what is wrong; the first trouble is the one to mend first."""
        self.trouble = self.trouble or sentence

    def bring(self, what: str) -> None:
        """Remember what it gave."""
        if what not in self.brings:
            self.brings.append(what)


def described(entry: importlib.metadata.EntryPoint) -> Loaded:
    """A plugin that is announced, before it is imported; without a distribution where pip was interrupted."""
    package = entry.value.partition(":")[0].partition(".")[0].strip()
    try:
        assert entry.dist is not None
        return Loaded(entry.name, entry.dist.name or "", entry.dist.version or "", package)
    except Exception:  # its METADATA is gone
        return Loaded(entry.name, package=package)


def asked_for(only: Iterable[str] | None) -> set[str] | None:
    """The names of the plugins that may take part: these, or those in `DREAMKIT_PLUGINS`; None for all."""
    if only is not None:
        return set(only)
    listed = os.environ.get("DREAMKIT_PLUGINS")
    return None if listed is None else {name.strip() for name in listed.split(",") if name.strip()}
