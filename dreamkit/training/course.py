"""A whole training: from a network as it is born to its file."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadOutput, InvalidValue, RanAway
from dreamkit.feedforward.files import Note
from dreamkit.feedforward.johnson import DESIGNS, UPSAMPLINGS, Upsampling, transformer
from dreamkit.training.backup import Backup, Progress
from dreamkit.training.crops import Crops
from dreamkit.training.lesson import Lesson
from dreamkit.training.saving import save_network

SHOWN: Final = 4
"""How many photos a preview shows."""


@final
@dataclasses.dataclass(frozen=True)
class Course:
    """How a network is trained.

    Args:
        design: one of `DESIGNS`.
        upsampling: one of `UPSAMPLINGS`.
        steps: how many there are.
        batch: photos a step.
        side: of the squares that are cut out of photos, in pixels.
        rate: how far Adam goes in a step.
        seed: what all chance depends on.
        every: steps a stretch, after which the progress is kept and told.
        patience: after so many stretches without a lower loss it ends early; 0 goes on to the end.
    """

    design: str = "slim"
    upsampling: Upsampling = "resize"
    steps: int = 2000
    batch: int = 4
    side: int = 256
    rate: float = 1e-3
    seed: int = 0
    every: int = 50
    patience: int = 0

    def __post_init__(self) -> None:
        for name, allowed in (("design", tuple(DESIGNS)), ("upsampling", UPSAMPLINGS)):
            if getattr(self, name) not in allowed:
                raise InvalidValue(f"{name} is one of {', '.join(allowed)}, and {getattr(self, name)!r} came")
        lowest = {"steps": 1, "batch": 1, "side": 32, "every": 1, "patience": 0, "seed": 0}
        for name, low in lowest.items():
            if getattr(self, name) < low:
                raise InvalidValue(f"{name} is a whole number from {low}, and {getattr(self, name)!r} came")
        if not 0 < self.rate < 1:
            raise InvalidValue(f"rate lies between 0 and 1, and {self.rate!r} came")

    @property
    def settings(self) -> dict[str, Any]:
        """What a training must go on with; its end may be moved."""
        lasting = dataclasses.asdict(self)
        return {name: lasting[name] for name in lasting if name not in ("steps", "patience")}


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
        output: the network's file, ending in .keras.
        tell: told after every stretch: the progress, the losses by name, and `SHOWN` photos with what the network makes
            of them behind, (2 * SHOWN, side, side, 3).
        fresh: begin anew, whatever was begun before.

    Raises:
        BadWeights: where another training was begun for this file.
    """

    def __init__(
        self,
        lesson: Lesson,
        crops: Crops,
        course: Course,
        *,
        kind: str,
        about: dict[str, Any],
        output: Path,
        tell: Callable[[Progress, dict[str, float], NDArray[np.float32]], None],
        fresh: bool = False,
    ) -> None:
        from dreamkit.training.keeper import Keeper
        from dreamkit.training.trainer import Photos, Trainer

        self.course, self.output, self._kind, self._tell = course, output, kind, tell
        self.settings = {**about, **course.settings}
        self._shown = np.stack([crops.square(number) for number in range(SHOWN)])
        network = transformer(course.design, course.upsampling, course.seed)
        self.trainer = Trainer(network, lesson, course.rate)
        self.backup = backup_beside(output)
        if fresh:
            self.backup.forget()
        self.photos = Photos(crops, course.batch, course.every)
        begun = self.backup.restore(self.settings, self.trainer.learnt)
        self.keeper = Keeper(
            begun,
            steps=course.steps,
            patience=course.patience,
            photos=self.photos,
            backup=self.backup,
            tell=self._told,
        )

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
        left = self.course.steps - self.keeper.progress.step
        if left > 0:
            stretches = math.ceil(left / self.course.every)
            self.trainer.fit(self.photos, epochs=stretches, verbose=0, callbacks=[self.keeper])
        progress = self.keeper.progress
        if self.keeper.ran_away:
            self._refuse(progress)
        self._save(progress)
        if not self.stopping:
            self.backup.forget()
        return progress

    def _refuse(self, progress: Progress) -> None:
        what = f"the training ran away after step {progress.step}: its loss grows without end"
        hint = f"lower --rate, which is {self.course.rate:g}, and begin anew by --fresh"
        if progress.step:
            self.backup.restore(self.settings, self.trainer.learnt)
            self._save(progress)
            hint += f"; {self.output} holds what was learnt before"
        raise RanAway(what, hint=hint)

    def _save(self, progress: Progress) -> None:
        note = Note(self._kind, self.settings, progress.step, progress.losses)
        save_network(self.trainer.transformer, self.output, note)

    def _told(self, progress: Progress, losses: dict[str, float]) -> None:
        from dreamkit.training.trainer import painted

        both = np.concatenate([self._shown, painted(self.trainer.transformer, self._shown)])
        self._tell(progress, losses, both)


def backup_beside(output: Path) -> Backup:
    """Where the progress of a network's training is kept; raises `BadOutput` where the name says another format."""
    if output.suffix != ".keras":
        raise BadOutput(f"a network's file ends in .keras, and {output} came")
    return Backup(output.with_suffix(".training.npz"))
