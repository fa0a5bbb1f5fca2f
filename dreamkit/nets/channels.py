"""Pictures in colour, for networks that take one channel or four."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.nets.base import PREPROCESSINGS, Preprocessing
from dreamkit.parts import Part, Tensor

CHANNELS: Final = (1, 3, 4)
"""How many channels the pictures of a network may have."""

SHOWN: Final = "a network is shown one picture, in grey (1), in colour (3), or in colour with an alpha of 1 (4)"


def in_channels(
    preprocess: Preprocessing, channels: int | None, name: str, by: Part | None = None
) -> Callable[[Tensor], Tensor]:
    """From a picture (batch, height, width, 3) in [0, 1] to so many channels as a network wants them.

    One channel is the mean of red, green and blue: the three share its gradient alike, so that a grey picture stays
    grey, and a photo keeps its colours and changes its light. A fourth is an alpha of 1, which nothing moves. For any
    other number the picture stays as it is, and the network is refused when it is built.

    Raises:
        InvalidValue: where one channel or four are wanted, and a mean and deviation that are of three.
    """
    if channels not in (1, 4):
        return preprocess
    if preprocess.bgr or len(set(preprocess.mean)) != 1 or len(set(preprocess.deviation)) != 1:
        alike = ", ".join(repr(said) for said in PREPROCESSINGS if said not in ("caffe", "torch"))
        said = next(key for key, value in PREPROCESSINGS.items() if value == preprocess)
        channel = "channel" if channels == 1 else "channels"
        what = f"{name} takes pictures of {channels} {channel}, and pixels={said!r} is for three"
        raise InvalidValue(what, by=by, hint=f"it is one of {alike}")
    if channels == 1:
        return lambda image: preprocess(ops.mean(image, axis=-1, keepdims=True))
    return lambda image: preprocess(ops.concatenate([image, ops.ones_like(image[..., :1])], axis=-1))
