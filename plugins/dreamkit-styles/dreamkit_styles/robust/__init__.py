"""A network that looks, taught by `dreamkit train robust` to keep its answers where photos are attacked."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Final

from dreamkit.nets.efficientnet_lite import efficientnet_lite
from dreamkit.nets.lite import LITE0

FILE: Final = Path(__file__).parent / "efficientnet_lite0.weights.h5"

SHA256: Final = "c1a7aa55ed7933032be4087490c93ecdf5a2d2fa25e56286d7c095eec64e4979"
"""Of the file, so that nobody has to read ten megabytes before a film is planned."""

ROBUST: Final = dataclasses.replace(
    LITE0,
    name="efficientnet_lite0_robust",
    summary="EfficientNet-Lite 0, taught to keep its answers under attack",
    build=lambda _: efficientnet_lite("efficientnet_lite0"),
    weights=str(FILE),
    digest=SHA256,
    on_hand=lambda: True,
)
"""It has the layers and classes of efficientnet_lite0, and none of that network's own weights has to be installed."""
