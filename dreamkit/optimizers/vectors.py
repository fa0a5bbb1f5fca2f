"""Arithmetic with the numbers behind pictures: trees of tensors whose first axis counts the pictures."""

from __future__ import annotations

from dreamkit import ops
from dreamkit.parts import Tensor, Tree


def dot(one: Tree, other: Tree) -> Tensor:
    """The product of two vectors for each picture, (batch,)."""
    from keras import tree

    products = [a * b for a, b in zip(tree.flatten(one), tree.flatten(other), strict=True)]
    return sum(ops.sum(ops.reshape(product, (product.shape[0], -1)), axis=1) for product in products)


def minus(one: Tree, other: Tree) -> Tree:
    """The way from the other numbers to these."""
    from keras import tree

    return tree.map_structure(ops.subtract, one, other)


def plus(numbers: Tree, share: Tensor, way: Tree) -> Tree:
    """Numbers with a share (batch,) of others added."""
    from keras import tree

    return tree.map_structure(lambda at, step: at + each(share, step) * step, numbers, way)


def each(share: Tensor, numbers: Tensor) -> Tensor:
    """One number a picture, (batch,), so that it multiplies tensors (batch, …)."""
    return ops.reshape(share, (-1,) + (1,) * (len(numbers.shape) - 1))


def chosen_by(choice: Tensor, one: Tree, other: Tree) -> Tree:
    """Of two trees, for each picture, (batch,), the one where the choice is true."""
    from keras import tree

    return tree.map_structure(lambda here, there: ops.where(each(choice, here), here, there), one, other)
