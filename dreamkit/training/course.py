"""A whole training: from a network as it is born to its file."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadOutput, InvalidValue, RanAway, did_you_mean
from dreamkit.feedforward.blocks import UPSAMPLINGS, Upsampling
from dreamkit.feedforward.files import Note
from dreamkit.feedforward.johnson import transformer
from dreamkit.training.backup import Backup, Progress
from dreamkit.training.crops import Crops
from dreamkit.training.lesson import Teacher
from dreamkit.training.precision import PRECISIONS, computing_in
from dreamkit.training.saving import save_network
from dreamkit.training.weights_file import ENDING, save_weights

if TYPE_CHECKING:
    import keras

    from dreamkit.nets.loaded import LoadedNet

ROBUST: Final = "robust"
"""The kind of a network that looks, and of which weights alone are written."""

SHOWN: Final = 4
"""How many photos a preview shows."""


@final
@dataclasses.dataclass(frozen=True)
class Course:
    """How a network is trained.

    Args:
        design: how large the network is, by a name that its kind knows.
        upsampling: one of `UPSAMPLINGS`.
        steps: how many there are.
        batch: photos a step.
        side: of the squares that are cut out of photos, in pixels.
        rate: how far Adam goes in the first step; it falls to nothing with the last one, as half a cosine.
        seed: what all chance depends on.
        every: steps a stretch, after which the progress is kept and told.
        patience: after so many stretches without a lower loss it ends early; 0 goes on to the end.
        precision: one of `PRECISIONS`; the network that comes out computes in 32 bits.
    """

    design: str = "slim"
    upsampling: Upsampling = "resize"
    steps: int = 2000
    batch: int = 4
    side: int = 256
    rate: float = 2e-3
    seed: int = 0
    every: int = 50
    patience: int = 0
    precision: str = "float32"

    def __post_init__(self) -> None:
        choices = {"upsampling": UPSAMPLINGS, "precision": PRECISIONS}
        for name, allowed in choices.items():
            if (came := getattr(self, name)) not in allowed:
                what = f"{name} is one of {', '.join(allowed)}, and {came!r} came"
                raise InvalidValue(what, hint=did_you_mean(came, allowed))
        lowest = {"steps": 1, "batch": 1, "side": 32, "every": 1, "patience": 0, "seed": 0}
        for name, low in lowest.items():
            if getattr(self, name) < low:
                raise InvalidValue(f"{name} is a whole number from {low}, and {getattr(self, name)!r} came")
        if not 0 < self.rate < 1:
            raise InvalidValue(f"rate lies between 0 and 1, and {self.rate!r} came")

    @property
    def settings(self) -> dict[str, Any]:
        """What a training must go on with; only its patience may change."""
        lasting = dataclasses.asdict(self)
        return {name: lasting[name] for name in lasting if name != "patience"}


Teach: TypeAlias = "Callable[[LoadedNet, Crops, Course], tuple[Teacher, Callable[[], keras.Model] | None]]"
"""Told the network that looks, gives a lesson, and what makes the network that is to learn it; None for Johnson's."""


@final
class Training:
    """A training that can be stopped at any step and goes on from there.

    Set `stopping` to end it after this step.

    Args:
        lesson: what is to be learnt.
        crops: of which photos.
        course: how.
        kind: of network; its file says so.
        about: what else the file is to say, as JSON can hold it.
        output: the network's file, ending in .keras, or in .weights.h5 where it is robust.
        tell: told after every stretch: the progress, the losses by name, and `SHOWN` photos with what the network makes
            of them behind, (2 * SHOWN, side, side, 3).
        born: makes the network that learns, as it is born; without it, Johnson's as the course says.
        callbacks: Keras's own, such as `keras.callbacks.TensorBoard`, whose epochs are the stretches.
        fresh: begin anew, whatever was begun before.

    Raises:
        BadWeights: where another training was begun for this file.
    """

    def __init__(
        self,
        lesson: Teacher,
        crops: Crops,
        course: Course,
        *,
        kind: str,
        about: dict[str, Any],
        output: Path,
        tell: Callable[[Progress, dict[str, float], NDArray[np.float32]], None],
        born: Callable[[], keras.Model] | None = None,
        callbacks: Sequence[keras.callbacks.Callback] = (),
        fresh: bool = False,
    ) -> None:
        from dreamkit.training.keeper import Keeper
        from dreamkit.training.trainer import Trainer

        self.crops, self.course, self.output = crops, course, output
        self.settings = {**about, **course.settings}
        self._kind, self._tell, self._callbacks = kind, tell, callbacks
        self._shown = np.stack([crops.square(number) for number in range(SHOWN)])
        self._born = born or (lambda: transformer(course.design, course.upsampling, course.seed))
        with computing_in(course.precision):
            self.trainer = Trainer(self._born(), lesson, course.rate, course.steps)
        self.backup = backup_beside(output, kind)
        if fresh:
            self.backup.forget()
        begun = self.backup.restore(self.settings, self.trainer.learnt)
        ends = {"steps": course.steps, "patience": course.patience}
        self.keeper = Keeper(begun, **ends, backup=self.backup, tell=self._told)

    @property
    def stopping(self) -> bool:
        """Whether it is to end after this step."""
        return self.keeper.stopping

    @stopping.setter
    def stopping(self, now: bool) -> None:
        self.keeper.stopping = now

    def run(self) -> Progress:
        """Train to the end, or until it is stopped, and write the network's file.

        Raises `RanAway` where the losses grow without end; the file then holds the last good state.
        """
        self._fit(self.keeper.progress)
        progress = self.keeper.progress
        if self.keeper.ran_away:
            self._refuse(progress)
        self._save(progress)
        if not self.stopping:
            self.backup.forget()
        return progress

    def _fit(self, begun: Progress) -> None:
        from dreamkit.training.trainer import Photos

        stretches, done = math.ceil((self.course.steps - begun.step) / self.course.every), len(begun.losses)
        if stretches > 0:
            self.trainer.fit(
                Photos(self.crops, self.course.batch, begun.step),
                shuffle=False,
                steps_per_epoch=self.course.every,
                initial_epoch=done,
                epochs=done + stretches,
                verbose=0,
                callbacks=[self.keeper, *self._callbacks],
            )

    def _refuse(self, progress: Progress) -> None:
        what = f"the training ran away after step {progress.step}: its loss grows without end"
        hint = f"lower --rate, which is {self.course.rate:g}, and begin anew by --fresh"
        if progress.step:
            self.backup.restore(self.settings, self.trainer.learnt)
            self._save(progress)
            hint += f"; {self.output} holds what was learnt before"
        raise RanAway(what, hint=hint)

    def _save(self, progress: Progress) -> None:
        network = self._born()  # another one, that computes in 32 bits whatever this one has learnt in
        network.set_weights(self.trainer.transformer.get_weights())
        save = save_weights if self._kind == ROBUST else save_network
        save(network, self.output, Note(self._kind, self.settings, progress.step, progress.losses))

    def _told(self, progress: Progress, losses: dict[str, float]) -> None:
        self._tell(progress, losses, np.concatenate([self._shown, self.trainer.painted(self._shown)]))


def backup_beside(output: Path, kind: str) -> Backup:
    """Where the progress of a network's training is kept; raises `BadOutput` where the name says another format."""
    whose, ending = ("a robust network's", ENDING) if kind == ROBUST else ("a network's", ".keras")
    if not output.name.endswith(ending):
        raise BadOutput(f"{whose} file ends in {ending}, and {output} came")
    return Backup(output.with_suffix(".training.npz"))
