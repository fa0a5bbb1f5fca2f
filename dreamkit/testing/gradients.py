"""Line 7 of the contract: what the ascent follows has a gradient, and it comes back to where it is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dreamkit import backend, ops
from dreamkit.backend.choice import chosen
from dreamkit.parts import P, Part, Tensor, Tree, knobs, turned
from dreamkit.schedules.base import Clock, value
from dreamkit.testing.lines import BrokenContract


def at_once(function: Callable[..., Tree], *arguments: Tree) -> Tree:
    """What a function of tensors answers; on JAX as one program, for there each operation would be one of its own."""
    return (
        backend.compiled(lambda _, *given: function(*given))(*arguments) if chosen() == "jax" else function(*arguments)
    )


def value_and_slope(function: Callable[[Any], Tensor], at: Tree) -> tuple[Tensor, Tree]:
    """A scalar function's value and its gradient at `at`, a tensor or a tree of them."""
    value, gradient = at_once(lambda here: backend.value_and_grad(function, here), at)
    return value, gradient


def check_gradient(part: Part, what: str, function: Callable[[Any], Tensor], at: Tree, *, zero: bool = False) -> None:
    """Line 7 for a scalar function of a part's, at a tensor or a tree of them; `zero` allows it to be flat."""
    from keras import tree

    _, gradient = value_and_slope(function, at)
    leaves = [ops.convert_to_numpy(leaf) for leaf in tree.flatten(gradient)]
    if not all(np.isfinite(leaf).all() for leaf in leaves):
        raise BrokenContract(7, f"{part!r}: the gradient of its {what} is not finite")
    if not zero and not any(np.abs(leaf).max() > 0 for leaf in leaves):
        raise BrokenContract(7, f"{part!r}: no gradient comes back through its {what}")


def steady(part: P) -> P:
    """A part whose knobs stand as they do at the beginning, as tensors."""
    return turned(part, iter([ops.convert_to_tensor(value(knob, Clock())) for knob in knobs(part)]))
