"""How far an evolution has come, in a line."""

from __future__ import annotations

from typing import Final, final

import numpy as np

from dreamkit.evolution.archive import Archive

SURE: Final = (0.5, 0.9, 0.99)
"""The probabilities for which it is counted how many cells have passed them."""


@final
class Standing(float):
    """The median over all cells of how sure the network is; in words it also says how many cells it is surer of.

    >>> from dreamkit.evolution.archive import with_children
    >>> rows = np.array([[0.2, 0.8, 0.0], [0.03, 0.02, 0.95]])
    >>> print(Standing(with_children(Archive.empty(3, 0), "ab", (-1, -1), rows, generation=0)))
    median 0.8, 2 of 3 above 0.5, 1 above 0.9, 0 above 0.99
    """

    def __new__(cls, archive: Archive) -> Standing:
        self = super().__new__(cls, np.median(np.maximum(archive.scores, 0)))
        self.cells, self.above = len(archive.cells), [int((archive.scores > sure).sum()) for sure in SURE]
        return self

    cells: int
    above: list[int]

    def __str__(self) -> str:
        first, *rest = [f"{count} above {sure:g}" for count, sure in zip(self.above, SURE, strict=True)]
        return f"median {float(self):.3g}, {first.replace(' ', f' of {self.cells} ', 1)}, {', '.join(rest)}"

    def __format__(self, spec: str) -> str:
        """In words, whatever form is asked for: a progress bar says of it what it has to say."""
        del spec
        return str(self)
