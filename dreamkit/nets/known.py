"""All networks that dreamkit knows by name."""

from __future__ import annotations

from typing import Final

from dreamkit.nets.base import NetSpec
from dreamkit.nets.lite import LITE0, LITE1, LITE2
from dreamkit.nets.squeezenet import SQUEEZENET
from dreamkit.nets.tiny import TINY
from dreamkit.nets.vgg16_hed import VGG16_HED
from dreamkit.nets.zoo import ZOO

KNOWN: Final[tuple[NetSpec, ...]] = (LITE0, LITE1, LITE2, SQUEEZENET, VGG16_HED, TINY, *ZOO)


def on_hand() -> str:
    """The names of the networks that need no download, in a line."""
    return ", ".join(spec.name for spec in KNOWN if spec.on_hand())
