"""Drop what hardly shows, or hardly helps: only the pixels that matter stay in the picture."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.parts import Knob, Tensor, within
from dreamkit.regularizers.base import Instant, Regularizer


@final
@dataclasses.dataclass(frozen=True)
class ClipNorm(Regularizer):
    """Make the palest pixels grey after every step, so that the picture is blank where nothing is needed.

    Args:
        share: of all pixels of a picture, those whose red, green and blue are nearest to grey.
        grey: what counts as no colour, in [0, 1].

    Source: Yosinski et al. 2015, Understanding Neural Networks Through Deep Visualization, section 3 (pixels with
        small norm).
    """

    share: Knob = within(0, 1, default=0.5)
    grey: float = within(0, 1, default=0.5)

    def project(self, image: Tensor, instant: Instant) -> Tensor:
        """The picture with its palest pixels grey."""
        del instant
        colour = image - self.grey
        return self.grey + colour * _largest(ops.sum(colour**2, axis=-1, keepdims=True), self.share)


@final
@dataclasses.dataclass(frozen=True)
class ClipContribution(Regularizer):
    """Make the pixels grey that hardly matter to what is wanted, after every step.

    How much a pixel matters is told from the gradient, as what would be lost if it were grey: |the sum over red, green
    and blue of colour × gradient|.

    Args:
        share: of all pixels of a picture, those that matter least.
        grey: what counts as no colour, in [0, 1].

    Source: Yosinski et al. 2015, section 3 (pixels with small contribution).
    """

    share: Knob = within(0, 1, default=0.9)
    grey: float = within(0, 1, default=0.5)

    def project(self, image: Tensor, instant: Instant) -> Tensor:
        """The picture with what matters least grey."""
        colour = image - self.grey
        lost = ops.abs(ops.sum(colour * instant.gradient, axis=-1, keepdims=True))
        return self.grey + colour * _largest(lost, self.share)


def _largest(values: Tensor, share: Tensor) -> Tensor:
    """1 where a value (batch, height, width, 1) is not among the smallest `share` of its picture, else 0."""
    flat = ops.reshape(values, (ops.shape(values)[0], -1))
    limit = ops.quantile(flat, ops.convert_to_tensor(share, dtype="float32"), axis=1)
    return ops.cast(values >= ops.reshape(limit, (-1, 1, 1, 1)), values.dtype)
