"""Where a training stands, in a file beside the network's own, so that a killed one goes on as if nothing had been.

Keras's BackupAndRestore writes the weights into one file and the epoch into another: what is killed between the two
takes an epoch twice. Nor does it keep the losses and the settings.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.errors import BadWeights
from dreamkit.render.store import write_whole

_LONG: Final = 100
"""Letters that a sentence has no room for."""


@final
@dataclasses.dataclass(frozen=True)
class Progress:
    """How far a training has come.

    Args:
        step: how many steps are done; the data of the next one is told by it.
        losses: the mean loss of each stretch of steps.
        settings: what it is trained with, as JSON can hold it.
    """

    step: int
    losses: tuple[float, ...]
    settings: dict[str, Any]


@final
class Backup:
    """A training's file, there whole or not at all.

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def save(self, progress: Progress, learnt: Sequence[Any]) -> None:
        """Write down the progress, and all numbers that change while a network learns; they are Keras's variables."""
        arrays = {f"{number}": _array(variable) for number, variable in enumerate(learnt)}
        file = io.BytesIO()
        np.savez(file, progress=np.array(json.dumps(dataclasses.asdict(progress))), **arrays)  # type: ignore[arg-type]
        write_whole(self.path, file.getvalue())

    def restore(self, settings: dict[str, Any], learnt: Sequence[Any]) -> Progress:
        """Give the variables the numbers of the file, if there is one, and tell how far the training had come.

        Raises `BadWeights` where the file is damaged, or was written by a training with other settings.
        """
        if not self.path.exists():
            return Progress(0, (), settings)
        try:
            with np.load(self.path, allow_pickle=False) as file:
                written = json.loads(str(file["progress"]))
                progress = Progress(written["step"], tuple(written["losses"]), written["settings"])
                arrays = [file[f"{number}"] for number in range(len(file.files) - 1)]
        except Exception as error:  # numpy and zipfile raise nearly anything on a broken file
            raise BadWeights(f"{self.path} is damaged: {error}", hint="--fresh begins anew") from error
        self._check(progress.settings, settings)
        for variable, array in zip(learnt, arrays, strict=True):
            variable.assign(array)
        return progress

    def forget(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)

    def _check(self, was: dict[str, Any], now: dict[str, Any]) -> None:
        for name in dict.fromkeys([*was, *now]):
            if was.get(name) != now.get(name):
                one, other = f"{name} {was.get(name)!r}", repr(now.get(name))
                short = len(one + other) < _LONG
                what = f"{one}, and {other} came" if short else f"another {name}"
                hint = "go on with the same settings, or begin anew by --fresh"
                raise BadWeights(f"{self.path} was begun with {what}", hint=hint)


def _array(variable: Any) -> NDArray[Any]:
    from keras import ops

    return np.asarray(ops.convert_to_numpy(variable))
