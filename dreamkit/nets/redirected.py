"""A network whose ReLUs let the gradient through where they would block all of it, so that a dead start wakes up.

A unit that is silent all over a picture has no slope, and a climb would stay where it is. Source: Olah, Mordvintsev and
Schubert's lucid, `misc/redirected_relu_grad.py`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from dreamkit import ops
from dreamkit.parts import Tensor

if TYPE_CHECKING:
    import keras

_CAPS: Final = {"relu": math.inf, "relu6": 6.0}
"""Above what each activation is flat, by its name in Keras."""


def redirected(x: Tensor, cap: float = math.inf) -> Tensor:
    """A ReLU of (batch, …), flat above `cap`, with a gradient that gets a silent picture going.

    Where the gradient to a whole picture of the batch would be blocked, it passes unchanged, except where it would
    push what is silent further down, or what is flat further up. All other pictures' gradients are a ReLU's own.
    """

    def relu(x: Tensor) -> tuple[Tensor, Callable[..., Tensor]]:
        def slope(*given: Tensor, upstream: Tensor | None = None) -> Tensor:
            return _passed(x, cap, given[0] if upstream is None else upstream)  # as each backend hands it over

        return ops.clip(x, 0.0, cap), slope

    return ops.custom_gradient(relu)(x)


def _passed(x: Tensor, cap: float, wanted: Tensor) -> Tensor:
    """What passes down to `x` of what is wanted above."""
    low, high = x < 0, x > cap
    plain = ops.where(ops.logical_or(low, high), 0.0, wanted)
    further = ops.logical_or(ops.logical_and(low, wanted < 0), ops.logical_and(high, wanted > 0))
    blocked = ops.max(ops.abs(plain), axis=tuple(range(1, len(x.shape))), keepdims=True) == 0
    return ops.where(blocked, ops.where(further, 0.0, wanted), plain)


def run_redirected(model: keras.Model, pictures: Tensor) -> Any:
    """What a functional model answers, with all its ReLUs redirected; the same numbers as ever, another gradient."""

    def opened(operation: keras.Operation) -> Callable[..., Any]:
        cap = _cap(operation)
        if cap is not None:
            return lambda x, *_, **__: redirected(x, cap)
        keywords = {"training": False} if getattr(operation, "_call_has_training_arg", False) else {}
        return functools.partial(_with_opened_activation, operation, **keywords)

    return model._run_through_graph(pictures, operation_fn=opened)


def _cap(operation: keras.Operation) -> float | None:
    """Above what a ReLU is flat, or None where it is none, or a leaky one."""
    kind = type(operation).__name__
    if kind == "ReLU":
        top = math.inf if operation.max_value is None else float(operation.max_value)
        return None if operation.negative_slope or operation.threshold else top
    return _CAPS.get(operation.activation.__name__ if kind == "Activation" else kind.lower())


def _with_opened_activation(layer: keras.Operation, *arguments: Any, **keywords: Any) -> Any:
    """What a layer answers while the ReLU that it carries within it, as a convolution may, is redirected."""
    kept = getattr(layer, "activation", None)
    cap = _CAPS.get(getattr(kept, "__name__", ""))
    if cap is None:
        return layer(*arguments, **keywords)
    layer.activation = functools.partial(redirected, cap=cap)
    try:
        return layer(*arguments, **keywords)
    finally:
        layer.activation = kept
