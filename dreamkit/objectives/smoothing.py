"""Answers without high peaks: style transfer on residual networks."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from dreamkit import ops
from dreamkit.errors import InvalidValue, did_you_mean
from dreamkit.objectives.base import Activations
from dreamkit.parts import Part, Tensor

Smoothing: TypeAlias = Literal["none", "softmax", "scaled"]

SMOOTHINGS: Final = ("none", "softmax", "scaled")

DEEP: Final = 3
"""Before which layers "scaled" does nothing: the paper's code has three, and then those of a ResNet's last stages."""

SCALE: Final = 0.001
"""What "scaled" multiplies the deep ones with."""


def smoothed(answers: Activations, smoothing: Smoothing, deep: int = DEEP) -> Activations:
    """What layers answer, (batch, …, channels), smoothed.

    - "softmax", as the paper says: each layer's answer becomes its softmax over all places and channels (as
      `softmax3d` of its code, which is commented out there, beside one over the channels alone); here, times how many
      numbers that is, so that the mean is 1 at any size. It is for answers of about 1, as those of torchvision's
      ResNets: where single ones are many times as large, as on a VGG16 that counts pixels to 255, but a few places are
      left of a picture, and the rest of it learns nothing.
    - "scaled", as the paper's code does: the layers from the fourth on (`deep`) are multiplied with 0.001, which all
      but leaves them out, as differences of Gram matrices are of the fourth power.

    Source: Wang, Li and Vasconcelos 2021, "Rethinking and Improving the Robustness of Image Style Transfer" (SWAG).
    """
    if smoothing == "softmax":
        return {layer: _softmax(seen) for layer, seen in answers.items()}
    if smoothing == "scaled":
        return {layer: seen * SCALE if i >= deep else seen for i, (layer, seen) in enumerate(answers.items())}
    return answers


def check_smoothing(part: Part, smoothing: str) -> None:
    """Raise `InvalidValue` for a smoothing that is not one of `SMOOTHINGS`."""
    if smoothing not in SMOOTHINGS:
        what = f"{type(part).__name__}.smoothing is one of {', '.join(SMOOTHINGS)}, and {smoothing!r} came"
        raise InvalidValue(what, by=part, hint=did_you_mean(str(smoothing), SMOOTHINGS))


def _softmax(seen: Tensor) -> Tensor:
    flat = ops.reshape(seen, (seen.shape[0], -1))
    return ops.reshape(ops.softmax(flat, axis=-1) * ops.cast(ops.shape(flat)[1], flat.dtype), ops.shape(seen))
