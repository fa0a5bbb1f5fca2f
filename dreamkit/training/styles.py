"""Which layers of a network tell a painting's style, and which what a photo shows."""

from __future__ import annotations

from typing import Final

from dreamkit.errors import BadPicture, InvalidValue, suggestion
from dreamkit.objectives.base import Objective
from dreamkit.objectives.likeness import Likeness
from dreamkit.objectives.style import Style
from dreamkit.sources.photo import Photo
from dreamkit.training.given import Given

LAYERS: Final = {
    "vgg16_hed": (("block1_conv2", "block2_conv2", "block3_conv3", "block4_conv3"), "block3_conv3"),
    "efficientnet_lite0": (("stem_relu", "block2_add", "block4_add", "block7_add", "block10_add"), "block7_add"),
    "squeezenet": (("conv1_relu", "fire2_concat", "fire4_concat", "fire6_concat", "fire8_concat"), "fire6_concat"),
    "tiny": (("relu0", "relu1"), "relu2"),
}
"""For networks that dreamkit knows: the layers of a painting's style, and the one of a photo's content.

Those of VGG16 are the ones that Johnson et al. trained with.
"""

SMALLEST_PAINTING: Final = 32
"""The fewest pixels a side that a painting may have: below them there are no strokes to learn."""


def style_wish(
    painting: Photo,
    net: str,
    *,
    content: float,
    style_layers: tuple[str, ...] = (),
    content_layer: str = "",
    scale: float = 1.0,
) -> Objective:
    """What a network of style is trained to: the painting's style, and `content` times the likeness to each photo.

    Layers that are not named are those of `LAYERS`. Raises `InvalidValue` where neither names any, and `BadPicture` for
    a painting that cannot be read or is too small.
    """
    painting.ready(0.0)
    height, width = painting.natural_size()
    if min(height, width) < SMALLEST_PAINTING:
        what = f"{painting.path} has {width}x{height} pixels, too few to learn a style from"
        raise BadPicture(what, hint=f"take one of {SMALLEST_PAINTING} pixels a side or more")
    if net not in LAYERS and not (style_layers and content_layer):
        hint = suggestion(net, LAYERS, "name them by --style-layers and --content-layer; `dreamkit layers` lists them")
        raise InvalidValue(f"which layers of {net} tell a style is not known", hint=hint)
    usual = LAYERS.get(net, ((), ""))
    likeness = Likeness(content_layer or usual[1], of=Given())
    return Style(style_layers or usual[0], of=painting, scale=scale) + content * likeness
