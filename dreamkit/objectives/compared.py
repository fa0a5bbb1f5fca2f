"""A picture beside a photo, as one layer sees the two: more of what is there, or as unlike it as can be."""

from __future__ import annotations

import dataclasses
from typing import Any, final

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.geometry import stretched
from dreamkit.objectives.base import Activations, Look, Masks, Objective, Picture, per_picture
from dreamkit.objectives.direction import agreement
from dreamkit.parts import Tensor, Tree, within
from dreamkit.sources.base import Source


@dataclasses.dataclass(frozen=True)
class _Compared(Objective):
    """What `Caricature` and `ActivationDifference` share: a layer, and the photo that it has seen as well."""

    layer: str
    of: Source

    def check(self) -> None:
        """Refuse what shows no picture."""
        of: Any = self.of
        if not isinstance(of, Source):
            what = f"{type(self).__name__}.of takes a source of pictures, and {of!r} came"
            raise InvalidValue(what, by=self, hint='say of=Photo("photo.jpg")')

    @property
    def layers(self) -> tuple[str, ...]:
        """The one layer."""
        return (self.layer,)

    def targets(self, look: Look, picture: Picture) -> Tree:
        """The photo's activations, (1, …, channels)."""
        return look(picture(self.of))[self.layer]

    def score_within(self, activations: Activations, targets: Tree, masks: Masks) -> Tensor:
        """The score where a mask counts for both, since each place is held against the same place of the photo."""
        wanted = at_size_of(activations[self.layer], targets)
        return super().score_within(activations, wanted * masks[self.layer], masks)


@final
@dataclasses.dataclass(frozen=True)
class Caricature(_Compared):
    """A photo with its features exaggerated: at each place more of whatever the layer sees there in the photo.

    The score is the mean over all places of dot × max(0.1, cosine) ^ cosine_power, where dot and cosine are those of
    the picture's activation and the photo's at the same place. The picture may start from noise or from the photo; a
    view of another size (`Pad`, `RandomCrop`) stretches the photo's activations to fit.

    Args:
        layer: the layer's name; the deeper, the more the photo is about.
        of: the photo, or a clip, of which each frame counts at its own time.
        cosine_power: 0 to get away from the photo in its direction as far as can be; 1 or 2 to stay true to it.

    Source: Olah, Mordvintsev and Schubert's lucid, `recipes/caricature` (`dot_compare`); as "feature accentuation"
    Hamblin et al. 2024.
    """

    cosine_power: float = within(0, default=1.0)

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The mean over all places of how far they point where the photo's do, shape (batch,)."""
        seen = activations[self.layer]
        return per_picture(agreement(seen, at_size_of(seen, targets), self.cosine_power))


@final
@dataclasses.dataclass(frozen=True)
class ActivationDifference(_Compared):
    """As unlike a photo as a layer can see; and, with a minus before it, as like it.

    The score is the mean absolute difference of the two activations. `-ActivationDifference("block2_add",
    Photo("face.jpg"))` draws a picture towards the photo without asking for its pixels; beside another objective it
    keeps the layout of the photo while that one changes what is in it. Its own photo is where it starts to climb
    badly: there the difference is zero, and so is its gradient.

    Args:
        layer: the layer's name.
        of: the photo, or a clip, of which each frame counts at its own time.

    Source: lucid's `activation_difference` with its default `mean_L1`, as in the style transfer of Mordvintsev,
    Pezzotti, Schubert and Olah 2018, "Differentiable Image Parameterizations".
    """

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The mean of |picture's - photo's|, shape (batch,)."""
        seen = activations[self.layer]
        return per_picture(ops.abs(seen - at_size_of(seen, targets)))


def at_size_of(seen: Tensor, targets: Tensor) -> Tensor:
    """Maps (1, height, width, channels) stretched to the height and width of `seen`; without a map, as they are."""
    if len(targets.shape) != 4:
        return targets
    size, own = ops.shape(seen)[1:3], ops.shape(targets)[1:3]
    if None not in (*seen.shape[1:3], *targets.shape[1:3]):
        return targets if tuple(size) == tuple(own) else stretched(targets, size)
    same = ops.logical_and(ops.equal(size[0], own[0]), ops.equal(size[1], own[1]))
    return ops.cond(same, lambda: targets, lambda: stretched(targets, size))  # most often, there is nothing to do
