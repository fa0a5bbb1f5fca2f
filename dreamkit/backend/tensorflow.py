"""TensorFlow: one graph that takes pictures of any size, with the network's weights baked in as constants."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from dreamkit.parts import Tensor, Tree

# It takes the graphs of a film's many shots for one that is traced again and again.
logging.getLogger("tensorflow").addFilter(lambda record: "triggered tf.function retracing" not in record.getMessage())

# A film must be the same bytes when it is rendered again, on a GPU too.
if tf.config.list_physical_devices("GPU"):
    tf.config.experimental.enable_op_determinism()

_LARGEST_CONSTANTS = 10_000_000
"""In bytes. A graph holds its constants many times: 0.4 GB of memory for each graph of InceptionV3's first 20 MB.

The gain is small: none for VGG16 and InceptionV3 to mixed5 (0.432 CPU-seconds a step both ways), 2 to 3 % for the
whole of InceptionV3, 2 to 8 % for efficientnet_lite0.
"""


def slowness(kinds: set[str]) -> str:
    """A sentence where a network with layers of these kinds is much slower than elsewhere; here none is."""
    del kinds
    return ""


def value_and_grad(function: Callable[[Tree], Tensor], at: Tree) -> tuple[Tensor, Tree]:
    """A function's value, of any shape, and the gradient of its sum at `at`, a tensor or a tree of them."""
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(at)
        value = function(at)
    return value, tape.gradient(value, at, unconnected_gradients=tf.UnconnectedGradients.ZERO)


def compiled(
    function: Callable[..., Tree], weights: Sequence[Any] = (), *, any_size: bool = False
) -> Callable[..., Tree]:
    """`function(weights, *arguments)` as a graph of its arguments alone.

    Frozen weights let oneDNN pack them once, which a small network notices; with `any_size` the height and width of
    every picture are left open, so that one trace serves all octaves.
    """
    frozen = _frozen(weights)
    if not any_size:
        traced = tf.function(lambda *arguments: function(frozen(), *arguments), autograph=False)
        return lambda *arguments: traced(*tf.nest.map_structure(tf.convert_to_tensor, arguments))
    graphs: dict[Any, Any] = {}

    def call(*arguments: Tree) -> Tree:
        # Leaf by leaf, past TensorFlow's own search for the right graph: a call costs 0.2 ms instead of 0.45.
        leaves = [tf.convert_to_tensor(leaf) for leaf in tf.nest.flatten(arguments)]
        key = (_structure(arguments), tuple((leaf.dtype, _open_shape(leaf)) for leaf in leaves))
        if key not in graphs:
            graphs[key] = _graph(function, frozen, arguments, leaves)
        return graphs[key](*leaves)

    return call


def devices() -> list[str]:
    """What can compute here, such as "CPU" or "GPU NVIDIA H200"."""
    details = tf.config.experimental.get_device_details
    found = tf.config.list_physical_devices()
    return [f"{each.device_type} {details(each).get('device_name', '')}".strip() for each in found]


def _frozen(weights: Sequence[Any]) -> Callable[[], list[Tensor]]:
    """What gives the weights to a graph that is being traced: its constants, or its inputs where they are too large.

    Constants have to be made while tracing: a tensor that was there before is an input to the graph, however constant.
    Inputs are the network's own memory, which all graphs share.
    """
    values = [tf.convert_to_tensor(weight) for weight in weights]
    if sum(value.dtype.size * math.prod(value.shape) for value in values) > _LARGEST_CONSTANTS:
        return lambda: values
    arrays = [value.numpy() for value in values]
    return lambda: [tf.constant(array) for array in arrays]


def _graph(
    function: Callable[..., Tree], frozen: Callable[[], list[Tensor]], arguments: Tree, leaves: list[Tensor]
) -> Any:
    """The graph for arguments like these, as a function of their leaves."""
    empty = tf.nest.map_structure(lambda _: 0, arguments)
    flat = tf.function(lambda *leaves: function(frozen(), *tf.nest.pack_sequence_as(empty, leaves)), autograph=False)
    return flat.get_concrete_function(*(tf.TensorSpec(_open_shape(leaf), leaf.dtype) for leaf in leaves))


def _structure(tree: Tree) -> Any:
    """How a tree is nested, as something that can be looked up."""
    if isinstance(tree, dict):
        return tuple((name, _structure(tree[name])) for name in sorted(tree))
    return tuple(map(_structure, tree)) if isinstance(tree, (tuple, list)) else None


def _open_shape(tensor: Tensor) -> tuple[int | None, ...]:
    """A tensor's shape, with height and width left open where it is (batch, height, width, channels)."""
    shape = tuple(tensor.shape)
    return (shape[0], None, None, shape[3]) if len(shape) == 4 else shape
