"""The things that Keras has no public word for: a gradient, a compiled function, what computes, what is slow.

Everything else in dreamkit is written in `keras.ops`. The first use of any of them imports Keras and the chosen
backend; importing this package does not.
"""

from __future__ import annotations

import importlib
from typing import Any

from dreamkit.backend.choice import chosen, wake


def __getattr__(name: str) -> Any:
    if name not in ("value_and_grad", "compiled", "devices", "slowness"):
        raise AttributeError(f"dreamkit.backend has no {name!r}")
    wake()
    return getattr(importlib.import_module(f"dreamkit.backend.{chosen()}"), name)
