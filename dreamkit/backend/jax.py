"""JAX: one XLA program per picture size, kept on disk between runs; weights are arguments."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

import jax

from dreamkit.cache import cache_path
from dreamkit.parts import Tensor, Tree

# A program costs seconds to compile, so it is kept for the next run.
if jax.config.jax_compilation_cache_dir is None and "JAX_COMPILATION_CACHE_DIR" not in os.environ:
    jax.config.update("jax_compilation_cache_dir", str(cache_path() / "jax"))


def slowness(kinds: set[str]) -> str:
    """A sentence where a network with layers of these kinds is much slower than on another backend, else nothing.

    On a CPU, XLA takes 10 to 25 times as long as TensorFlow for the gradient of a depthwise convolution.
    """
    if "DepthwiseConv2D" in kinds and jax.default_backend() == "cpu":
        return "JAX takes many times as long as TensorFlow for this network on a CPU; --backend tensorflow is faster"
    return ""


def value_and_grad(function: Callable[[Tree], Tensor], at: Tree) -> tuple[Tensor, Tree]:
    """A function's value, of any shape, and the gradient of its sum at `at`, a tensor or a tree of them."""

    def summed(at: Tree) -> tuple[Tensor, Tensor]:
        value = function(at)
        return jax.numpy.sum(value), value

    (_, value), gradient = jax.value_and_grad(summed, has_aux=True)(at)
    return value, gradient


def compiled(
    function: Callable[..., Tree], weights: Sequence[Any] = (), *, any_size: bool = False
) -> Callable[..., Tree]:
    """`function(weights, *arguments)` as a program of its arguments alone.

    XLA needs sizes, so `any_size` changes nothing here. Weights go in as arguments: as constants they would
    be baked into every program anew.
    """
    del any_size
    values = [weight.value for weight in weights]
    program = jax.jit(function)
    return lambda *arguments: program(values, *arguments)


def devices() -> list[str]:
    """What can compute here, such as "CPU" or "GPU NVIDIA H200"."""
    named = [(each.platform.upper(), each.device_kind) for each in jax.devices()]
    return [kind if name.lower() == kind.lower() else f"{kind} {name}" for kind, name in named]
