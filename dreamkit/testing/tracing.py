"""Whether a part can be traced, on any backend."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from dreamkit.errors import DreamkitError, one_line
from dreamkit.parts import Part
from dreamkit.render.untraceable import place_of, reason
from dreamkit.testing.lines import BrokenContract


@contextmanager
def traceable(part: Part) -> Iterator[None]:
    """Turn what a part raises in this block into a breach of line 5; what dreamkit itself tells of stays as it is."""
    try:
        yield
    except DreamkitError:
        raise
    except Exception as error:
        why = reason(error, part) or f"fails{place_of(error, part)}: {one_line(error)}"
        raise BrokenContract(5, f"{part!r} {why}") from error


def without_values(function: Callable[..., Any], *inputs: Any) -> None:
    """Call a function of torch's tensors as the other backends' tracers would: with shapes, and no values.

    torch itself never traces, so that a branch on a tensor would pass there and fail elsewhere. Where Keras itself asks
    for a value, as it does on torch for a random number or a roll, nothing can be said.
    """
    import torch
    from torch._subclasses.fake_tensor import DataDependentOutputException, FakeTensorMode

    fake = FakeTensorMode(allow_non_fake_inputs=True)
    try:
        with fake, torch.no_grad():
            function(*map(fake.from_tensor, inputs))
    except DataDependentOutputException as error:
        modules = [frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)]
        asking = next(name for name in reversed(modules) if not name.startswith("torch"))
        if not asking.startswith("keras"):
            raise
