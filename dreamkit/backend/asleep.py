"""Keeps TensorFlow asleep while another backend computes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dreamkit.backend.choice import chosen


@contextmanager
def tensorflow_asleep() -> Iterator[None]:
    """Inside, Keras finds no TensorFlow unless it computes, and afterwards believes that there is none.

    When Keras writes a layer down, as it does to copy it, it looks whether TensorFlow is there, and imports it for
    that: five seconds and 500 MB of which JAX and torch have no use.
    """
    modules: dict[str, Any] = sys.modules  # None is allowed, and means that there is no such module
    if "tensorflow" in modules or chosen() == "tensorflow":
        yield
        return
    modules["tensorflow"] = None
    try:
        yield
    finally:
        del modules["tensorflow"]
