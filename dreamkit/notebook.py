"""How a rendering goes on, in a line below the running cell of a notebook."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, final

from dreamkit.plan.plan import Plan
from dreamkit.render.progress import Progress

EVERY: Final = 0.25
"""Seconds between two looks of the line."""


@contextmanager
def in_the_cell(plan: Plan, stored: Mapping[tuple[int, int], float]) -> Iterator[Progress]:
    """Shows how far a plan is, where a notebook runs, and wipes it away at the end; gives the watcher to tell."""
    if not _in_a_notebook():
        yield Progress(plan, stored)
        return
    line = _Line()
    try:
        yield Progress(plan, stored, line)
    finally:
        line.write("")


def _in_a_notebook() -> bool:
    """Whether a kernel listens, and not a terminal; IPython is never imported for it."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


@final
class _Line:
    """A line that is written anew now and then; there is none before the first time."""

    def __init__(self) -> None:
        self._handle: Any = None
        self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            self.write(f"{progress.name}: {progress}")

    def write(self, words: str) -> None:
        """These words instead of what stood there."""
        from IPython.display import display

        bundle = {"text/plain": words}
        if self._handle is not None:
            self._handle.update(bundle, raw=True)
        elif words:
            self._handle = display(bundle, raw=True, display_id=True)
