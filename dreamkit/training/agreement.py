"""How often a network keeps another's answer, on photos as they are and on attacked ones."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, final

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
    asked, weights = _Asked(student, teacher, attack), [*student.weights, *teacher.weights]
    classes, step, same = (backend.compiled(each, weights) for each in (asked.classes, asked.step, asked.same))
    chance = np.random.default_rng(0).uniform(-1, 1, (AT_ONCE, *photos.shape[1:])).astype(np.float32)
    kept = np.zeros(2)
    for first in range(0, len(photos), AT_ONCE):
        some = photos[np.arange(first, first + AT_ONCE) % len(photos)]  # always as many, so that one trace serves all
        wanted, at = classes(some), attack.start(ops.convert_to_tensor(some), chance)
        for _ in range(attack.steps):
            at = step(at, some, wanted)
        answers = [np.asarray(ops.convert_to_numpy(same(shown, wanted))) for shown in (some, at)]
        kept += np.stack(answers)[:, : len(photos) - first].sum(axis=1)
    clean, attacked = kept / len(photos)
    return Agreement(float(clean), float(attacked), len(photos))


@final
@dataclasses.dataclass(frozen=True)
class _Asked:
    """What is asked of both networks, as functions of their weights."""

    student: Cut
    teacher: Cut
    attack: Attack

    def classes(self, weights: Tree, photos: Tensor) -> Tensor:
        """What the teacher takes photos for, (batch, classes), 1 for its class."""
        with self._scope(weights):
            answers = self.teacher(photos)["probabilities"]
            return ops.one_hot(ops.argmax(answers, axis=-1), answers.shape[-1], dtype="float32")

    def step(self, weights: Tree, at: Tensor, photos: Tensor, wanted: Tensor) -> Tensor:
        """A step away from these classes in the student's eyes."""
        with self._scope(weights):
            return self.attack.step(lambda at: divergence(self._said(at), wanted), at, photos)

    def same(self, weights: Tree, photos: Tensor, wanted: Tensor) -> Tensor:
        """1 where the student says the same, else 0; (batch,)."""
        with self._scope(weights):
            said = ops.argmax(self._said(photos), axis=-1)
            return ops.cast(ops.equal(said, ops.argmax(wanted, axis=-1)), "float32")

    def _said(self, photos: Tensor) -> Tensor:
        return self.student(photos)["probabilities"]

    def _scope(self, weights: Tree) -> Any:
        from keras import StatelessScope

        own = [*self.student.weights, *self.teacher.weights]
        return StatelessScope(state_mapping=zip(own, weights, strict=bool(weights)))
