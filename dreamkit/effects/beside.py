"""The same picture twice, as it is and otherwise."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.effects.base import Asked, Effect, Moment, links
from dreamkit.errors import InvalidValue
from dreamkit.parts import Part, Size, Tensor, within
from dreamkit.sheets import GAP


@final
@dataclasses.dataclass(frozen=True)
class Beside(Effect):
    """Each picture as it is, and on its right the same through another effect: `Beside(Amplified(10))`.

    Args:
        effect: what happens to the right one, or a chain of such; it leaves the size as it is.
        gap: the white pixels between them.

    Raises:
        InvalidValue: for what is no effect, and for one that changes the size.
    """

    effect: Effect
    gap: int = within(0, default=GAP)

    @classmethod
    def example(cls) -> Beside:
        """Beside its mirror image."""
        from dreamkit.effects.mirror import Mirror

        return cls(Mirror())

    def check(self) -> None:
        """Refuse what is no effect."""
        if not isinstance(self.effect, Effect):
            raise InvalidValue(f"Beside takes an effect, and {self.effect!r} came", by=self)

    @property
    def asks(self) -> tuple[Asked, ...]:
        """What the effect asks for."""
        return self.effect.asks

    def noted(self, image: Tensor) -> Tensor:
        """What the effect wants to know."""
        return self.effect.noted(image)

    def misplaced(self, *, finish: bool, moving: bool) -> str:
        """It changes the size of the picture, which only a viewer can bear."""
        if not finish:
            return "Beside shows the viewer two pictures, so it goes into finish="
        return next(filter(None, (link.misplaced(finish=True, moving=moving) for link in links(self.effect))), "")

    def shape(self, pictures: int, size: Size) -> tuple[int, Size]:
        """As many, twice as wide and the gap."""
        if _shape(self.effect, pictures, size) != (pictures, size):
            what = "Beside shows two pictures of one size, and its effect changes the size"
            raise InvalidValue(what, by=self, hint="such an effect works behind it: Beside(…) | Caption(…)")
        return pictures, (size[0], 2 * size[1] + self.gap)

    def apply(self, image: Tensor, moment: Moment) -> Tensor:
        """Both, (batch, height, 2 * width + gap, channels) in [0, 1]."""
        between = ops.ones_like(image[:, :, :1]) + ops.zeros((1, 1, self.gap, 1))
        return ops.concatenate([image, between, self.effect.apply(image, moment)], axis=2)


def _shape(effect: Part, pictures: int, size: Size) -> tuple[int, Size]:
    """What comes out of an effect or a chain of them."""
    for link in links(effect) if isinstance(effect, Effect) else ():
        pictures, size = link.shape(pictures, size)
    return pictures, size
