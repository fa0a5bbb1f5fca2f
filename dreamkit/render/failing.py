"""What is said of whatever fails while a frame is painted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dreamkit.errors import DreamkitError, FailedPart
from dreamkit.plan.plan import PlannedShot
from dreamkit.render.untraceable import at_fault, reason

_OUT_OF_MEMORY: Final = ("MemoryError", "ResourceExhaustedError", "OutOfMemoryError")
_MEMORY: Final = "the memory is full; a smaller --size needs less"


@contextmanager
def failing_with_place(planned: PlannedShot, frame: int) -> Iterator[None]:
    """Say of whatever fails in which shot and frame it did, unless it knows its place in the recipe.

    Of somebody's own part that cannot be traced, it is said what it does, in the words of `dreamkit check`.
    """
    place = f"shot {planned.number + 1}, frame {frame}"
    try:
        yield
    except DreamkitError as error:
        if error.by is None:
            error.what = f"{place}: {error.what}"
        raise
    except Exception as error:
        raise _failed(error, planned, place) from error


def _failed(error: Exception, planned: PlannedShot, place: str) -> FailedPart:
    part = at_fault(error, planned.shot)
    if part is not None and (why := reason(error, part)):
        return FailedPart(f"{place}: {type(part).__name__} {why}", by=part)
    kind, text = type(error).__name__, str(error).strip().split("\n")[0]
    hint = _MEMORY if kind in _OUT_OF_MEMORY else "run again with --debug to see where"
    return FailedPart(f"{place} fails: {kind}{f': {text}' if text else ''}", by=part, hint=hint)
