"""Why a part cannot be traced, in words that are the same for all backends."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from dreamkit.errors import DreamkitError, one_line
from dreamkit.parts import Part, below
from dreamkit.registry import package_of
from dreamkit.testing.lines import BrokenContract

_REASONS: Final = {
    r"TracerBool|as a Python `bool`|DataDependent|Concretization|TracerInteger|not '?SymbolicTensor": (
        "asks a tensor for its value{place}, which is not known while it is traced; choose with ops.where"
    ),
    r"Iterating over a symbolic": "unpacks a tensor{place}, or loops over it; take its items by their number",
    r"numpy|TracerArray": "gives a tensor to numpy{place}, which cannot be traced; use dreamkit.ops",
}
"""What the backends say, and what it means."""


@contextmanager
def traceable(part: Part) -> Iterator[None]:
    """Turn what a part raises in this block into a breach of line 5; what dreamkit itself tells of stays as it is."""
    try:
        yield
    except DreamkitError:
        raise
    except Exception as error:
        raise BrokenContract(5, f"{part!r} {_reason(error, part)}") from error


def place_of(error: Exception, part: Part) -> str:
    """Where in the part's own package an error arose, such as " in glow.py:31"; nothing for dreamkit's own parts."""
    packages = {package_of(type(one)) for one in below(part)} - {"dreamkit"}
    places = [
        f" in {Path(frame.f_code.co_filename).name}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_globals.get("__name__", "").split(".")[0] in packages
    ]
    return places[-1] if places else ""


def _reason(error: Exception, part: Part) -> str:
    place = place_of(error, part)
    text = f"{type(error).__name__}: {error}"
    for said, reason in _REASONS.items():
        if re.search(said, text):
            return reason.format(place=place)
    return f"fails{place}: {one_line(error)}"


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
