"""What a training tells the one who waits for it: lines, skipped photos, and a picture of how far it is."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

import click

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dreamkit.training.backup import Progress
    from dreamkit.training.crops import Crops


@final
@dataclasses.dataclass
class Lines:
    """Tells a stretch of steps in a line, names the photos that were skipped, and keeps a preview picture up to date.

    Args:
        crops: the photos.
        steps: how many there are to be in all.
        preview: the picture's file: photos above, and what the network makes of them below.
        quiet: whether lines are told at all.
    """

    crops: Crops
    steps: int
    preview: Path
    quiet: bool
    _told: set[Path] = dataclasses.field(default_factory=set)
    _last: tuple[int, float] | None = None

    def __call__(self, progress: Progress, losses: dict[str, float], pictures: NDArray[Any]) -> None:
        from dreamkit.pictures import to_bytes
        from dreamkit.render.stills import packed
        from dreamkit.render.store import write_whole
        from dreamkit.sheets import sheet

        write_whole(self.preview, packed(to_bytes(sheet(pictures, len(pictures) // 2)), ".png", ""))
        for path, why in self.crops.skipped.items():
            if path not in self._told:
                click.echo(f"mind: {why}; it is skipped", err=True)
        self._told |= set(self.crops.skipped)
        if not self.quiet:
            click.echo(self._line(progress, losses), err=True)

    def _line(self, progress: Progress, losses: dict[str, float]) -> str:
        terms = ", ".join(f"{name} {loss:.4g}" for name, loss in losses.items() if name != "loss")
        line = f"step {progress.step} of {self.steps}: loss {losses['loss']:.4g} ({terms})"
        now = time.monotonic()
        if self._last is not None:
            from dreamkit.render.progress import clock_time

            before, when = self._last
            pace = (now - when) / max(1, progress.step - before)
            line += f", {clock_time(pace * (self.steps - progress.step))} left"
        self._last = progress.step, now
        return line
