"""Show the network several views of the picture at once."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit.parts import within
from dreamkit.regularizers.base import Regularizer


@final
@dataclasses.dataclass(frozen=True)
class Views(Regularizer):
    """Show `count` views of each picture at every step, and climb the mean of their scores.

    Each view goes through all links of the chain that show the picture otherwise than it is, with chances of its own:
    `Views(16) | RandomBox()` looks at 16 boxes. So a step knows more of the picture, and costs `count` times as much,
    in memory too. A search scores each of its candidates by as many views.

    Source: Athalye, Engstrom, Ilyas and Kwok 2017, Synthesizing Robust Adversarial Examples, section 2.1 (expectation
    over transformation); Fel et al. 2023, MACO, section 3 (crops).
    """

    count: int = within(1, 1024, default=8)

    @property
    def views(self) -> int:
        """As many as told."""
        return self.count
