"""What one network says of one picture, and how a person reads it."""

from __future__ import annotations

import dataclasses
from typing import final

import numpy as np
from numpy.typing import NDArray

from dreamkit.nets.labels import Labels

_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}


@final
@dataclasses.dataclass(frozen=True, eq=False)
class Verdict:
    """What one network says of one picture.

    Args:
        probabilities: one for each class, (classes,).
        labels: what the network calls them.
    """

    probabilities: NDArray[np.float32]
    labels: Labels

    def top(self, count: int) -> list[int]:
        """The numbers of its likeliest classes, the likeliest first.

        >>> Verdict(np.float32([0.2, 0.7, 0.1]), Labels()).top(2)
        [1, 0]
        """
        return [int(index) for index in np.argsort(-self.probabilities, kind="stable")[:count]]

    def name(self, index: int) -> str:
        """What a class is called: its label, or its number where the network has no names."""
        return self.labels.names[index] if self.labels.names else str(index)

    def probability(self, index: int) -> float:
        """How sure the network is of a class, from 0 to 1."""
        return float(self.probabilities[index])

    def rank(self, index: int) -> int:
        """Which place a class has among all, from 1 for the likeliest.

        >>> Verdict(np.float32([0.2, 0.7, 0.1]), Labels()).rank(0)
        2
        """
        return 1 + int((self.probabilities > self.probabilities[index]).sum())


def percent(probability: float) -> str:
    """A probability as precisely as it matters: the nearer to all, the more digits.

    >>> [percent(number) for number in (0.00004, 0.0312, 0.5, 0.9991, 0.999999)]
    ['<0.1%', '3.1%', '50.0%', '99.91%', '>99.99%']
    """
    if probability < 0.001:
        return "<0.1%"
    if probability > 0.9999:
        return ">99.99%"
    return f"{100 * probability:.{2 if probability >= 0.999 else 1}f}%"


def ordinal(number: int) -> str:
    """A place in an order.

    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 21, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '113th']
    """
    suffix = "th" if number % 100 in (11, 12, 13) else _SUFFIXES.get(number % 10, "th")
    return f"{number}{suffix}"
