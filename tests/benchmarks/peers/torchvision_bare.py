"""torchvision of the package index, beside a torch for the CPU: everything but its compiled operators.

The index has only builds for CUDA, whose operators (for boxes, which no dream needs) cannot be loaded then, and whose
import fails because their shapes cannot be registered. Left unregistered, all that is written in Python works.
"""

from __future__ import annotations

import collections
import importlib
import sys
import types


def allow() -> None:
    """Let `import torchvision` succeed."""
    name = "torchvision._meta_registrations"
    sys.modules.setdefault(name, types.ModuleType(name))


def allow_addresses() -> None:
    """Give the old networks a list of addresses of weights, all empty: packages from before 2022 import it."""
    for name in ("alexnet", "vgg"):
        module = importlib.import_module(f"torchvision.models.{name}")
        module.__dict__.setdefault("model_urls", collections.defaultdict(str))
