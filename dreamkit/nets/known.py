"""All networks that dreamkit knows by name."""

from __future__ import annotations

from dreamkit.nets import lite, resnet_torch, squeezenet, tiny, vgg16_hed, zoo
from dreamkit.nets.base import NetSpec


def known() -> tuple[NetSpec, ...]:
    """Those that come with dreamkit or by pip, and then all that Keras has."""
    own = (lite.LITE0, lite.LITE1, lite.LITE2, squeezenet.SQUEEZENET, vgg16_hed.VGG16_HED, tiny.TINY)
    return (*own, *resnet_torch.RESNETS, *zoo.ZOO)


def on_hand() -> str:
    """The names of the networks that need no download, in a line."""
    return ", ".join(spec.name for spec in known() if spec.on_hand())
