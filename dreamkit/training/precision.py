"""With how many bits a network computes while it learns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PRECISIONS: Final = ("float32", "mixed_bfloat16", "mixed_float16")
"""Keras's own names: all in 32 bits, or, with weights of 32, what a layer computes in 16.

GPUs and TPUs are several times as fast in 16 bits; a CPU, unless it has instructions for them, is slower.
"""


@contextmanager
def computing_in(precision: str) -> Iterator[None]:
    """Inside, layers are made that compute in one of `PRECISIONS`."""
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(precision)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
