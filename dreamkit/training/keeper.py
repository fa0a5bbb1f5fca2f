"""What watches over a training: it keeps what is learnt, stops where it must, and tells how it goes.

Keras must be awake for a class of its callbacks to be written, so this is imported inside functions only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final, final

import keras

from dreamkit.training.backup import Backup, Progress

RUNAWAY: Final = 10.0
"""A loss that has grown by so many times the largest before is that of a training that has run away."""


@final
class Keeper(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is not typed
    """Keeps a training's progress after every stretch of steps, and ends it where it is done, still or running away.

    Set `stopping` to end it after this step, with all that it has learnt. `ran_away` says whether it did.

    Args:
        progress: where it begins.
        steps: how many there are to be in all.
        patience: after so many stretches without a lower loss the training is still; 0 never is.
        backup: where the progress is kept.
        tell: told of each stretch: the progress, and the losses by name.
    """

    def __init__(
        self,
        progress: Progress,
        *,
        steps: int,
        patience: int,
        backup: Backup,
        tell: Callable[[Progress, dict[str, float]], None],
    ) -> None:
        super().__init__()
        self.progress, self.steps, self.patience = progress, steps, patience
        self.backup, self.tell = backup, tell
        self.stopping = self.ran_away = False
        self._done = 0

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """A stretch begins."""
        del epoch, logs
        self._done = 0

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Count the step, and stop where it was the last."""
        del batch, logs
        self._done += 1
        if self.stopping or self.progress.step + self._done >= self.steps:
            self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Keep what was learnt in this stretch, unless it has run away."""
        del epoch
        losses = {name: float(loss) for name, loss in (logs or {}).items()}
        curve = (*self.progress.losses, losses["loss"])
        self.ran_away = has_run_away(curve)
        if self.ran_away:
            self.model.stop_training = True
            return
        self.progress = Progress(self.progress.step + self._done, curve, self.progress.settings)
        self.backup.save(self.progress, self.model.learnt)
        self.tell(self.progress, losses)
        if is_still(curve, self.patience):
            self.model.stop_training = True


def has_run_away(curve: Sequence[float]) -> bool:
    """Whether the last loss is no number, or so large that nothing is learnt any more; how low it falls is no matter.

    >>> has_run_away([0.5, 0.4, 4.9]), has_run_away([0.5, 6.0]), has_run_away([math.nan])
    (False, True, True)
    >>> has_run_away([-2.0, -90.0]), has_run_away([-2.0, -90.0, 900.0])
    (False, True)
    """
    *before, last = curve
    if not before or not math.isfinite(last):
        return not math.isfinite(last)
    return last - min(before) > RUNAWAY * max(map(abs, before))


def is_still(curve: Sequence[float], patience: int) -> bool:
    """Whether the last `patience` losses have brought nothing below the lowest before them.

    Keras's EarlyStopping asks the same, and begins to count anew where a training goes on after a stop.

    >>> is_still([3, 2, 1, 1.1, 1.2], 2), is_still([3, 2, 1, 1.1, 0.9], 2), is_still([1], 0)
    (True, False, False)
    """
    return 0 < patience < len(curve) and min(curve[-patience:]) >= min(curve[:-patience])
