"""What a classifier decides: how far it is from one class, and from all others."""

from __future__ import annotations

import dataclasses
from typing import final

from dreamkit import ops
from dreamkit.objectives.base import Activations, per_picture
from dreamkit.objectives.channel import own_channel, own_mask
from dreamkit.objectives.classes import OfClasses
from dreamkit.parts import Tensor, Tree


@final
@dataclasses.dataclass(frozen=True)
class CrossEntropy(OfClasses):
    """Whatever makes a network take the picture for a class, however far it is from that; several classes make a batch.

    It climbs the logarithm of the class's probability, from -∞ to 0: what a classifier was trained with, and what most
    attacks climb. Where `Probability` has next to no slope because the class is out of the question, this is steep.
    `-CrossEntropy("red panda")` leads away from a class, to any other.

    Args:
        label: "tiger shark", or 3, or a tuple of such.

    Source: Szegedy et al. 2013, "Intriguing properties of neural networks", section 4.1; Goodfellow, Shlens and
    Szegedy 2014, "Explaining and Harnessing Adversarial Examples".
    """

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """The logarithm of the class's probability, shape (batch,)."""
        del targets
        own, others = own_and_others(self, activations["logits"])
        # Not own - logsumexp(all): that is 0 long before the class is as sure as it can be, and has no slope there.
        return -ops.softplus(ops.logsumexp(others, axis=-1) - own)


@final
@dataclasses.dataclass(frozen=True)
class Margin(OfClasses):
    """A class ahead of the next best one, by as much as can be; several classes make a batch.

    It climbs the class's score before the softmax less the best score of any other class: from 0 on, the network
    decides for the class. `-Margin("red panda")` looks for the nearest way out: the best other class ahead of this one.

    Args:
        label: "tiger shark", or 3, or a tuple of such.

    Source: Carlini and Wagner 2017, "Towards Evaluating the Robustness of Neural Networks", section V-A, f6, whose κ is
    the `score` of `Until` or `Nearest` here; Moosavi-Dezfooli et al. 2016, DeepFool, algorithm 2.
    """

    def score(self, activations: Activations, targets: Tree) -> Tensor:
        """How far the class is ahead, in logits, shape (batch,)."""
        del targets
        own, others = own_and_others(self, activations["logits"])
        return own - ops.max(others, axis=-1)


def own_and_others(objective: OfClasses, logits: Tensor) -> tuple[Tensor, Tensor]:
    """Each picture's own logit, (batch,), and all logits with that out of the question, (batch, classes)."""
    numbers = objective.numbers(logits)
    return per_picture(own_channel(logits, numbers)), logits - 1e9 * own_mask(logits, numbers)
