"""torch: eager, with the gradient of the picture alone; no weight ever asks for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from keras import ops, tree

from dreamkit.parts import Tensor, Tree

torch.use_deterministic_algorithms(True, warn_only=True)


def slowness(kinds: set[str]) -> str:
    """A sentence where a network with layers of these kinds is much slower than elsewhere; here none is."""
    del kinds
    return ""


def value_and_grad(function: Callable[[Tree], Tensor], at: Tree) -> tuple[Tensor, Tree]:
    """A function's value, of any shape, and the gradient of its sum at `at`, a tensor or a tree of them."""
    with torch.enable_grad():
        at = tree.map_structure(lambda tensor: tensor.detach().requires_grad_(True), at)
        value = function(at)
        leaves = tree.flatten(at)
        if not value.requires_grad:
            return value, tree.map_structure(torch.zeros_like, at)
        gradients = torch.autograd.grad(value.sum(), leaves, allow_unused=True, materialize_grads=True)
    return value.detach(), tree.pack_sequence_as(at, list(gradients))


def compiled(
    function: Callable[..., Tree], weights: Sequence[Any] = (), *, any_size: bool = False
) -> Callable[..., Tree]:
    """`function(weights, *arguments)` without a record of what it did.

    `torch.compile` costs minutes before the first step on a CPU, more than a film takes, so it is left alone.
    """
    del any_size
    values = [weight.value.detach() for weight in weights]

    def call(*arguments: Tree) -> Tree:
        with torch.no_grad():
            return function(values, *tree.map_structure(ops.convert_to_tensor, arguments))

    return call


def devices() -> list[str]:
    """What can compute here, such as "CPU" or "GPU NVIDIA H200"."""
    cards = [f"GPU {torch.cuda.get_device_name(number)}" for number in range(torch.cuda.device_count())]
    return ["CPU", *cards, *(["GPU of Apple"] if torch.backends.mps.is_available() else [])]
