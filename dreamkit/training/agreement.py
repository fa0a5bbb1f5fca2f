"""How often a network keeps another's answer, on photos as they are and on attacked ones."""

from __future__ import annotations

import dataclasses
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import backend, ops
from dreamkit.nets.look import Cut
from dreamkit.parts import Tensor, Tree
from dreamkit.training.attack import Attack
from dreamkit.training.steadfast import divergence

AT_ONCE: Final = 8
"""How many photos are attacked together."""


@final
@dataclasses.dataclass(frozen=True)
class Agreement:
    """What share of photos a student takes for the class that its teacher takes each clean one for.

    Args:
        clean: of the photos as they are.
        attacked: of the photos as the attack leaves them.
        photos: how many there are.
    """

    clean: float
    attacked: float
    photos: int

    def __str__(self) -> str:
        return f"{self.clean:.0%} of {self.photos} photos as they are, {self.attacked:.0%} of them attacked"


def agreement(student: Cut, teacher: Cut, photos: NDArray[np.float32], attack: Attack) -> Agreement:
    """How often a student says what its teacher says of photos (photos, height, width, 3), before and after an attack.

    Both are cut at "probabilities". The attack climbs away from the teacher's class in the student's eyes, from a place
    of chance that is always the same.
    """
    asked = backend.compiled(_Question(student, teacher, attack), [*student.weights, *teacher.weights])
    chance = np.random.default_rng(0).uniform(-1, 1, (AT_ONCE, *photos.shape[1:])).astype(np.float32)
    kept = np.zeros(2)
    for first in range(0, len(photos), AT_ONCE):
        places = np.arange(first, first + AT_ONCE) % len(photos)  # always as many, so that one program serves all
        answers = np.asarray(ops.convert_to_numpy(asked(photos[places], chance)))
        kept += answers[:, : len(photos) - first].sum(axis=1)
    clean, attacked = kept / len(photos)
    return Agreement(float(clean), float(attacked), len(photos))


@final
@dataclasses.dataclass(frozen=True)
class _Question:
    """Whether the teacher's classes are kept, as a function of the weights, photos and numbers of chance in [-1, 1]."""

    student: Cut
    teacher: Cut
    attack: Attack

    def __call__(self, weights: Tree, photos: Tensor, chance: Tensor) -> Tensor:
        """1 where the student says the same of a photo as it is, and of the attacked one, else 0; (2, batch)."""
        from keras import StatelessScope

        own = [*self.student.weights, *self.teacher.weights]
        with StatelessScope(state_mapping=zip(own, weights, strict=bool(weights))):
            answers = self.teacher(photos)["probabilities"]
            classes = ops.argmax(answers, axis=-1)
            only = ops.one_hot(classes, answers.shape[-1], dtype="float32")
            attacked = self.attack(lambda at: divergence(self._said(at), only), photos, chance)
            said = [ops.argmax(self._said(shown), axis=-1) for shown in (photos, attacked)]
            return ops.cast(ops.stack([ops.equal(each, classes) for each in said]), "float32")

    def _said(self, photos: Tensor) -> Tensor:
        return self.student(photos)["probabilities"]
