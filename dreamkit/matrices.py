"""Roots of matrices by products alone, which every device is good at."""

from __future__ import annotations

from typing import Final

from dreamkit import ops
from dreamkit.parts import Tensor

ITERATIONS: Final = 17
"""Steps of a root: in 32 bits, some more make of rounding errors below zero what is no root at all."""


def root(matrices: Tensor) -> tuple[Tensor, Tensor]:
    """The root of symmetric positive matrices (batch, n, n), and its inverse, by Newton and Schulz's iteration.

    What lies below a millionth of a matrix' norm is not yet found: its root comes out too small, and so does the
    inverse, which thus stays bounded. A root's trace grows from step to step; where rounding has it shrink, as on
    devices that multiply in fewer bits, the iteration stands still.

    Source: Higham 2008, "Functions of Matrices", section 6.
    """
    norm = ops.sqrt(ops.sum(ops.square(matrices), axis=(1, 2), keepdims=True))
    norm = ops.where(norm > 0, norm, 1.0)
    identity = ops.eye(matrices.shape[-1])

    def closer(_: Tensor, found: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        whole, inverse = found
        turn = 1.5 * identity - 0.5 * ops.matmul(inverse, whole)
        new, new_inverse = ops.matmul(whole, turn), ops.matmul(turn, inverse)
        grows = (trace(new) > trace(whole))[:, None, None]
        return ops.where(grows, new, whole), ops.where(grows, new_inverse, inverse)

    start = matrices / norm, identity + ops.zeros_like(matrices)
    whole, inverse = ops.fori_loop(0, ITERATIONS, closer, start)
    return whole * ops.sqrt(norm), inverse / ops.sqrt(norm)


def trace(matrices: Tensor) -> Tensor:
    """The sum of each matrix' diagonal, (batch, n, n) to (batch,)."""
    return ops.trace(matrices, axis1=1, axis2=2)
