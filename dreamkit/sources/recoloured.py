"""A picture in the colours of another."""

from __future__ import annotations

import dataclasses
from typing import Self, final

import numpy as np

from dreamkit.errors import InvalidValue, suggestion
from dreamkit.parts import Size, within
from dreamkit.sources.base import Frame, Source
from dreamkit.sources.colour_maps import METHODS, Method, recoloured
from dreamkit.sources.plain import NaturalNoise


@final
@dataclasses.dataclass(frozen=True)
class Recoloured(Source):
    """What one source shows, in the colours of another: a painting to take a style from, without its palette.

    In style transfer, give the painting the photo's colours before it is used: the result then has them too. Ways to
    do it, as `method`:

    - "cholesky", "pca", "symmetric": the mean colour and the covariance of red, green and blue become the other's, by
      a linear map. The first mixes channels in one order; the last moves colours the least.
    - "coral": likewise, with the correlations of the channels mapped first, and their deviations on their own.
    - "histogram": each channel gets the other's histogram, whatever the channels are together.
    - "luminance": grey, with the mean and the deviation of the other's lightness. To be painted without colours, and
      finished by `KeepChroma`.

    Colours that leave [0, 1] go to its ends.

    Args:
        of: whose forms.
        like: whose colours; at any moment, those that it shows then.
        method: how.
        amount: how much of the change is made; 0 leaves the colours alone.

    Raises:
        InvalidValue: for what is no source, and for a method that there is not.

    Source: Gatys, Bethge, Hertzmann and Shechtman 2016, Preserving Color in Neural Artistic Style Transfer (cholesky,
    pca, histogram, luminance); Gatys et al. 2017, Controlling Perceptual Factors in Neural Style Transfer, section 4;
    Pitié and Kokaram 2007, The linear Monge-Kantorovitch linear colour mapping (symmetric); Sun, Feng and Saenko 2016,
    Return of Frustratingly Easy Domain Adaptation (coral), in the form of AdaIN's code.
    """

    of: Source
    like: Source
    method: Method = "cholesky"
    amount: float = within(0, 1, default=1.0)

    def check(self) -> None:
        """Refuse what is no source, and a method that is not one of `METHODS`."""
        for name in ("of", "like"):
            if not isinstance(getattr(self, name), Source):
                what = f"Recoloured.{name} is a source, and {getattr(self, name)!r} came"
                raise InvalidValue(what, hint='a picture file is written Photo("…")')
        if self.method not in METHODS:
            hint = suggestion(str(self.method), METHODS, f"it is one of {', '.join(METHODS)}")
            raise InvalidValue(f"Recoloured.method cannot be {self.method!r}", by=self, hint=hint)

    @classmethod
    def example(cls) -> Self:
        """Clouds in the colours of others."""
        return cls(NaturalNoise(0.1), NaturalNoise(0.2))

    @property
    def moves(self) -> bool:
        """Where either does."""
        return self.of.moves or self.like.moves

    @property
    def apart(self) -> bool:
        """As what gives the forms."""
        return self.of.apart

    @property
    def seconds(self) -> float | None:
        """As long as what gives the forms, where that moves; else as long as what gives the colours."""
        return self.of.seconds if self.of.moves else self.like.seconds

    @property
    def has_alpha(self) -> bool:
        """As what gives the forms."""
        return self.of.has_alpha

    def alpha(self, seconds: float, size: Size) -> Frame:
        """That of what gives the forms."""
        return self.of.alpha(seconds, size)

    def natural_size(self) -> Size | None:
        """That of what gives the forms."""
        return self.of.natural_size()

    def natural_fps(self) -> float | None:
        """That of what gives the forms."""
        return self.of.natural_fps()

    def ready(self, last: float) -> None:
        """Ask both."""
        self.of.ready(last)
        self.like.ready(last)

    def frame(self, seconds: float, size: Size, seed: int) -> Frame:
        """The forms of one in the colours that the other has at that time."""
        picture, like = self.of.frame(seconds, size, seed), self.like.frame(seconds, size, seed)
        changed = picture + self.amount * (recoloured(picture, like, self.method) - picture)
        return np.clip(changed, 0, 1).astype(np.float32)
