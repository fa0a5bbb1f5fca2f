"""Work that may be done a little later, by a thread that follows the painter."""

from __future__ import annotations

import collections
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, final

FARTHEST: Final = 4
"""How many pieces of work may wait: each holds a picture in memory."""


@final
class Behind:
    """Does one thing after another in a thread of its own, a few things behind whoever asks for them.

    What fails is raised by the next call. The thread ends with `finish` or `stop`, and a new one comes with the next
    `do`.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: collections.deque[Future[None]] = collections.deque()

    def do(self, action: Callable[..., None], *arguments: Any) -> None:
        """Ask for something to be done; waits where too much is waiting already."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, self._name)
        self._waiting.append(self._thread.submit(action, *arguments))
        while len(self._waiting) > FARTHEST or (self._waiting and self._waiting[0].done()):
            self._waiting.popleft().result()

    def finish(self) -> None:
        """Wait until all is done."""
        try:
            while self._waiting:
                self._waiting.popleft().result()
        finally:
            self.stop(drop=False)

    def stop(self, *, drop: bool = True) -> None:
        """Wait for what has begun, and drop or do what waits."""
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=drop)
        self._thread = None
        self._waiting.clear()
