"""Pictures that one can see through: what was of no matter to the network, or what was transparent in the photo."""

from __future__ import annotations

import dataclasses
from typing import Final, final

from dreamkit import ops
from dreamkit.effects.base import Asked, Effect, Moment
from dreamkit.parts import Knob, Tensor, within

FAINT: Final = 0.5 / 255
"""An alpha below this is none in a file of 8 bits."""


@final
@dataclasses.dataclass(frozen=True)
class Transparent(Effect):
    """What did not pull the picture anywhere while it was climbed becomes transparent.

    A place is as opaque as the sum of |gradient of the score|, over all steps of the last octave, is large there: the
    mean over red, green and blue, against the `percentile` of all places, from which on everything is opaque. A `.png`,
    `.webp` or `.tif` keeps it; see `Backdrop` for what has no transparency. The pictures are not climbed anew for
    another percentile.

    Source: Fel et al. 2023, MACO, section 3 (attribution, "a transparency"); the percentile of the figures is that of
    the authors' `plot_maco`, which takes 80.
    """

    percentile: float = within(1, 100, default=80.0)

    @property
    def asks(self) -> tuple[Asked, ...]:
        """Where the picture was pulled."""
        return ("attribution",)

    def channels(self, channels: int) -> int:
        """With alpha."""
        del channels
        return 4

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It is for the viewer."""
        del moving
        return "" if finish else "Transparent is for the viewer, so it goes into finish="

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture with its alpha, (batch, height, width, 4) in [0, 1]."""
        pulled = ops.square(moment.attribution * ops.ones_like(image[..., :1]))  # it is kept as a square root
        batch, height, width, _ = image.shape
        ranked = ops.sort(ops.reshape(pulled, (batch, height * width)), axis=1)
        enough = ranked[:, round(self.percentile / 100 * (height * width - 1))]
        alpha = ops.minimum(pulled / ops.maximum(enough, 1e-12)[:, None, None, None], 1.0)
        return ops.concatenate([image, alpha], axis=-1)


@final
@dataclasses.dataclass(frozen=True)
class KeepAlpha(Effect):
    """The picture is as transparent as the photo that it started from.

    The network sees a transparent photo on white. Here the white is taken out again where it shines through, so that
    the picture on white looks as it was painted, and on anything else has no white edge.
    """

    @property
    def asks(self) -> tuple[Asked, ...]:
        """How opaque the photo is."""
        return ("alpha",)

    def channels(self, channels: int) -> int:
        """With alpha."""
        del channels
        return 4

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It is for the viewer."""
        del moving
        return "" if finish else "KeepAlpha is for the viewer, so it goes into finish="

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture with the photo's alpha, (batch, height, width, 4) in [0, 1]."""
        alpha = moment.alpha * ops.ones_like(image[..., :1])
        colours = ops.clip((image - (1 - alpha)) / ops.maximum(alpha, FAINT), 0, 1)
        return ops.concatenate([ops.where(alpha < FAINT, image, colours), alpha], axis=-1)


@final
@dataclasses.dataclass(frozen=True)
class Backdrop(Effect):
    """A transparent picture is laid on a plain colour, `red`, `green` and `blue` in [0, 1], and is opaque from then on.

    Films and `.jpg` have no transparency, and need one.
    """

    red: Knob = within(0, 1, default=0.0)
    green: Knob = within(0, 1, default=0.0)
    blue: Knob = within(0, 1, default=0.0)

    @property
    def takes_alpha(self) -> bool:
        """And keeps it."""
        return True

    def channels(self, channels: int) -> int:
        """Without alpha."""
        del channels
        return 3

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """The picture on the colour, (batch, height, width, 3); an opaque one as it was."""
        del moment
        if image.shape[-1] == 3:
            return image
        alpha = image[..., 3:]
        colour = ops.stack([ops.convert_to_tensor(one, dtype="float32") for one in (self.red, self.green, self.blue)])
        return alpha * image[..., :3] + (1 - alpha) * colour
